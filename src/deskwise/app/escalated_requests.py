"""The requests of a period that were escalated, each with what tells why: a reason, a problem, an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskwise.analyses.entry import Escalated
from deskwise.app.workspace import Facts, SolvingArticle, Workspace
from deskwise.kernel.periods import Period
from deskwise.metrics.input_tables import CHOSEN, Columns, InputTable

# What an escalated request is known by, of what a question can be narrowed by.
OF_REQUEST = ("source", "channel", "type", "category", "priority", "product", "customer", "organisation")
OF_WHOM = ("team", "agent")
KNOWN = (*OF_REQUEST, *OF_WHOM, "reason")
BOUNDS: Columns = (("start_at", "int64"), ("end_at", "int64"))
KEYS = "source", "ticket", "request"


def escalated_requests(
    workspace: Workspace, facts: Facts, where: Mapping[str, Sequence[str | None]], period: Period
) -> tuple[Escalated, ...] | None:
    """The requests that the metric of escalated requests counts; null where others narrow it."""
    if not set(where) <= set(KNOWN):
        return None
    chosen = tuple((name, value or "") for name, values in where.items() for value in values)
    rows = facts.engine.rows(
        _query(where),
        {
            "chosen": InputTable(CHOSEN, chosen),
            "bounds": InputTable(BOUNDS, ((period.start_at, period.end_at),)),
        },
    )
    articles: dict[tuple[str, str], list[SolvingArticle]] = {}
    if rows:
        for each in workspace.solving_articles():
            articles.setdefault((each.source, each.ticket), []).append(each)
    return tuple(
        Escalated(
            source, ticket, int(at), agent, team, product, category, customer, organisation, reason, problem,
            any(_knew(each, int(at), ended_at, agent) for each in articles.get((source, ticket), ())),
        )
        for (
            source, ticket, at, agent, team, product, category, customer, organisation, reason, problem,
            ended_at,
        ) in rows
    )  # fmt: skip


def _knew(used: SolvingArticle, escalated_at: int, ended_at: int | None, agent: str | None) -> bool:
    """Whether somebody else solved the request afterwards with an article that had been used before."""
    within = escalated_at <= used.used_at and (ended_at is None or used.used_at < ended_at)
    return within and used.actor != agent and used.first_used_at < escalated_at


def _query(where: Mapping[str, Sequence[str | None]]) -> str:
    conditions = [_chosen(f"r.{name}", name) for name in where if name in OF_REQUEST]
    own = [_chosen(f"e.{name}", name) for name in where if name in (*OF_WHOM, "reason")]
    acted = [_chosen(f"a.{name}", name) for name in where if name in OF_WHOM]
    if acted:
        # As the metric has it: whose escalations are counted has to have handled the request.
        same = " and ".join(f"a.{name} = r.{name}" for name in KEYS)
        matching = " and ".join(acted)
        acts = f"select 1 from acts a where {same} and not a.merged and {matching}"  # noqa: S608 - names of our own
        conditions.append(f"exists ({acts})")
    order = "partition by e.source, e.ticket, e.request order by"
    return f"""
with let_go as (
    select e.*, row_number() over ({order} e.escalated_at, e.team, e.agent) as place,
      first_value(e.reason) over ({order} case when e.reason is null then 1 else 0 end, e.escalated_at)
        as given
    from escalations e where {" and ".join(own) or "true"}
  ),
  linked as (
    select l.source, l.ticket, l.request, min(l.problem_ticket) as problem from links l
    group by l.source, l.ticket, l.request
  )
select r.source, r.ticket, e.escalated_at, e.agent, e.team, r.product, r.category, r.customer,
  r.organisation, e.given, l.problem, r.ended_at
from requests r cross join bounds b
inner join let_go e on e.source = r.source and e.ticket = r.ticket and e.request = r.request and e.place = 1
left join linked l on l.source = r.source and l.ticket = r.ticket and l.request = r.request
where r.handled and not r.problem and (b.start_at is null or r.raised_at >= b.start_at)
  and (b.end_at is null or r.raised_at < b.end_at) {"".join(f" and {each}" for each in conditions)}
order by e.escalated_at, r.source, r.ticket, r.request
"""  # noqa: S608 - names of our own


def _chosen(column: str, name: str) -> str:
    return f"coalesce({column}, '') in (select value from chosen where dimension = '{name}')"  # noqa: S608 - as above
