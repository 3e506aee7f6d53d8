"""What was made of a ticket's events: facts by their table, and the cases that metrics count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from deskwise.app import explain_ticket as app
from deskwise.app.tables.table import Table
from deskwise.app.tables.ticket_tables import counted_table, facts_table
from deskwise.app.ticket_facts import Row, told
from deskwise.facts.fact_table import BOOL, DECIMAL, FLOAT, INT
from deskwise.facts.schema import FACT_TABLES
from deskwise.python.frames import Kind
from deskwise.python.instants import moment
from deskwise.python.result import Rows

KIND_OF_TYPE: dict[str, Kind] = {INT: "whole", BOOL: "flag", DECIMAL: "number", FLOAT: "number"}
MICRO, SECONDS = "_microseconds", "_seconds"
COUNTED_KINDS: dict[str, Kind] = {
    "metric": "text", "clock": "text", "unit": "text", "request": "whole", "at": "instant", "state": "text",
    "reason": "text", "gave": "number", "agent": "text", "team": "text", "definition": "text",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class TicketFacts(Rows[Mapping[str, Any]]):
    """The rows of one table of facts: instants as datetimes in UTC, durations in seconds."""

    table: str
    _rows: tuple[Row, ...]
    _zone: str

    @cached_property
    def _items(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(_fact(row) for row in self._rows)

    def _kinds(self) -> Mapping[str, Kind]:
        return dict(_column(name, kind) for name, kind in FACT_TABLES[self.table].columns.items())

    def _flat(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return dict(item)

    def _tables(self) -> Sequence[Table]:
        return (facts_table(self.table, self._rows, self._zone),)

    def _json(self) -> Any:
        return [told(row) for row in self._rows]


@dataclass(frozen=True)
class CountedCase:
    """One case that a ticket gives a metric: counted `at` an instant in UTC, or why not.

    `gave` is what it added: seconds, a score or an amount; of a share whether it counts above the line.
    """

    metric: str
    clock: str | None
    unit: str
    request: int | None
    at: datetime | None
    state: str
    reason: str | None
    gave: float | bool | None
    agent: str | None
    team: str | None
    by: Mapping[str, str | None]
    definition: str


@dataclass(frozen=True, repr=False)
class CountedCases(Rows[CountedCase]):
    """Each case that a metric takes of a ticket. In a data frame `gave` of a share is 1 or 0."""

    _counted: tuple[app.Counted, ...]
    _zone: str

    @cached_property
    def _items(self) -> tuple[CountedCase, ...]:
        return tuple(
            CountedCase(**{**each.to_json(), "at": moment(each.case.anchor_at)}) for each in self._counted
        )

    def _kinds(self) -> Mapping[str, Kind]:
        by: dict[str, Kind] = {f"by.{name}": "text" for item in self._items for name in item.by}
        return COUNTED_KINDS | by

    def _flat(self, item: CountedCase) -> dict[str, Any]:
        plain = {name: getattr(item, name) for name in COUNTED_KINDS}
        return plain | {f"by.{name}": value for name, value in item.by.items()}

    def _tables(self) -> Sequence[Table]:
        return (counted_table(self._counted, self._zone),)

    def _json(self) -> Any:
        return [each.to_json() for each in self._counted]


def _column(name: str, kind: str) -> tuple[str, Kind]:
    if name.endswith("_at") or name == "as_of":
        return name, "instant"
    if name.endswith(MICRO):
        return name.removesuffix(MICRO) + SECONDS, "number"
    return name, KIND_OF_TYPE.get(kind, "text")


def _fact(row: Row) -> dict[str, Any]:
    """The row with the names JSON has, and instants that can be reckoned with."""
    found = told(row)
    return found | {
        name: moment(value) for name, value in row.items() if name.endswith("_at") or name == "as_of"
    }
