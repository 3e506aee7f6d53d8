"""List the rows that do not stand page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from deskwise.app.lake import Lake, Reject
from deskwise.app.list_rejects import ExplainedReject, list_rejects
from deskwise.app.page_cursors import MOST, cursor_of, fingerprint, read_cursor

# The import, file and row of a reject: what they are in the order of. What has no number comes last.
Place = tuple[int, str, int]
KINDS = (int, str, int)
LAST = MOST - 1


@dataclass(frozen=True)
class RejectPage:
    """A page of rows that do not stand. `next` is the cursor of the one after it, null of the last."""

    rejects: tuple[ExplainedReject, ...]
    next: str | None

    def to_json(self) -> dict[str, Any]:
        """What `rejects --format json` prints, with the cursor."""
        return {"rejects": [each.to_json() for each in self.rejects], "next": self.next}


def page_rejects(
    lake: Lake, import_id: int | None, reason: str | None, size: int, cursor: str | None = None
) -> RejectPage:
    """The next `size` rows that do not stand; from the first on without a cursor.

    Raises `UsageError` as `list_rejects` does, and for a cursor that is none or of another question.
    """
    asked = fingerprint(["rejects", import_id, reason])
    given, after = 0, None
    if cursor is not None:
        given, place = read_cursor(cursor, asked, KINDS, nulls=False)
        # The kinds were looked at.
        after = cast("Place", place)
    rest = list_rejects(lake, import_id, reason)
    if after is not None:
        behind = (each for each in rest if _place(each.reject) >= after)
        rest = _without_first(behind, after, given)
    found = tuple(islice(rest, size + 1))
    if len(found) <= size:
        return RejectPage(found, None)
    shown, last = found[:size], _place(found[size - 1].reject)
    at_place = sum(_place(each.reject) == last for each in shown)
    return RejectPage(shown, cursor_of(asked, at_place + (given if last == after else 0), last))


def _without_first(rejects: Iterator[ExplainedReject], place: Place, given: int) -> Iterator[ExplainedReject]:
    """All but the first so many of those at a place."""
    for each in rejects:
        if given and _place(each.reject) == place:
            given -= 1
        else:
            yield each


def _place(reject: Reject) -> Place:
    return reject.import_id, reject.file, LAST if reject.row is None else reject.row
