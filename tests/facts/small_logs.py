"""Logs of a few events, written by hand, and the steps of the fold run on them.

Time is counted in microseconds from the start of Thursday 1970-01-01 UTC, so that instants and lengths of an
expected row can be read off the log: `9 * HOUR` is nine o'clock of that day, Monday begins at `4 * DAY`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import ibis.expr.operations as ops

from deskwise.facts.compiling import sql_of
from deskwise.facts.fold import fold
from deskwise.facts.rules import Rules
from deskwise.facts.step import Step
from deskwise.kernel.schedules import Schedule, Span
from deskwise.stores.fact_tables import make_inputs
from deskwise.stores.fold_keys import FOLD_KEY
from deskwise.stores.log_tables import LOG_COLUMNS, SOURCE_COLUMNS, columns_sql

if TYPE_CHECKING:
    import ibis.expr.types as ir

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MONDAY = 4 * DAY
AS_OF = 100 * DAY

Event = dict[str, Any]
Row = tuple[Any, ...]


def event(at: int, kind: str, ticket: str | None = "T", **given: Any) -> Event:
    """An event at so many microseconds; what is not given is null, the source is `desk`."""
    return {"source": "desk", "ticket": ticket, "kind": kind, **given, "at": at}


def opened(at: int = 0, ticket: str = "T", **given: Any) -> Event:
    """A ticket opened by its customer."""
    return event(at, "opened", ticket, **{"role": "customer", **given})


def asked(at: int, ticket: str = "T", **given: Any) -> Event:
    """A public message of the customer."""
    return event(at, "message", ticket, **{"role": "customer", **given})


def replied(at: int, actor: str | None = "ann", ticket: str = "T", **given: Any) -> Event:
    """A public message of an agent."""
    return event(at, "message", ticket, **{"role": "agent", "actor": actor, **given})


def status(at: int, to: str, actor: str | None = "ann", ticket: str = "T", **given: Any) -> Event:
    """A status that an agent sets."""
    return event(at, "status", ticket, **{"status": to, "role": "agent", "actor": actor, **given})


def assigned(
    at: int, agent: str | None = None, team: str | None = None, ticket: str = "T", **given: Any
) -> Event:
    """An assignment by the system."""
    return event(at, "assigned", ticket, agent=agent, team=team, **given)


def ruled(at: int, ruling: str, on: str, ticket: str | None = "T", **given: Any) -> Event:
    """A ruling on the event of that id."""
    return event(at, "ruled", ticket, extra={"event": on, "ruling": ruling}, **given)


def open_hours(opens: int, closes: int) -> tuple[Schedule, ...]:
    """One schedule in UTC: every day open between two hours of the day."""
    return (Schedule("UTC", ((Span(opens * HOUR, closes * HOUR),),) * 7),)


def with_hours(**schedules: tuple[Schedule, ...]) -> Rules:
    """The book's rules with the schedules of teams, `default` the workspace's."""
    return Rules(schedules=tuple(schedules.items()))


@cache
def fold_steps(rules: Rules, width: int) -> dict[str, Step]:
    """The steps of a fold by their names, in order."""
    return {step.name: step for step in fold(rules, width)}


@cache
def compiled_step(rules: Rules, width: int, name: str) -> tuple[str, tuple[str, ...]]:
    """The SQL of one step, and the steps it reads."""
    steps = fold_steps(rules, width)
    expression = steps[name].expression
    read = {table.name for table in expression.op().find(ops.UnboundTable)}
    return sql_of(expression), tuple(sorted(read & steps.keys()))


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute("set threads = 1")
    return engine


@dataclass(frozen=True)
class SmallFold:
    """A small log, folded as far as somebody asks. What it makes, its own connection alone sees."""

    connection: duckdb.DuckDBPyConnection
    rules: Rules
    width: int
    made: set[str]

    def make(self, name: str) -> None:
        """Run a step and whatever it reads, each once."""
        if name in self.made:
            return
        sql, reads = compiled_step(self.rules, self.width, name)
        for each in reads:
            self.make(each)
        self.connection.execute(f'create temp table "{name}" as {sql}')
        self.made.add(name)

    def rows(self, step: str, columns: str) -> list[Row]:
        """All rows of a step, the columns named (apart by blanks), ordered by them, nulls last."""
        self.make(step)
        picked = ", ".join(f'"{column}"' for column in columns.split())
        return self.connection.execute(f'select {picked} from "{step}" order by all').fetchall()

    def run(self, expression: ir.Table) -> list[Row]:
        """The rows of an expression over what was made and the inputs, ordered."""
        return self.connection.execute(f"from ({sql_of(expression)}) order by all").fetchall()


def folded(
    *events: Event,
    rules: Rules | None = None,
    as_of: int | Mapping[str, int] = AS_OF,
    cut_at: int | None = None,
) -> SmallFold:
    """A log to be folded: its events in their order, with ids `e1`, `e2` ... if they have none.

    `as_of` is that of every source, or of each by name; `cut_at` an earlier one asked by the reader.
    """
    chosen = Rules() if rules is None else rules
    connection = _engine().cursor()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"create temp table log ({columns_sql(LOG_COLUMNS)})")
    connection.execute(f"create temp table sources ({columns_sql(SOURCE_COLUMNS)})")
    for number, given in enumerate(events, 1):
        _insert(connection, {"event_id": f"e{number}", "seq": number, "superseded": False, **given})
    connection.execute(f"update log set fold_key = {FOLD_KEY}")
    ends = as_of if isinstance(as_of, Mapping) else {each["source"]: as_of for each in events}
    for source, end in ends.items():
        connection.execute("insert into sources values (?, ?)", [source, _instant(end)])
    return SmallFold(connection, chosen, make_inputs(connection, chosen, "temp", cut_at), set())


def _insert(connection: duckdb.DuckDBPyConnection, row: Event) -> None:
    assert row.keys() <= LOG_COLUMNS.keys(), row.keys() - LOG_COLUMNS.keys()
    values = [_instant(value) if name == "at" else value for name, value in row.items()]
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(f"insert into log ({names}) values ({', '.join('?' for _ in row)})", values)


def _instant(at: int) -> datetime:
    return datetime(1970, 1, 1) + timedelta(microseconds=at)
