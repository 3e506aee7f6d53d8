"""The short names that objectives and key results have in files and on the command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

LONGEST_KEY = 60
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def checked_key(key: str) -> str:
    """A key as somebody wrote it; raises `UsageError` where it cannot be one."""
    if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        raise UsageError(
            say("%(key)s is no short name", key=repr(key)),
            do=say("write small letters, digits and single hyphens, up to %(n)s", n=LONGEST_KEY),
        )
    return key


def key_of(title: str, taken: Collection[str] = ()) -> str:
    """A key made of a title, another one than those that are taken.

    >>> key_of("Über Nacht: 90 % beantwortet"), key_of("NPS", {"nps"})
    ('uber-nacht-90-beantwortet', 'nps-2')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].rstrip("-") or "objective"
    if key not in taken:
        return key
    short = key[: LONGEST_KEY - 4].rstrip("-")
    return next(f"{short}-{n}" for n in range(2, len(taken) + 3) if f"{short}-{n}" not in taken)
