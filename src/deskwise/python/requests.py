"""The cases behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from deskwise.app.list_requests import Opened
from deskwise.app.tables.cases_table import cases_table
from deskwise.app.tables.table import Table
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.drill import HIT_KINDS, CaseRow
from deskwise.python.frames import Kind
from deskwise.python.instants import moment
from deskwise.python.result import Rows

FIELDS: dict[str, Kind] = {
    "source": "text", "ticket": "text", "request": "whole", "at": "instant", "agent": "text", "team": "text",
    "state": "text", "reason": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One case behind a figure, counted `at` an instant in UTC.

    `state` is counted, below (only under the line), open, provisional, excluded (for `reason`) or censored.
    `gave` is what it added: seconds, a score or an amount; of a share whether it counts above the line; null
    where a case only counts.
    """

    source: str | None
    ticket: str | None
    request: int | None
    at: datetime | None
    agent: str | None
    team: str | None
    state: str
    reason: str | None
    gave: float | bool | None
    by: Mapping[str, str | None]


@dataclass(frozen=True, repr=False)
class Requests(Rows[Case]):
    """The answer of `Workspace.requests`: the cases behind a figure, in the order they are counted at."""

    _opened: Opened
    _by: tuple[str, ...]

    @property
    def as_of(self) -> datetime:
        """Until when the data is known to be complete."""
        return moment(self._opened.as_of)

    @property
    def metric(self) -> str:
        """What was opened."""
        return self._opened.cases.metric

    @property
    def unit(self) -> str:
        """The unit of what a case gave."""
        return self._opened.cases.unit

    @property
    def total(self) -> int:
        """How many cases there are, here or not."""
        return self._opened.cases.total

    @cached_property
    def _items(self) -> tuple[Case, ...]:
        return tuple(_case(row) for row in self._opened.cases.rows)

    def _kinds(self) -> Mapping[str, Kind]:
        split = dict.fromkeys([*self._by, *(name for item in self._items for name in item.by)])
        by: dict[str, Kind] = {f"by.{name}": "text" for name in split}
        gave: Kind = "flag" if CATALOGUE[self.metric].kind in HIT_KINDS else "number"
        return {**FIELDS, "gave": gave, **by}

    def _flat(self, item: Case) -> dict[str, Any]:
        plain = {name: getattr(item, name) for name in (*FIELDS, "gave")}
        return plain | {f"by.{name}": value for name, value in item.by.items()}

    def _tables(self) -> Sequence[Table]:
        table, here = cases_table(self._opened), len(self._opened.cases.rows)
        if not 0 < here < self.total:
            return (table,)
        return (replace(table, notes=[f"{here:,} of {self.total:,} cases; a higher limit gives more."]),)

    def _json(self) -> Any:
        return self._opened.to_json()


def _case(row: CaseRow) -> Case:
    return Case(
        source=row.source,
        ticket=row.ticket,
        request=row.request,
        at=moment(row.anchor_at),
        agent=row.agent,
        team=row.team,
        state=row.state,
        reason=row.reason,
        gave=row.gave,
        by=dict(row.by),
    )
