"""The queries behind the pages of customers: whose tickets they are, and what is known of each.

Each reads the facts and these tables of what is asked: `chosen` (whom), `reach` (whose tickets may be read),
`page` (which rows). A ticket is within reach as its own page is: of every team and agent that had it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from deskwise.app.access.reach import Whose
from deskwise.metrics.input_tables import Columns, InputTable, Value

By = Literal["customer", "organisation"]
CHOSEN: Columns = (("name", "string"),)
REACH: Columns = (("dimension", "string"), ("name", "string"))
PAGE: Columns = (("skip", "int64"), ("most", "int64"), ("find", "string"))
BEHIND_NAME: Columns = (("name", "string"),)
BEHIND_REQUEST: Columns = (
    ("raised_at", "int64"), ("source", "string"), ("ticket", "string"), ("request", "int64"),
)  # fmt: skip
KEYS: Columns = (("source", "string"), ("ticket", "string"), ("request", "int64"))
EVERYBODY, TEAM, AGENT = "everybody", "team", "agent"


def chosen_input(name: str) -> InputTable:
    """Whom a query is about."""
    return InputTable(CHOSEN, ((name,),))


def reach_input(whose: Whose) -> InputTable:
    """Whose tickets a query may read."""
    rows = [(EVERYBODY, "")] if whose.everybody else []
    rows += [(TEAM, each) for each in sorted(whose.teams)]
    rows += [(AGENT, each) for each in sorted(whose.actors)]
    return InputTable(REACH, tuple(rows))


def page_input(skip: int = 0, most: int = 2**62, find: str = "") -> InputTable:
    """Which rows of an answer are wanted, and what has to be in their name."""
    return InputTable(PAGE, ((skip, most, find.lower() or None),))


def behind_name_input(name: str | None) -> InputTable:
    """Behind whom a list by name goes on; null for its beginning."""
    return InputTable(BEHIND_NAME, ((name,),))


def behind_request_input(place: tuple[int, str, str, int] | None) -> InputTable:
    """Behind which request a history goes on: when it was raised, and which it is; null for its beginning."""
    return InputTable(BEHIND_REQUEST, ((None,) * 4 if place is None else place,))


def keys_input(keys: Iterable[tuple[Value, ...]]) -> InputTable:
    """The requests that a query is about."""
    return InputTable(KEYS, tuple(keys))


# Every ticket that may be read; only where not all of them may is anything of this looked at.
REACHED = """
  narrow as (select dimension, name from reach where dimension <> 'everybody'),
  reached as (
    select r.source, r.ticket from requests r inner join narrow n
      on (n.dimension = 'team' and n.name = r.team) or (n.dimension = 'agent' and n.name = r.agent)
    union
    select a.source, a.ticket from acts a inner join narrow n
      on (n.dimension = 'team' and n.name = a.team) or (n.dimension = 'agent' and n.name = a.agent)
    union
    select h.source, h.ticket from handovers h inner join narrow n
      on (n.dimension = 'team' and n.name = h.team) or (n.dimension = 'agent' and n.name = h.agent)
  ),
  everything as (select count(*) as whole from reach where dimension = 'everybody'),
  seen as (
    select r.* from requests r cross join everything e where e.whole > 0
    union all
    select r.* from requests r cross join everything e inner join reached t
      on t.source = r.source and t.ticket = r.ticket where e.whole = 0
  )
"""
_COUNTED = """
  counted as (
    select {by} as name, count(*) as requests, min(raised_at) as first_at, max(raised_at) as last_at,
      count(distinct customer) as customers,
      sum(case when resolved_at is null and ended_at is null and merged_at is null then 1 else 0 end) as open
    from seen where {by} is not null and not problem group by {by}
  )
"""
_FOUND = """
  listed as (
    select coalesce(c.name, k.name) as name, k.organisation, k.known_at, coalesce(c.requests, 0) as requests,
      coalesce(c.customers, k.customers) as customers, c.first_at, c.last_at, coalesce(c.open, 0) as open
    from counted c full outer join known k on k.name = c.name
    cross join everything e where c.name is not null or e.whole > 0
  ),
  found as (
    select l.* from listed l cross join page p
    where p.find is null or position(p.find in lower(l.name)) > 0
      or position(p.find in lower(coalesce(l.organisation, ''))) > 0
  )
"""
_LISTED = """
  placed as (
    select f.*, count(*) over () as total,
      row_number() over (order by f.last_at desc nulls last, f.name) - 1 as place
    from found f
  )
select total, name, organisation, known_at, requests, customers, first_at, last_at, open
from placed cross join page where place >= skip and place - skip < most order by place
"""
_LISTED_BY_NAME = """
  counted_all as (select f.*, count(*) over () as total from found f),
  placed as (
    select f.*, row_number() over (order by f.name) - 1 as place
    from counted_all f cross join behind b where b.name is null or f.name > b.name
  )
select total, name, organisation, known_at, requests, customers, first_at, last_at, open
from placed cross join page where place < most order by place
"""
_KNOWN: dict[By, str] = {
    "customer": """
  known as (select customer as name, organisation, known_at, 1 as customers from customers)
""",
    "organisation": """
  known as (
    select organisation as name, cast(null as varchar) as organisation, min(known_at) as known_at,
      count(*) as customers
    from customers where organisation is not null group by organisation
  )
""",
}


def listed(by: By) -> str:
    """Customers or organisations with how many requests each has, that with the latest one first."""
    return f"with {REACHED}, {_COUNTED.format(by=by)}, {_KNOWN[by]}, {_FOUND}, {_LISTED}"


def listed_by_name(by: By) -> str:
    """The same by name, so that what comes in meanwhile moves nobody; `behind` says behind whom."""
    return f"with {REACHED}, {_COUNTED.format(by=by)}, {_KNOWN[by]}, {_FOUND}, {_LISTED_BY_NAME}"


# What comes after a request in a history, which is the latest first.
_AFTER = """cross join behind b where b.raised_at is null or m.raised_at < b.raised_at
      or (m.raised_at = b.raised_at and (m.source > b.source or (m.source = b.source
        and (m.ticket > b.ticket or (m.ticket = b.ticket and m.request < b.request)))))"""


def requests_of(by: By, *, behind: bool = False) -> str:
    """The requests of one, the latest first, each with its wait and last rating, and how many there are.

    With `behind` those after the place that this table names, and how many these are.
    """
    after = _AFTER if behind else ""
    return f"""
with {REACHED},
  mine as (select s.* from seen s inner join chosen c on c.name = s.{by}),
  waited as (
    select w.source, w.ticket, w.request, w.elapsed_microseconds, w.working_microseconds, w.outcome
    from waits w where w.wait = 1
  ),
  rated as (
    select f.source, f.ticket, f.request, f.scale, f.value, row_number() over (
      partition by f.source, f.ticket, f.request order by f.rated_at desc, f.scale, f.value) as latest
    from ratings f inner join mine m on m.source = f.source and m.ticket = f.ticket and m.request = f.request
    where f.counts
  ),
  complained as (
    select distinct f.source, f.ticket, f.request from complaints f
    inner join mine m on m.source = f.source and m.ticket = f.ticket and m.request = f.request
    where not f.dismissed
  ),
  placed as (
    select m.*, count(*) over () as total,
      row_number() over (order by m.raised_at desc, m.source, m.ticket, m.request desc) - 1 as place
    from mine m {after}
  )
select p.total, p.source, p.ticket, p.request, p.raised_at, p.customer, p.channel, p.category, p.team,
  p.agent, w.elapsed_microseconds, w.working_microseconds, w.outcome, p.resolved_at, p.ended_at, p.merged_at,
  p.contacts, p.reopenings, p.first_recontact, p.recontact_of_another, p.escalated, p.problem,
  c.request is not null, r.scale, r.value
from placed p cross join page q
left join waited w on w.source = p.source and w.ticket = p.ticket and w.request = p.request
left join rated r on r.source = p.source and r.ticket = p.ticket and r.request = p.request and r.latest = 1
left join complained c on c.source = p.source and c.ticket = p.ticket and c.request = p.request
where p.place >= q.skip and p.place - q.skip < q.most order by p.place
"""  # noqa: S608 - names of our own


def happenings_of(by: By) -> str:
    """What else is known of one, the latest first, and how many there are of each kind.

    Of what has a ticket only what may be read; of what has none only where all may be.
    """
    whom = "in (select k.customer from customers k inner join chosen c on c.name = k.organisation)"
    of_whom = "= (select name from chosen)" if by == "customer" else whom
    with_ticket = "inner join mine m on m.source = f.source and m.ticket = f.ticket and m.request = f.request"
    alone = f"cross join everything e where f.request is null and e.whole > 0 and f.customer {of_whom}"
    return f"""
with {REACHED},
  mine as (select distinct s.source, s.ticket, s.request from seen s inner join chosen c on c.name = s.{by}),
  happened as (
    select 'rating' as kind, f.event_id as id, f.rated_at as happened_at, f.source, f.ticket, f.scale as word,
      cast(f.value as varchar) as amount from ratings f {with_ticket} where f.counts
    union select 'rating', f.event_id, f.rated_at, f.source, f.ticket, f.scale, cast(f.value as varchar)
      from ratings f {alone}
    union select 'complaint', f.event_id, f.complained_at, f.source, f.ticket,
      case when f.dismissed then 'dismissed' else '' end, '' from complaints f {with_ticket}
    union select 'complaint', f.event_id, f.complained_at, f.source, f.ticket,
      case when f.dismissed then 'dismissed' else '' end, '' from complaints f {alone}
    union select 'sale', f.event_id, f.sold_at, f.source, f.ticket, f.currency, cast(f.value as varchar)
      from sales f {with_ticket} where f.customer {of_whom}
    union select 'sale', f.event_id, f.sold_at, f.source, f.ticket, f.currency, cast(f.value as varchar)
      from sales f {alone}
    union select 'problem', f.event_id, f.linked_at, f.source, f.ticket, f.problem_ticket,
      case when f.problem_resolved_at is null then 'open' else 'solved' end from links f {with_ticket}
    union select 'stage', f.customer, f.entered_at, f.source, cast(null as varchar), f.stage, ''
      from stages f cross join everything e where e.whole > 0 and f.customer {of_whom}
  ),
  placed as (
    select h.*, count(*) over (partition by kind) as total,
      row_number() over (partition by kind order by happened_at desc, source, id, amount) - 1 as place
    from happened h
  )
select kind, total, happened_at, source, ticket, word, amount from placed cross join page
where place - skip < most and place >= skip order by kind, place
"""  # noqa: S608 - names of our own


def known_as(by: By) -> str:
    """What is known of one: the organisation (of a customer), since when, how many customers and requests.

    The requests are those that may be read; the last column says whether that is all of them.
    """
    seen = f"select count(*) from seen s inner join chosen c on c.name = s.{by}"  # noqa: S608 - as below
    organisation = "max(k.organisation)" if by == "customer" else "cast(null as varchar)"
    return f"""
with {REACHED}
select {organisation}, min(k.known_at), count(k.customer), ({seen}), (select whole from everything)
from customers k inner join chosen c on c.name = k.{by}
"""  # noqa: S608 - names of our own
