"""List the cases behind a figure page by page, so that none comes twice while the data grows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from deskwise.app.list_requests import Opened, list_requests
from deskwise.app.page_cursors import cursor_of, fingerprint, read_cursor
from deskwise.app.read_metrics import Question
from deskwise.app.workspace import Workspace
from deskwise.metrics.drill import CasePlace, CaseRow

# The kinds of what a case's place is made of.
KINDS = (int, str, str, int, str)


@dataclass(frozen=True)
class RequestPage:
    """A page of cases. `next` is the cursor of the one after it, null where this is the last."""

    opened: Opened
    next: str | None

    def to_json(self) -> dict[str, Any]:
        """What `requests --format json` prints, with the cursor."""
        return {**self.opened.to_json(), "next": self.next}


@dataclass(frozen=True)
class _After:
    """The place of the last case of a page, and how many of those that stand there were given."""

    place: CasePlace
    given: int


def page_requests(
    workspace: Workspace,
    question: Question,
    size: int,
    *,
    state: str | None = None,
    gave: str | None = None,
    cursor: str | None = None,
) -> RequestPage:
    """The next `size` cases behind a figure; from the first on without a cursor.

    A cursor goes on behind the last case of its page, whatever was imported before that meanwhile. Raises
    `UsageError` as `list_requests` does, and for a cursor that is none or of another question.
    """
    asked = _fingerprint(question, state, gave)
    after = None if cursor is None else _after(cursor, asked)
    place, skip = (None, 0) if after is None else (after.place, after.given)
    opened = list_requests(workspace, question, size + 1, skip=skip, state=state, gave=gave, after=place)
    rows = opened.cases.rows[:size]
    more = len(opened.cases.rows) > size
    total = opened.cases.total
    if after is not None and not rows:
        total = list_requests(workspace, question, 1, state=state, gave=gave).cases.total
    cases = replace(opened.cases, rows=rows, total=total)
    last = _last(rows, after) if more else None
    ended = None if last is None else cursor_of(asked, last.given, last.place)
    return RequestPage(replace(opened, cases=cases), ended)


def _last(rows: tuple[CaseRow, ...], after: _After | None) -> _After:
    place = rows[-1].place
    given = sum(row.place == place for row in rows)
    if after is not None and after.place == place:
        given += after.given
    return _After(place, given)


def _fingerprint(question: Question, state: str | None, gave: str | None) -> str:
    where = sorted((name, list(values)) for name, values in question.where.items())
    asked = [question.metrics, question.stats, question.by, where, question.since, question.until]
    return fingerprint([*asked, question.within_seconds, question.clock, question.as_of, state, gave])


def _after(cursor: str, asked: str) -> _After:
    given, place = read_cursor(cursor, asked, KINDS)
    # The kinds were looked at.
    return _After(cast("CasePlace", place), given)
