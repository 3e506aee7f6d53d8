"""Snapshots: a later export of a ticket takes the place of all events made from its earlier one.

A snapshot's events are known by kind and number within the ticket ("status:1"). All events of one snapshot
of a ticket carry the same revision, one more than those of the snapshot before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.stores.id_checks import near
from deskwise.stores.row_checks import content_sql

if TYPE_CHECKING:
    import duckdb

SNAPSHOT_ID = "[a-z_]+:[0-9]+"
MADE_FROM_A_SNAPSHOT = f"""(event_id = concat(kind, ':', split_part(event_id, ':', 2))
    and regexp_full_match(event_id, '{SNAPSHOT_ID}'))"""
# Superseded, and no later revision of the event itself took its place.
LEFT_OUT = """(superseded and hash(source, ticket, event_id) not in (
    select hash(source, ticket, event_id) from log where not superseded))"""
DIGEST = f"bit_xor(md5_number(concat(event_id, chr(31), {content_sql()})))"


def number_snapshots(
    connection: duckdb.DuckDBPyConnection, staged: str, files: list[int], *, log_has_rows: bool
) -> None:
    """Give the staged events of snapshots their revisions, before they are looked at by their ids.

    The last row of a ticket counts: it is compared with what stands, and is a new revision if it says
    anything else. A row before it stays in the log as what was so in between, unless that is known already.
    """
    if not files:
        return
    run = connection.execute
    ours = f"file in ({', '.join(map(str, files))}) and refusal is null and ticket is not null"
    asked = _asked_again(connection, staged, ours, log_has_rows)
    if not asked:
        return
    run(
        f"""create or replace temp table incoming_snapshots as
        select source, ticket, file, row, {DIGEST} as digest from {staged}
        where {ours} group by source, ticket, file, row"""
    )
    run(
        "create or replace temp table known_snapshots"
        " (source varchar, ticket varchar, revision bigint, digest uhugeint)"
    )
    if log_has_rows:
        run(
            f"""insert into known_snapshots
            select source, ticket, revision, {DIGEST} from log
            semi join incoming_snapshots i using (source, ticket)
            where {near(connection, staged)} and {MADE_FROM_A_SNAPSHOT} group by source, ticket, revision"""
        )
    run(
        f"""update {staged} set revision = numbered.revision from ({_numbered()}) numbered
        where {staged}.file = numbered.file and {staged}.row = numbered.row and refusal is null
            and ticket is not null and numbered.revision <> 0"""
    )
    run("drop table incoming_snapshots")
    run("drop table known_snapshots")


def _asked_again(connection: duckdb.DuckDBPyConnection, staged: str, ours: str, log_has_rows: bool) -> bool:
    """Whether any ticket has a snapshot before: in the log, or in an earlier row."""
    if log_has_rows:
        return True
    repeated = connection.execute(
        f"""select 1 from {staged} where {ours} group by source, ticket
        having min(file) <> max(file) or min(row) <> max(row) limit 1"""
    ).fetchone()
    return repeated is not None


def _numbered() -> str:
    """Each incoming snapshot with its revision: a known one's own, or a new one."""
    return """
    with heads as (
        select source, ticket, max(revision) as revision, arg_max(digest, revision) as digest
        from known_snapshots group by source, ticket),
    known as (
        select source, ticket, digest, max(revision) as revision from known_snapshots group by all),
    placed as (
        select i.*, h.revision as head, h.digest as head_digest, k.revision as known,
            row_number() over (partition by i.source, i.ticket order by i.file, i.row)
                = count(*) over (partition by i.source, i.ticket) as is_last,
            row_number() over (partition by i.source, i.ticket, i.digest order by i.file, i.row) as nth
        from incoming_snapshots i
        left join heads h on h.source = i.source and h.ticket = i.ticket
        left join known k on k.source = i.source and k.ticket = i.ticket and k.digest = i.digest),
    between_them as (
        select *, not is_last and nth = 1 and known is null as is_news from placed),
    current as (
        select *, coalesce(
            last_value(case when is_news then digest end ignore nulls) over (
                partition by source, ticket order by file, row
                rows between unbounded preceding and 1 preceding),
            head_digest) as digest_before
        from between_them),
    judged as (
        select *, case when is_last then digest is distinct from digest_before else is_news end as is_new
        from current),
    counted as (
        select *, coalesce(head, -1) + count(*) filter (where is_new) over (
            partition by source, ticket order by file, row) as here
        from judged)
    select file, row, case
        when is_new or is_last then here
        else coalesce(known, min(case when is_new then here end) over (partition by source, ticket, digest))
        end as revision
    from counted"""


def supersede_earlier(
    connection: duckdb.DuckDBPyConnection, staged: str, files: list[int], *, log_has_rows: bool
) -> int:
    """Mark what an accepted later snapshot left out as superseded; returns how many events that are.

    What it holds in a higher revision was marked by its id. `staged` holds accepted rows alone by now.
    """
    if not files:
        return 0
    run = connection.execute
    ours = f"file in ({', '.join(map(str, files))})"
    run(
        f"""create or replace temp table heads as
        select source as of_source, ticket as of_ticket, max(revision) as latest from {staged}
        where {ours} and ticket is not null group by source, ticket having max(revision) > 0"""
    )
    found = 0
    if _count(connection, "select count(*) from heads") > 0:
        places = [(staged, ours)]
        if log_has_rows:
            places.append(("log", f"{near(connection, staged)} and {MADE_FROM_A_SNAPSHOT}"))
        for table, where in places:
            found += _count(
                connection,
                f"""update {table} set superseded = true from heads
                where source = of_source and ticket = of_ticket and revision < latest
                    and not superseded and {where}""",
            )
    run("drop table heads")
    return found


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return 0 if row is None else int(row[0])
