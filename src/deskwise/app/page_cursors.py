"""Cursors of pages: where a page ended, as a word that says nothing to whoever carries it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

LONGEST_CURSOR = 4_096
MOST = 2**62
CursorValue = int | str | None


def fingerprint(asked: object) -> str:
    """What stands in a cursor for the question it is of."""
    return hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()[:16]


def cursor_of(asked: str, given: int, place: Sequence[CursorValue]) -> str:
    """The cursor behind a place, of which so many were given."""
    said = json.dumps([asked, given, *place], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_cursor(
    cursor: str, asked: str, kinds: Sequence[type], *, nulls: bool = True
) -> tuple[int, tuple[CursorValue, ...]]:
    """How many were given of a place, and the place, whose values are of these kinds, or null if they may be.

    Raises `UsageError` for what is no cursor, or one of another question.
    """
    refusal = UsageError(say("the cursor is of no page of this question"), do=say("begin at the first page"))
    if len(cursor) > LONGEST_CURSOR:
        raise refusal
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        said = json.loads(base64.b64decode(padded, b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise refusal from error
    if not isinstance(said, list) or len(said) != len(kinds) + 2 or said[0] != asked:
        raise refusal
    given, place = said[1], tuple(said[2:])
    if not all(
        type(value) is kind or (nulls and value is None) for value, kind in zip(place, kinds, strict=True)
    ):
        raise refusal
    numbers = [value for value in place if isinstance(value, int)]
    if type(given) is not int or not 1 <= given < MOST or not all(abs(value) < MOST for value in numbers):
        raise refusal
    return given, place
