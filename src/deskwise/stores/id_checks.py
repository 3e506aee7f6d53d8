"""The second pass: rows by their ids: ordinals of made ids, duplicates, conflicts and revisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskwise.stores.row_checks import content_sql, made_here
from deskwise.stores.sql_text import literals

if TYPE_CHECKING:
    import duckdb

KEY = "hash(source, ticket, event_id)"
SAME_KEY = (
    "{0}.source = {1}.source and {0}.event_id = {1}.event_id and {0}.ticket is not distinct from {1}.ticket"
)
# So many tickets are named one by one, which lets the engine skip most of the log.
MOST_NAMED_TICKETS = 2_000


@dataclass(frozen=True)
class IdFindings:
    """How many staged rows repeat what is known, contradict it, or supersede an earlier revision."""

    duplicates: int
    conflicts: int
    superseded: int


def check_ids(
    connection: duckdb.DuckDBPyConnection,
    staged: str,
    *,
    files_without_ids: list[int],
    mixed_ids: bool,
    log_has_rows: bool,
) -> IdFindings:
    """Find what the staged rows are by their ids and write it to the table `fates` (row id, fate).

    Fates are rejected (by the first pass), duplicate, conflict; rows without one are accepted.
    """
    run = connection.execute
    if files_without_ids or mixed_ids:
        _add_ordinals(connection, staged, files_without_ids)
    if mixed_ids:
        run(f"update {staged} set superseded = false where superseded is null")
    # Only now: an update may give a row another row id.
    run(
        "create or replace temp table fates as select rowid as id, 'rejected' as fate"
        f" from {staged} where refusal is not null"
    )
    if log_has_rows:
        _find_known(connection, staged)
    superseded = 0
    if not _all_decided(connection, staged):
        _gather_candidates(connection, staged, log_has_rows)
        if _count(connection, "select count(*) from candidates") > 0:
            superseded = _judge_candidates(connection, staged, log_has_rows)
    fates = dict(connection.execute("select fate, count(*) from fates group by fate").fetchall())
    for table in ("candidates", "repeated_keys"):
        run(f"drop table if exists {table}")
    return IdFindings(fates.get("duplicate", 0), fates.get("conflict", 0), superseded)


def _add_ordinals(connection: duckdb.DuckDBPyConnection, staged: str, files_without_ids: list[int]) -> None:
    """Identical rows of one file are as many events: each but the first gets its ordinal in its id."""
    made = f"{made_here(files_without_ids)} and refusal is null"
    connection.execute(
        f"""create or replace temp table repeated_keys as
        select file, {KEY} as key from {staged} where {made} group by all having count(*) > 1"""
    )
    if _count(connection, "select count(*) from repeated_keys") == 0:
        return
    connection.execute(
        f"""update {staged} set event_id = numbered.new_id from (
            select s.rowid as id, s.event_id || '.' || row_number() over (
                partition by s.file, s.source, s.ticket, s.event_id order by s.row, s.seq) as new_id,
                row_number() over (
                partition by s.file, s.source, s.ticket, s.event_id order by s.row, s.seq) as ordinal
            from (select rowid, *, {KEY} as key from {staged} where {made}) s
            semi join repeated_keys k on k.file = s.file and k.key = s.key
        ) numbered where {staged}.rowid = numbered.id and numbered.ordinal > 1"""
    )


def _find_known(connection: duckdb.DuckDBPyConnection, staged: str) -> None:
    """What the log holds word for word in the same revision is a duplicate, whatever else is there."""
    connection.execute(
        f"""insert into fates
        select distinct s.id, 'duplicate' from
            (select rowid as id, {KEY} as key, revision, md5_number({content_sql()}) as content
             from {staged} where refusal is null) s
        join (select {KEY} as key, revision, md5_number({content_sql()}) as content
              from log where {near(connection, staged)}) l
        on s.key = l.key and s.revision = l.revision and s.content = l.content"""
    )


def near(connection: duckdb.DuckDBPyConnection, staged: str) -> str:
    """A condition that holds for every row of the log whose ticket the staged rows name, and prunes more."""
    tickets = connection.execute(
        f"select distinct ticket from {staged} limit {MOST_NAMED_TICKETS + 1}"
    ).fetchall()
    if len(tickets) > MOST_NAMED_TICKETS:
        return "true"
    named = [str(row[0]) for row in tickets if row[0] is not None]
    parts = [f"ticket in ({literals(named)})"] if named else []
    if len(named) < len(tickets):
        parts.append("ticket is null")
    return f"({' or '.join(parts) or 'false'})"


def _gather_candidates(connection: duckdb.DuckDBPyConnection, staged: str, log_has_rows: bool) -> None:
    """All rows, staged and known, of ids that staged rows share with others."""
    waiting = "refusal is null"
    if _count(connection, "select count(*) from fates") > 0:
        waiting += " and rowid not in (select id from fates)"
    connection.execute(
        f"""create or replace temp table repeated_keys as
        select {KEY} as key from {staged} where {waiting} group by key having count(*) > 1"""
    )
    columns = f"source, ticket, event_id, revision, file, row, seq, {content_sql()} as content"
    if log_has_rows:
        connection.execute(
            f"""insert into repeated_keys
            select distinct l.key from (select {KEY} as key from log where {near(connection, staged)}) l
            semi join (select {KEY} as key from {staged} where {waiting}) s on s.key = l.key"""
        )
    connection.execute(
        f"""create or replace temp table candidates as
        select rowid as id, true as staged, false as was_superseded, {columns} from {staged}
        where {waiting} and {KEY} in (select key from repeated_keys)"""
    )
    if log_has_rows:
        connection.execute(
            f"""insert into candidates
            select rowid, false, superseded, {columns} from log
            where {near(connection, staged)} and {KEY} in (select key from repeated_keys)"""
        )


def _judge_candidates(connection: duckdb.DuckDBPyConnection, staged: str, log_has_rows: bool) -> int:
    """Go through the candidates of each id as if they came one by one; returns how many are superseded.

    A row is accepted if its revision is higher than all before it: the accepted ones are the running highest.
    """
    run = connection.execute
    run(
        """create or replace temp table judged as
        select *, not staged or highest_before is null or revision > highest_before as accepted,
               max(revision) over (partition by source, ticket, event_id) as highest
        from (select *, max(revision) over (
                  partition by source, ticket, event_id order by staged, file, row, seq
                  rows between unbounded preceding and 1 preceding) as highest_before
              from candidates)"""
    )
    run(
        f"""insert into fates
        select r.id, case when bool_or(a.content = r.content) then 'duplicate' else 'conflict' end
        from judged r join judged a on {SAME_KEY.format("a", "r")}
            and a.accepted and a.revision in (r.revision, r.highest_before)
        where not r.accepted group by r.id"""
    )
    run(
        """create or replace temp table outdated as
        select id, staged from judged where accepted and revision < highest and not was_superseded"""
    )
    run(f"update {staged} set superseded = true where rowid in (select id from outdated where staged)")
    if log_has_rows:
        run("update log set superseded = true where rowid in (select id from outdated where not staged)")
    superseded = _count(connection, "select count(*) from outdated")
    run("drop table judged")
    run("drop table outdated")
    return superseded


def _all_decided(connection: duckdb.DuckDBPyConnection, staged: str) -> bool:
    """Whether every staged row has its fate already, as when an export comes again."""
    return _count(connection, "select count(*) from fates") == _count(
        connection, f"select count(*) from {staged}"
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return 0 if row is None else int(row[0])
