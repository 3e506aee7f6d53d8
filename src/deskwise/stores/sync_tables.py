"""How far syncs are, as rows of the lake: so that a cursor and what it brought are in one state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from deskwise.app.sync_store import PassName, SyncPass, SyncState, Unknown
from deskwise.stores.source_ends import EPOCH, micros
from deskwise.stores.sql_text import literal, value

if TYPE_CHECKING:
    import duckdb

SYNC_COLUMNS = {"source": "varchar", "changes_to": "timestamp", "complete_to": "timestamp"}
PASS_COLUMNS = {
    "source": "varchar",
    "name": "varchar",
    "begun_at": "timestamp",
    "since": "timestamp",
    "cursor": "varchar",
    "records": "bigint",
    "expected": "bigint",
    "done_at": "timestamp",
}
# What was met and not understood; of a field `value` is null.
UNKNOWN_COLUMNS = {"source": "varchar", "field": "varchar", "value": "varchar", "count": "bigint"}
# So many are told apart; of what comes beside them only that there is more.
MOST_UNKNOWN = 500
MORE: Unknown = ("…", None)


def read_sync(connection: duckdb.DuckDBPyConnection, source: str) -> SyncState:
    """How far the syncs of a source are; at the beginning where it has none."""
    found = read_syncs(connection, f"source = {literal(source)}")
    return found[0] if found else SyncState(source)


def read_syncs(connection: duckdb.DuckDBPyConnection, where: str = "true") -> tuple[SyncState, ...]:
    """How far the syncs of the sources are, by name; none in a lake of an older layout."""
    run = connection.execute
    if run("select 1 from duckdb_tables() where table_name = 'syncs'").fetchone() is None:
        return ()
    passes: dict[str, dict[PassName, SyncPass]] = {}
    for row in run(
        "select source, name, epoch_us(begun_at), epoch_us(since), cursor, records, expected,"
        f" epoch_us(done_at) from sync_passes where {where} order by source, name"
    ).fetchall():
        name = cast("PassName", row[1])
        passes.setdefault(str(row[0]), {})[name] = SyncPass(
            name=name,
            begun_at=EPOCH + timedelta(microseconds=int(row[2])),
            since=_instant(row[3]),
            cursor=row[4],
            records=int(row[5]),
            expected=row[6],
            done_at=_instant(row[7]),
        )
    unknown: dict[str, dict[Unknown, int]] = {}
    for source, field, met, count in run(
        f"select source, field, value, count from sync_unknown where {where} order by source, field, value"
    ).fetchall():
        unknown.setdefault(str(source), {})[(str(field), met)] = int(count)
    rows = run(
        f"select source, epoch_us(changes_to), epoch_us(complete_to) from syncs where {where} order by source"
    ).fetchall()
    return tuple(
        SyncState(
            source=str(source),
            passes=passes.get(str(source), {}),
            changes_to=_instant(changes),
            complete_to=_instant(complete),
            unknown=unknown.get(str(source), {}),
        )
        for source, changes, complete in rows
    )


def write_sync(connection: duckdb.DuckDBPyConnection, state: SyncState, met: Mapping[Unknown, int]) -> None:
    """Put a state in the place of the one that is there, what was `met` added to its unknown."""
    run = connection.execute
    source = value(state.source)
    run(f"delete from syncs where source = {source}")
    run(f"insert into syncs values ({source}, {_sql(state.changes_to)}, {_sql(state.complete_to)})")
    run(f"delete from sync_passes where source = {source}")
    for one in state.passes.values():
        run(
            f"insert into sync_passes values ({source}, {value(one.name)}, {_sql(one.begun_at)},"
            f" {_sql(one.since)}, {value(one.cursor)}, {one.records:d}, {value(one.expected)},"
            f" {_sql(one.done_at)})"
        )
    for field, shown, count in _told_apart(read_sync(connection, state.source).unknown, met):
        same = f"source = {source} and field = {value(field)} and value is not distinct from {value(shown)}"
        run(f"delete from sync_unknown where {same}")
        run(f"insert into sync_unknown values ({source}, {value(field)}, {value(shown)}, {count:d})")


def _told_apart(
    known: Mapping[Unknown, int], met: Mapping[Unknown, int]
) -> list[tuple[str, str | None, int]]:
    """The new counts of what was met: past a limit what is new is counted as one."""
    counts = dict(known)
    changed: dict[Unknown, None] = {}
    for unknown, count in met.items():
        key = unknown if unknown in counts or len(counts) < MOST_UNKNOWN else MORE
        counts[key] = counts.get(key, 0) + count
        changed[key] = None
    return [(field, shown, counts[(field, shown)]) for field, shown in changed]


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + timedelta(microseconds=int(microseconds))


def _sql(instant: datetime | None) -> str:
    return "null" if instant is None else f"make_timestamp({micros(instant)})"
