"""Making the tables of facts: the fold's SQL, run step by step on a DuckDB connection."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import TEXT
from deskwise.facts.rules import Rules
from deskwise.facts.schema import FACT_TABLES
from deskwise.kernel.opening_hours import opening_spans
from deskwise.kernel.working_time import day_table
from deskwise.stores.fact_engine import insert_rows
from deskwise.stores.fact_views import FACTS, SOURCES, kept_rows, kept_table, make_room, make_views
from deskwise.stores.fold_keys import FOLD_KEY
from deskwise.stores.sql_text import literals

if TYPE_CHECKING:
    import duckdb

DAY_MICROSECONDS = 86_400_000_000
EPOCH = date(1970, 1, 1)
# What a column may hold at most to be kept as the numbers of its values while the fold is made.
MOST_NUMBERED_VALUES = 2_000
NAMED_TICKETS = "left join tickets t on t.source = l.source and t.ticket = l.ticket"
NUMBERED_COLUMNS = ("kind", "role", "team", "agent", "status", "channel")


@dataclass(frozen=True)
class FoldSql:
    """The compiled fold: each step's table, its SQL and whether it is kept.

    `measuring` are the queries that measure what is open to the as-of, by the fact they give.
    """

    steps: tuple[tuple[str, str, bool], ...]
    measuring: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """As a text that `from_json` reads."""
        return json.dumps([self.steps, self.measuring])

    @classmethod
    def from_json(cls, text: str) -> FoldSql:
        """The fold that `to_json` wrote."""
        steps, measuring = json.loads(text)
        return cls(
            tuple((name, sql, bool(kept)) for name, sql, kept in steps),
            tuple((name, sql) for name, sql in measuring),
        )

    def last_readers(self) -> dict[str, tuple[tuple[str, bool], ...]]:
        """For each step the tables it is the last to read, itself if nobody does, and whether they are kept.

        >>> FoldSql((("a", "select 1", False), ("b", 'from "a" as t', True))).last_readers()
        {'b': (('a', False), ('b', True))}
        """
        last: dict[str, str] = {}
        for name, sql, _ in self.steps:
            # A column of a table's name only keeps that table longer.
            last |= {read: name for read in re.findall(r'"(\w+)"', sql) if read in last}
            last[name] = name
        found: dict[str, tuple[tuple[str, bool], ...]] = {}
        for read, _, kept in self.steps:
            found[last[read]] = (*found.get(last[read], ()), (read, kept))
        return found


def compile_fold(rules: Rules, calendar_width: int, dialect: str = "duckdb") -> FoldSql:
    """The fold's SQL under these rules; needs Ibis, so its result is worth keeping."""
    from deskwise.facts.compiling import sql_of  # noqa: PLC0415 slow
    from deskwise.facts.fold import fold, measured_spells  # noqa: PLC0415 slow

    spells = measured_spells(rules, calendar_width, kept_table("status_spells"), SOURCES, FACTS)
    return FoldSql(
        tuple(
            (step.name, sql_of(step.expression, dialect, to_keep=True), step.kept)
            for step in fold(rules, calendar_width)
        ),
        (("status_spells", sql_of(spells, dialect, to_keep=True)),),
    )


def make_inputs(
    connection: duckdb.DuckDBPyConnection,
    rules: Rules,
    log: str,
    as_of: int | None = None,
    whole_log: str | None = None,
) -> int:
    """Make the views and tables the fold reads from the log; returns the calendars' width.

    `log` is the schema (or database) that holds `log` and `sources`. `as_of` cuts every source at an
    earlier instant, in microseconds. Where `log` is a part only, the calendars span `whole_log`.
    """
    rows = _keyed_log(connection, log)
    limit = "epoch_us(s.as_of)" if as_of is None else f"least(epoch_us(s.as_of), {as_of:d})"
    connection.execute(
        f"create or replace temp view source_as_of as select s.source, {limit} as as_of from {log}.sources s"
    )
    hashed = _make_tickets(connection, rows)
    key, named = ("l.fold_key", "") if hashed else ("t.ticket_key", NAMED_TICKETS)
    connection.execute(
        f"""create or replace temp view events as
        select l.rowid as event_key, case when l.ticket is not null then {key} end as ticket_key,
               l.fold_key, l.source, l.event_id, l.ticket, l.seq, epoch_us(l."at") as "at", l.kind, l.actor,
               coalesce(l.role, case when l.kind = 'opened' then 'customer' else 'system' end) as role,
               l.team, l.agent, l.customer, l.organisation, l.status, l.channel, l.type, l.category,
               l.priority, l.product, l.value, l.scale, l.extra
        from {rows} l join source_as_of a on a.source = l.source {named}
        where not l.superseded and l.refusal is null and epoch_us(l."at") <= a.as_of"""
    )
    numbered = ((name, _numbered(connection, rows, name)) for name in NUMBERED_COLUMNS)
    replaced = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in numbered if kind is not None)
    connection.execute(
        "create or replace temp view ticket_events as"
        f" select *{f' replace ({replaced})' if replaced else ''} from events where ticket_key is not null"
    )
    edges = connection.execute(
        """select epoch_us(min("at")), greatest(epoch_us(max("at")), (select max(as_of) from source_as_of))
        from """
        f"{whole_log or log}.log where not superseded and refusal is null"
    ).fetchone()
    first, last = edges if edges is not None and edges[0] is not None else (0, 0)
    return _make_calendars(connection, rules, first, last)


def _keyed_log(connection: duckdb.DuckDBPyConnection, log: str) -> str:
    """The log as a select reads it: one of an older layout has no keys yet."""
    columns = [name for name, *_ in connection.execute(f"describe {log}.log").fetchall()]
    return (
        f"{log}.log" if "fold_key" in columns else f"(select rowid, *, {FOLD_KEY} as fold_key from {log}.log)"
    )


def _make_tickets(connection: duckdb.DuckDBPyConnection, log: str) -> bool:
    """Make the tickets with their keys; returns whether the keys are hashes.

    A hash costs an event nothing, a number a look into the tickets: numbers are only taken where two
    tickets have the same hash.
    """
    made = "create or replace temp table tickets as"
    columns = "{key} as ticket_key, l.source, l.ticket, a.as_of"
    named = f"(select distinct fold_key, source, ticket from {log} where ticket is not null)"
    sql = f"{made} select {columns} from {named} l join source_as_of a on a.source = l.source"
    connection.execute(sql.format(key="l.fold_key"))
    repeated = connection.execute("select count(*) > count(distinct ticket_key) from tickets").fetchone()
    if repeated is None or not repeated[0]:
        return True
    connection.execute(sql.format(key="row_number() over ()"))
    return False


def _numbered(connection: duckdb.DuckDBPyConnection, log: str, column: str) -> str | None:
    """The type that keeps a column of few values as their numbers, in their order; None if it may not."""
    found = connection.execute(
        f"select distinct {column} from {log} where {column} is not null limit {MOST_NUMBERED_VALUES + 1}"
    ).fetchall()
    values = {str(row[0]) for row in found}
    if column == "role":
        values |= {"customer", "system"}
    if not 0 < len(values) <= MOST_NUMBERED_VALUES or any("\x00" in value for value in values):
        return None
    return f"enum({literals(sorted(values))})"


def _make_calendars(connection: duckdb.DuckDBPyConnection, rules: Rules, first: int, last: int) -> int:
    first_day = EPOCH + timedelta(days=first // DAY_MICROSECONDS)
    last_day = EPOCH + timedelta(days=last // DAY_MICROSECONDS)
    spans = {name: opening_spans(schedules, first_day, last_day) for name, schedules in rules.schedules}
    tables = {name: day_table(found, first_day, last_day) for name, found in spans.items()}
    width = max((1, *(table.width for table in tables.values())))
    columns = "".join(f", opens_{n} bigint, closes_{n} bigint" for n in range(1, width + 1))
    connection.execute("drop table if exists calendar_days")
    connection.execute(
        f"create temp table calendar_days (calendar varchar, utc_day bigint, worked_before bigint{columns})"
    )
    for name, table in tables.items():
        padding = (0, 0) * (width - table.width)
        types = ["varchar", *("bigint" for _ in range(2 + 2 * width))]
        insert_rows(connection, "calendar_days", types, [(name, *row, *padding) for row in table.rows])
    return width


def make_facts(
    connection: duckdb.DuckDBPyConnection,
    compiled: FoldSql,
    into: str,
    progress: Callable[[str, float], None] | None = None,
    *,
    views: bool = True,
) -> None:
    """Run the fold: facts go to the schema `into`, the other tables are dropped after their last reader.

    `views` are what readers see of them: with the as-of in `source_as_of`.
    To be run outside of a transaction: the engine scans what a transaction has written itself on one core.
    """
    # The expressions put the smaller side of a join on the right. The engine guesses from the filters of
    # the events that nearly nothing passes them, and would build on the millions that do.
    connection.execute("set disabled_optimizers = 'build_side_probe_side'")
    try:
        _run(connection, compiled, into, progress)
    finally:
        connection.execute("reset disabled_optimizers")
    if views:
        make_views(connection, into, dict(compiled.measuring))


def _with_texts(fact: str, sql: str) -> str:
    """The select of a fact with the columns that hold values' numbers turned into texts."""
    columns = FACT_TABLES[fact].columns.items()
    picked = ", ".join(
        f'cast("{name}" as varchar) as "{name}"' if kind == TEXT else f'"{name}"' for name, kind in columns
    )
    return f"select {picked} from ({sql})"


def _run(
    connection: duckdb.DuckDBPyConnection,
    compiled: FoldSql,
    into: str,
    progress: Callable[[str, float], None] | None,
) -> None:
    last_reader = compiled.last_readers()
    make_room(connection, into)
    for done, (name, sql, kept) in enumerate(compiled.steps):
        if progress is not None:
            progress(name, done / len(compiled.steps))
        if kept:
            rows = kept_rows(name, _with_texts(name, sql))
            connection.execute(f"create or replace table {into}.{kept_table(name)} as {rows}")
        else:
            connection.execute(f"create or replace temp table {name} as {sql}")
        for read, is_fact in last_reader.get(name, ()):
            if not is_fact:
                connection.execute(f"drop table {read}")
