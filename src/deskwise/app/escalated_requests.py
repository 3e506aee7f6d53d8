"""The requests of a period that were escalated, with what tells why, and who had how many until then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskwise.analyses.ground_values import Escalated, HeldCell
from deskwise.app.workspace import Facts, SolvingArticle, Workspace
from deskwise.kernel.periods import Period
from deskwise.metrics.dimensions import EXTRA_PREFIX
from deskwise.metrics.input_tables import CHOSEN, Columns, InputTable

Where = Mapping[str, Sequence[str | None]]

OF_WHOM = ("team", "agent")
YEAR = 365 * 86_400_000_000
BOUNDS: Columns = (("start_at", "int64"), ("end_at", "int64"))
FIELDS: Columns = (("number", "int64"), ("field", "string"))
# The first escalation of each request that the question asks about, with the first reason that was given.
_LET_GO = """
  placed as (
    select e.*,
      row_number() over (
        partition by e.source, e.ticket, e.request order by e.escalated_at, e.team, e.agent) as place,
      first_value(e.reason) over (
        partition by e.source, e.ticket, e.request
        order by case when e.reason is null then 1 else 0 end, e.escalated_at) as given
    from escalations e where {own}
  ),
  let_go as (select * from placed where place = 1),
  asked as (
    select r.* from requests r cross join bounds b
    where r.handled and not r.problem and (b.start_at is null or r.raised_at >= b.start_at)
      and (b.end_at is null or r.raised_at < b.end_at) and {of_request}
  )
"""
_ESCALATED = """
with {let_go},
  linked as (
    select l.source, l.ticket, l.request, min(l.problem_ticket) as problem from links l
    group by l.source, l.ticket, l.request
  )
select r.source, r.ticket, e.escalated_at, e.agent, e.team, r.product, r.category, r.customer,
  r.organisation, e.given, l.problem, r.ended_at
from asked r
inner join let_go e on e.source = r.source and e.ticket = r.ticket and e.request = r.request
left join linked l on l.source = r.source and l.ticket = r.ticket and l.request = r.request
where {handled}
order by e.escalated_at, r.source, r.ticket, r.request
"""
_HELD = """
with {let_go},
  held as (
    select a.source, a.ticket, a.request, a.team, a.agent, 0 as gone
    from acts a left join let_go e on e.source = a.source and e.ticket = a.ticket and e.request = a.request
    where not a.merged and (e.escalated_at is null or a.acted_at <= e.escalated_at)
    union all
    select e.source, e.ticket, e.request, e.team, e.agent, 1 from let_go e
  ),
  each_once as (
    select h.source, h.ticket, h.request, h.team, h.agent, max(h.gone) as gone from held h
    where h.agent is not null and {of_whom} group by h.source, h.ticket, h.request, h.team, h.agent
  )
select h.team, h.agent, r.product, r.category, sum(h.gone), count(*)
from each_once h inner join asked r on r.source = h.source and r.ticket = h.ticket and r.request = h.request
group by h.team, h.agent, r.product, r.category order by 1, 2, 3, 4
"""

_REVENUE = """
select s.currency, sum(s.value) from sales s cross join bounds b
inner join chosen c on c.dimension = 'customer' and c.value = s.customer
where s.currency is not null and s.sold_at >= b.start_at and s.sold_at < b.end_at
group by s.currency order by s.currency
"""


def escalated_requests(
    workspace: Workspace, facts: Facts, where: Where, period: Period
) -> tuple[Escalated, ...]:
    """The requests that the metric of escalated requests counts, by their first escalation, in its order."""
    rows = facts.engine.rows(_text(_ESCALATED, where), _inputs(where, period))
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


def held_cells(facts: Facts, where: Where, period: Period) -> tuple[HeldCell, ...]:
    """How many requests each agent of a team had before anybody escalated them, and escalated first."""
    rows = facts.engine.rows(_text(_HELD, where), _inputs(where, period))
    return tuple(
        HeldCell(team, agent, product, category, int(escalated), int(n))
        for team, agent, product, category, escalated, n in rows
    )


def revenue_of(facts: Facts, customers: frozenset[str], end_at: int) -> tuple[tuple[str, float], ...]:
    """What customers bought, less refunds, in the year before an instant, by currency."""
    chosen = tuple(("customer", each) for each in sorted(customers))
    bounds = ((end_at - YEAR, end_at),)
    inputs = {"chosen": InputTable(CHOSEN, chosen), "bounds": InputTable(BOUNDS, bounds)}
    rows = facts.engine.rows(_REVENUE, inputs)
    return tuple((currency, float(value)) for currency, value in rows)


def _knew(used: SolvingArticle, escalated_at: int, ended_at: int | None, agent: str | None) -> bool:
    """Whether somebody else solved the request afterwards with an article that had been used before."""
    within = escalated_at <= used.used_at and (ended_at is None or used.used_at < ended_at)
    return within and used.actor != agent and used.first_used_at < escalated_at


def _inputs(where: Where, period: Period) -> dict[str, InputTable]:
    chosen = tuple((name, value or "") for name, values in where.items() for value in values)
    fields = tuple((n, name.removeprefix(EXTRA_PREFIX)) for n, name in enumerate(_extras(where)))
    return {
        "chosen": InputTable(CHOSEN, chosen),
        "fields": InputTable(FIELDS, fields),
        "bounds": InputTable(BOUNDS, ((period.start_at, period.end_at),)),
    }


def _text(query: str, where: Where) -> str:
    of_escalation = [_is_chosen(f"e.{name}", name) for name in where if name in (*OF_WHOM, "reason")]
    of_whom = {
        alias: [_is_chosen(f"{alias}.{name}", name) for name in where if name in OF_WHOM] for alias in "ah"
    }
    of_request = [
        _is_chosen(f"r.{name}", name)
        for name in where
        if name not in (*OF_WHOM, "reason") and name not in _extras(where)
    ]
    of_request += [_field_is_chosen(number) for number, _ in enumerate(_extras(where))]
    # As the metric has it: whose escalations are counted has to have handled the request.
    acts = "select 1 from acts a where a.source = r.source and a.ticket = r.ticket and a.request = r.request"
    handled = f"exists ({acts} and not a.merged and {_all(of_whom['a'])})" if of_whom["a"] else "true"
    let_go = _LET_GO.format(own=_all(of_escalation), of_request=_all(of_request))
    return query.format(let_go=let_go, handled=handled, of_whom=_all(of_whom["h"]))


def _extras(where: Where) -> list[str]:
    return [name for name in where if name.startswith(EXTRA_PREFIX)]


def _all(conditions: Sequence[str]) -> str:
    return " and ".join(conditions) or "true"


def _is_chosen(column: str, name: str) -> str:
    values = f"select value from chosen where dimension = '{name}'"  # noqa: S608 - names of our own
    return f"coalesce({column}, '') in ({values})"


def _field_is_chosen(number: int) -> str:
    """That a further field has a chosen value; `fields` says which, for it has anybody's name."""
    value = f"""select max(f.value) from request_fields f inner join fields m on m.field = f.field
      where f.source = r.source and f.ticket = r.ticket and f.request = r.request
        and m.number = {number:d}"""  # noqa: S608 - as above
    values = f"""select c.value from chosen c inner join fields m
      on c.dimension = concat('{EXTRA_PREFIX}', m.field) where m.number = {number:d}"""  # noqa: S608 - as above
    return f"coalesce(({value}), '') in ({values})"
