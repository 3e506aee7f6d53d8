"""What customers wrote to their ratings: the facts of the ratings, beside the texts that the log keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from deskwise.app.comments import CHOICES, Choice, Comment, CommentQuestion, CommentsFound
from deskwise.kernel.errors import EmptyWorkspaceError
from deskwise.kernel.language import say
from deskwise.stores.fact_views import FACTS
from deskwise.stores.lake_file import LakeFile

if TYPE_CHECKING:
    import duckdb

EPOCH_OF_ALL = -(2**62)
# Pages of comments of a state that is kept open; each is some dozen kilobytes.
MOST_REMEMBERED = 100
# A rating that everybody shares who replied is several facts, one of them for each.
RATED = f"""
  whole as (select ?::boolean as everybody, ?::varchar[] as teams, ?::varchar[] as actors,
    ?::bigint as since_at, ?::bigint as until_at),
  rated as (
    select f.*, q.channel, q.category,
      row_number() over (partition by f.source, f.event_id order by f.agent) as share_number
    from {FACTS}.ratings f cross join whole w
    left join {FACTS}.requests q on q.source = f.source and q.ticket = f.ticket and q.request = f.request
    where (w.everybody or list_contains(w.teams, f.team) or list_contains(w.actors, f.agent))
      and f.rated_at >= w.since_at and f.rated_at < w.until_at
  ),
  each_once as (select * from rated where share_number = 1),
  written as (
    select r.source, r.ticket, r.request, r.rated_at, r.scale, r.value, r.about, r.channel, r.category,
      r.team, r.agent, r.counts, r.event_id, l.text,
      concat(r.scale, ' = ', regexp_replace(cast(r.value as varchar), '\\.?0+$', '')) as score
    from each_once r inner join log l on l.source = r.source and l.event_id = r.event_id
    where not l.superseded and l.refusal is null and trim(coalesce(l.text, '')) <> ''
  )
"""
# Bad as the book has it: 1 or 2 of 5, bad, not solved.
LOW = """(w.scale = '1-5' and w.value <= 2 or w.scale in ('good_bad', 'solved') and w.value = 0)"""


class RatingComments:
    """The comments of a lake; see the port `app.comments.CommentStore`."""

    def __init__(self, lake: LakeFile) -> None:
        self._lake = lake

    def find(self, asked: CommentQuestion, skip: int = 0, most: int | None = None) -> CommentsFound:
        """The comments that are asked, the latest first; all of them after `skip` without `most`."""
        with self._lake.reading_and_remembering() as (connection, memo):
            there = connection.execute(
                "select 1 from duckdb_tables() where schema_name = ? and table_name = 'ratings'", [FACTS]
            ).fetchone()
            if there is None:
                raise EmptyWorkspaceError(
                    say("the workspace holds no events yet"),
                    do=say("import a log first: deskwise import FILE"),
                )
            if most is None:
                return _found(connection, asked, skip, most)
            known: dict[object, CommentsFound] = memo.setdefault("comments", {})
            question = (asked.whose, *asked.chosen.items(), asked.since_at, asked.until_at, skip, most)
            if question not in known:
                if len(known) >= MOST_REMEMBERED:
                    known.clear()
                known[question] = _found(connection, asked, skip, most)
            return known[question]

    def low_without_complaint(self, asked: CommentQuestion) -> tuple[Comment, ...]:
        """The comments of bad last ratings whose request nobody complained about, the latest first."""
        conditions, values = _conditions(asked)
        with self._lake.reading_and_remembering() as (connection, _):
            rows = connection.execute(
                f"""with {RATED}
select source, ticket, rated_at, scale, value, about, channel, category, team, agent, counts, text
from written w where {conditions} and w.counts and w.ticket is not null and {LOW}
  and not exists (select 1 from {FACTS}.complaints c where c.source = w.source and c.ticket = w.ticket
    and c.request is not distinct from w.request)
order by rated_at desc, source, event_id""",
                [*_given(asked), *values],
            ).fetchall()
        return tuple(Comment(*row) for row in rows)


def _found(
    connection: duckdb.DuckDBPyConnection, asked: CommentQuestion, skip: int, most: int | None
) -> CommentsFound:
    given = _given(asked)
    conditions, values = _conditions(asked)
    limit = 2**62 if most is None else most
    rows = connection.execute(
        f"""with {RATED},
  chosen as (select * from written where {conditions})
select (select count(*) from chosen), source, ticket, rated_at, scale, value, about, channel, category, team,
  agent, counts, text
from chosen order by rated_at desc, source, event_id limit ? offset ?""",
        [*given, *values, limit, skip],
    ).fetchall()
    total = int(rows[0][0]) if rows else _count(connection, given, conditions, values)
    choices = connection.execute(
        f"with {RATED} {' union all '.join(map(_values_of, CHOICES))} order by 1, 3 desc, 2",
        given,
    ).fetchall()
    (ratings,) = connection.execute(
        f"with {RATED} select count(*) from each_once",
        given,
    ).fetchall()[0]
    found: dict[Choice, dict[str, int]] = {name: {} for name in CHOICES}
    for name, value, count in choices:
        found[name][value] = int(count)
    return CommentsFound(total, int(ratings), tuple(Comment(*row[1:]) for row in rows), found)


def _given(asked: CommentQuestion) -> list[Any]:
    whose = asked.whose
    return [
        whose.everybody,
        sorted(whose.teams),
        sorted(whose.actors),
        EPOCH_OF_ALL if asked.since_at is None else asked.since_at,
        -EPOCH_OF_ALL if asked.until_at is None else asked.until_at,
    ]


def _conditions(asked: CommentQuestion) -> tuple[str, list[str]]:
    """What is chosen, as a condition over `written` and its values."""
    parts = [f"coalesce(cast({name} as varchar), '') = ?" for name in asked.chosen]
    return " and ".join(parts) or "true", list(asked.chosen.values())


def _values_of(name: Choice) -> str:
    return f"select '{name}', coalesce(cast({name} as varchar), ''), count(*) from written group by 2"


def _count(
    connection: duckdb.DuckDBPyConnection, given: Sequence[Any], conditions: str, values: Sequence[str]
) -> int:
    row = connection.execute(
        f"with {RATED} select count(*) from written where {conditions}",
        [*given, *values],
    ).fetchone()
    assert row is not None
    return int(row[0])
