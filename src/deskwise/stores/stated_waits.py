"""How long customers say they expected to wait: further fields of ratings, as the log has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deskwise.analyses.stated_waits import StatedAnswer, StatedWaits
from deskwise.stores.fact_views import FACTS
from deskwise.stores.narrowed_requests import narrowed

if TYPE_CHECKING:
    import duckdb

MOST_FIELDS = 5
# What the vocabulary has a meaning of its own for.
KNOWN = "'about'"
STANDING = "l.kind = 'rated' and not l.superseded and l.refusal is null and l.extra is not null"
FIELDS = f"""
with fields as (
  select unnest(map_entries(l.extra)) as field from log l inner join sources s on s.source = l.source
  where {STANDING} and l."at" <= s.as_of)
select field.key from fields where field.key not in ({KNOWN})
group by field.key having bool_or(try_cast(replace(field.value, ',', '.') as double) is not null)
order by count(*) desc, field.key limit {MOST_FIELDS}
"""
# The last answer of a request, with how long it had waited for its first response by then. A rating that
# everybody shares who replied is several facts.
ANSWERS = """
with said as (
  select l.source, l.ticket, l.event_id, trim(l.extra[?]) as answer from log l
  where {standing} and trim(coalesce(l.extra[?], '')) <> ''),
rated as (
  select q.* replace (f.agent as agent, f.team as team), f.rated_at, f.event_id
  from {facts}.ratings f
  inner join {facts}.requests q on q.source = f.source and q.ticket = f.ticket and q.request = f.request
  where f.rated_at >= ? and f.rated_at < ?),
answered as (
  select r.source, r.ticket, r.request, r.rated_at, a.answer,
    row_number() over (
      partition by r.source, r.ticket, r.request order by r.rated_at desc, r.event_id desc) as place
  from rated r inner join said a on a.source = r.source and a.ticket = r.ticket and a.event_id = r.event_id
  where not r.problem{narrowed})
select a.answer, w.elapsed_microseconds / 1e6 as waited_seconds, count(*)
from answered a left join {facts}.waits w on w.source = a.source and w.ticket = a.ticket
  and w.request = a.request and w.wait = 1 and w.outcome = 'answered' and w.ended_at <= a.rated_at
where a.place = 1 group by all order by all
"""


def stated_waits(
    connection: duckdb.DuckDBPyConnection,
    field: str,
    start_at: int,
    end_at: int,
    where: Mapping[str, Sequence[str | None]],
) -> StatedWaits:
    """The fields that may hold answers, and those of one field in [start, end); none without a field."""
    fields = tuple(str(name) for (name,) in connection.execute(FIELDS).fetchall())
    if not field:
        return StatedWaits(fields)
    conditions, values = narrowed(where)
    rows = connection.execute(
        ANSWERS.format(standing=STANDING, facts=FACTS, narrowed=conditions),
        [field, field, start_at, end_at, *values],
    ).fetchall()
    return StatedWaits(
        fields,
        tuple(
            StatedAnswer(answer, None if waited is None else float(waited), int(n))
            for answer, waited, n in rows
        ),
    )
