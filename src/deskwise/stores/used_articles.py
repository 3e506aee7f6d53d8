"""The articles used in resolved requests: what the log says of each use, beside the facts of its request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deskwise.analyses.articles_used import ArticleUse
from deskwise.app.articles_found import ArticlePeople, ArticlesFound
from deskwise.stores.fact_views import FACTS
from deskwise.stores.narrowed_requests import column_of
from deskwise.stores.narrowed_requests import narrowed as narrowed_to

if TYPE_CHECKING:
    import duckdb

# A use belongs to the request that was current then. It failed if no use of the article is said to have
# solved, or if a resolution at or after its last use was followed by a re-contact.
PAIRS = """
  chosen as (select r.*{kept} from {facts}.requests r
    where not r.problem and r.resolved_at >= ? and r.resolved_at < ?{narrowed}),
  uses as (
    select l.source, l.ticket, epoch_us(l."at") as used_at, l.extra['article'] as article,
      coalesce(lower(l.extra['solved']) = 'true', false) as solved
    from log l inner join sources s on s.source = l.source
    where l.kind = 'article_used' and not l.superseded and l.refusal is null and l."at" <= s.as_of),
  returns as (
    select source, ticket, request, max(resolved_at) as last_at from {facts}.resolutions
    where recontact_within_window and not merged group by all),
  pairs as materialized (
    select r.source, r.ticket, r.request, u.article, any_value(r.agent) as agent{carried},
      any_value(r.mature) as mature, bool_or(u.solved) as solved,
      coalesce(max(b.last_at) >= max(u.used_at), false) as returned
    from chosen r
    inner join uses u on u.source = r.source and u.ticket = r.ticket
      and u.used_at >= r.raised_at and (r.ended_at is null or u.used_at < r.ended_at)
    left join returns b on b.source = r.source and b.ticket = r.ticket and b.request = r.request
    group by r.source, r.ticket, r.request, u.article)
"""
# By group and by article in one pass over the pairs; `by_article` says which of the two a row is.
COUNTED = """
select false as by_article, [{names}]::varchar[] as named, count(distinct (source, ticket, request)),
  0, 0, 0, 0, 0
from pairs group by named
union all
select true, [article], count(*), count(*) filter (mature), count(*) filter (mature and not solved),
  count(*) filter (mature and returned), count(*) filter (mature and (returned or not solved)),
  count(distinct agent)
from pairs group by article
order by all
"""


def used_articles(
    connection: duckdb.DuckDBPyConnection,
    start_at: int,
    end_at: int,
    by: Sequence[str],
    where: Mapping[str, Sequence[str | None]],
) -> ArticlesFound:
    """The articles used in what was resolved in [start, end) and stands so."""
    narrowed, values = narrowed_to(where)
    kept = "".join(f", {column_of(name)} as by{place}" for place, name in enumerate(by))
    carried = "".join(f", any_value(r.by{place}) as by{place}" for place in range(len(by)))
    pairs = PAIRS.format(facts=FACTS, narrowed=narrowed, kept=kept, carried=carried)
    names = ", ".join(f"by{place}" for place in range(len(by)))
    rows = connection.execute(
        f"with {pairs} {COUNTED.format(names=names)}", [start_at, end_at, *values]
    ).fetchall()
    return ArticlesFound(
        {tuple(named): int(n) for by_article, named, n, *_ in rows if not by_article},
        tuple(
            ArticlePeople(ArticleUse(named[0], int(n), *map(int, more[:-1])), int(more[-1]))
            for by_article, named, n, *more in rows
            if by_article
        ),
    )
