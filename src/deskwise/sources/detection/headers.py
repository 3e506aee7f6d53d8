"""Headers made comparable, so that `Created at`, `created_at` and `createdAt` are one."""

from __future__ import annotations

import re
import unicodedata

BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
NO_LETTER = re.compile(r"[^\w]+|_+")


def plain(header: str) -> str:
    """A header in lower case, its words parted by one blank.

    >>> plain("createdAt"), plain("Created_At"), plain("Status (Ticket)"), plain("CSAT Score")
    ('created at', 'created at', 'status ticket', 'csat score')
    """
    parted = BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFC", header))
    return " ".join(NO_LETTER.sub(" ", parted).casefold().split())
