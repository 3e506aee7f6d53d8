"""The facts of one ticket, and reading metrics as if there were no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from deskwise.facts.schema import FACT_TABLES
from deskwise.metrics.input_tables import Columns, Engine, InputTable
from deskwise.metrics.readings import iso

CHOSEN: Columns = (("source", "string"), ("ticket", "string"))
MICROSECONDS = 1_000_000
Row = Mapping[str, Any]

# What a ticket's facts are told in, each by its own time; the others are made from these.
TOLD = {
    "requests": "raised_at",
    "waits": "started_at",
    "resolutions": "resolved_at",
    "status_spells": "started_at",
    "escalations": "escalated_at",
    "handovers": "handed_over_at",
    "channel_switches": "switched_at",
    "acts": "acted_at",
    "live_contacts": "happened_at",
    "ratings": "rated_at",
    "surveys": "sent_at",
    "complaints": "complained_at",
    "reviews": "reviewed_at",
    "sales": "sold_at",
    "work": "worked_at",
    "promises": "promised_at",
    "links": "linked_at",
    "sla_clocks": "started_at",
}


class TicketEngine:
    """An engine to which the facts of one ticket are all there are.

    The facts are given to each query as data, under the names of their tables.
    """

    def __init__(self, engine: Engine, source: str, ticket: str) -> None:
        self._engine = engine
        chosen = {"chosen_ticket": InputTable(CHOSEN, ((source, ticket),))}
        self._facts: dict[str, InputTable] = {}
        for name, table in FACT_TABLES.items():
            rows = engine.rows(_sql(name), chosen) if "ticket" in table.columns else []
            self._facts[name] = InputTable(cast("Columns", tuple(table.told.items())), tuple(rows))

    @property
    def name(self) -> str:
        """The dialect of the engine behind it."""
        return self._engine.name

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> list[tuple[Any, ...]]:
        """The rows of a query over the ticket's facts."""
        return self._engine.rows(sql, {**self._facts, **inputs})

    def facts(self) -> dict[str, tuple[Row, ...]]:
        """The ticket's facts by table, by request and in the order of their time."""
        found: dict[str, tuple[Row, ...]] = {}
        for name, instant in TOLD.items():
            table = self._facts[name]
            names = [column for column, _ in table.columns]
            rows = [dict(zip(names, row, strict=True)) for row in table.rows]
            found[name] = tuple(sorted(rows, key=lambda row: (row["request"] or 0, row[instant] or 0)))
        return found


def _sql(name: str) -> str:
    columns = ", ".join(f'f."{column}"' for column in FACT_TABLES[name].told)
    return (
        f"select {columns} from {name} as f"  # noqa: S608 - names of our own
        " inner join chosen_ticket as c on f.source = c.source and f.ticket = c.ticket"
    )


def told(row: Row) -> dict[str, Any]:
    """A fact as JSON tells it: instants in ISO 8601, durations in seconds.

    >>> told({"raised_at": 0, "elapsed_microseconds": 1_500_000, "agent": None})
    {'raised_at': '1970-01-01T00:00:00Z', 'elapsed_seconds': 1.5, 'agent': None}
    """
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith("_at") or name == "as_of":
            found[name] = iso(value)
        elif name.endswith("_microseconds"):
            seconds = None if value is None else value / MICROSECONDS
            found[name.removesuffix("_microseconds") + "_seconds"] = seconds
        else:
            found[name] = value
    return found
