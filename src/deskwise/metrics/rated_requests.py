"""What requests had come to when they were rated or first resolved: waits, contacts, handoffs.

Ratings are the cases of `csat` that have a ticket, so that they are as many and as good as its readings say;
so are first resolutions those of `recontact_rate`. What is measured of a request is what the customer had
seen by then: a reply or resolution that came after the rating is none of its reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.facts.rules import Rules
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Asked
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import SECOND_MICROSECONDS, inputs, plan
from deskwise.metrics.queries import sliced_cases
from deskwise.metrics.query_texts import Queries, Row
from deskwise.metrics.resolution import resolved_requests
from deskwise.metrics.response import first_responses, replies
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import sliced
from deskwise.metrics.tables import fact, requests
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

RATINGS: Final = "csat"
SURVEYS: Final = "survey_response_rate"
RECEIVED: Final = "requests_received"
RECONTACTS: Final = "recontact_rate"
RETURNS: Final = "customer_return_rate"
COMPLAINTS: Final = "complaints_per_100_requests"
Population = Literal[
    "csat",
    "survey_response_rate",
    "requests_received",
    "recontact_rate",
    "customer_return_rate",
    "complaints_per_100_requests",
]
# Looked at when they were first resolved.
OF_RESOLUTIONS = frozenset({RECONTACTS, RETURNS, COMPLAINTS})
RESOLUTION_TIME = "average_resolution_time"
# A sample of tickets goes by so many hexadecimal digits of their hash.
HASH_DIGITS = 4
# Of seconds the first three digits: finer than anybody waits, and few enough to count.
DIGITS = 1_000
LONGEST_POWER = 8


def read_rated(
    selection: Selection,
    population: Population,
    drivers: Sequence[str],
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
    one_in: int = 1,
) -> list[Row]:
    """Rows of period (of a series), groups, the value of each driver, cases and hits among them.

    A population is named by its metric: the ratings, of which those that are good are hits; the surveys
    sent, and the requests received, of which those that were rated are; mature first resolutions, of which
    those with a re-contact are, or those whose request had a complaint by the end of the window; and of each
    customer the first resolution after which the days of a return are over, a hit if they bought within them.
    `drivers` are names of `DRIVERS`; of first resolutions the resolution time is elapsed time up to them. A
    value is null where there was none at the time. `one_in`, a power of two up to 65536, looks at the cases
    of one ticket in so many. Raises `UsageError` for a dimension that there is not.
    """
    line = timeline(selection, rules, horizon)
    asked = plan(metric(population), replace(selection, metrics=(population,), stats=()), rules, line)
    shape = replace(asked.shape, clock=selection.clock)
    queries = Queries(engine, compiled, inputs(selection, rules, line, horizon))
    window = rules.window_microseconds or 0
    key = f"rated_requests:{population}|{window}|{'|'.join(drivers)}|{one_in}|{shape.key()}"
    return queries.rows(key, lambda: rated_requests(population, shape, drivers, window, one_in))


def rated_requests(
    population: Population, shape: Shape, drivers: Sequence[str], window: int, one_in: int
) -> ir.Table:
    """One row a slice and the values of all drivers: its cases, and those that are hits."""
    rows = _cases(population, shape, window)
    if one_in > 1:
        part = rows.ticket.hexdigest("md5")[:HASH_DIGITS]
        rows = rows.filter(part < f"{16**HASH_DIGITS // one_in:0{HASH_DIGITS}x}")
    kept = list(rows.columns)
    for driver in drivers:
        of_first = driver == RESOLUTION_TIME and population in OF_RESOLUTIONS
        rows = (_first_resolution if of_first else DRIVERS[driver])(rows, shape.asked)
        rows = rows.select(*kept, rows["value"].cast("int64").name(f"value_{driver}"))
        kept.append(f"value_{driver}")
    values = [f"value_{driver}" for driver in drivers]
    found = rows.group_by(*shape.slice_columns, *values).aggregate(
        n=rows.count(), hits=rows.count(where=rows.hit.fill_null(False))
    )
    return found.select(*shape.slice_columns, *values, "n", "hits")


def _cases(name: Population, shape: Shape, window: int) -> ir.Table:
    """The cases of a population that have a ticket, each with the instant it is looked at and if it hits."""
    import ibis

    if name == RETURNS:
        rows = _first_of_customers(shape)
    else:
        rows = sliced_cases(metric(RECONTACTS if name == COMPLAINTS else name), shape)
        rows = rows.filter((rows.state == "counted") & rows.request.notnull())
    if name == COMPLAINTS:
        rows = _with_complaint(rows, window)
    if name == RECEIVED:
        ratings = sliced_cases(metric(RATINGS), Shape(shared_ratings=shape.shared_ratings))
        rated = ratings.filter((ratings.state == "counted") & ratings.request.notnull())
        rows = beside(rows, rated.select(*REQUEST).distinct(), REQUEST, found_as="hit")
        rows = rows.mutate(at=ibis.literal(2**62, "int64"))
    else:
        rows = rows.mutate(at=rows.anchor_at)
    return rows.select(*REQUEST, *shape.slice_columns, "at", "hit")


def _first_of_customers(shape: Shape) -> ir.Table:
    """Of each customer and slice the first case of the metric, before they are made one a customer."""
    import ibis

    cases = metric(RETURNS).cases
    assert cases is not None
    rows = sliced(cases(shape.asked), shape)
    rows = rows.filter(rows.state == "counted")
    own = ibis.window(group_by=[*shape.slice_columns, "of_customer"], order_by=["anchor_at", *REQUEST])
    rows = rows.mutate(place=ibis.row_number().over(own), hit=rows.bought)
    return rows.filter(rows.place == 0)


def _with_complaint(rows: ir.Table, window: int) -> ir.Table:
    """First resolutions, each a hit where a complaint stands on its request by the end of the window."""
    made = fact("complaints")
    made = made.filter(~made.dismissed.fill_null(False) & made.request.notnull())
    first = made.group_by(*REQUEST).aggregate(first_complained_at=made.complained_at.min())
    rows = beside(rows.drop("hit"), first, REQUEST)
    return rows.mutate(hit=rows.first_complained_at <= rows.anchor_at + window)


def _first_response(cases: ir.Table, asked: Asked) -> ir.Table:
    waits = first_responses(asked)
    waits = waits.filter(waits.state == "counted")
    found = waits.select(*REQUEST, done_at=waits.anchor_at, lasted=waits[f"{asked.clock}_microseconds"])
    return _measured(beside(cases, found, REQUEST))


def _resolution(cases: ir.Table, asked: Asked) -> ir.Table:
    done = resolved_requests()
    found = done.select(*REQUEST, done_at=done.resolved_at, lasted=done[f"{asked.clock}_microseconds"])
    return _measured(beside(cases, found, REQUEST))


def _first_resolution(cases: ir.Table, _asked: Asked) -> ir.Table:
    """The elapsed time to the first resolution, at which the cases are looked at."""
    about = requests()
    rows = beside(cases, about.select(*REQUEST, "raised_at"), REQUEST)
    return _measured(rows.mutate(done_at=rows["at"], lasted=rows["at"] - rows.raised_at))


def _reply_time(cases: ir.Table, asked: Asked) -> ir.Table:
    """The mean of the waits for later replies that had come by then."""
    waits = replies(asked)
    waits = waits.filter(waits.state == "counted")
    found = waits.select(*REQUEST, done_at=waits.anchor_at, lasted=waits[f"{asked.clock}_microseconds"])
    found = beside(found, cases.select(*REQUEST, "at").distinct(), REQUEST, only_matching=True)
    found = found.filter(found.done_at <= found["at"])
    means = found.group_by(*REQUEST, "at").aggregate(lasted=found.lasted.mean().cast("int64"))
    rows = beside(cases, means, (*REQUEST, "at"))
    return _measured(rows.mutate(done_at=rows["at"]))


def _measured(rows: ir.Table) -> ir.Table:
    """With the seconds of what was done by then, of long ones the first digits."""
    import ibis

    seconds = rows.lasted // SECOND_MICROSECONDS
    steps = [
        (seconds < DIGITS * 10**power, seconds // 10**power * 10**power) for power in range(LONGEST_POWER)
    ]
    short = ibis.cases(*steps, else_=seconds)
    return rows.mutate(value=ibis.ifelse(rows.done_at <= rows["at"], short, ibis.null("int64")))


def _touches(cases: ir.Table, _asked: Asked) -> ir.Table:
    acts = fact("acts")
    acts = acts.filter(~acts.merged & acts.act.isin(["message", "answered"]))
    return _counted(cases, acts.select(*REQUEST, done_at=acts.acted_at))


def _contacts(cases: ir.Table, _asked: Asked) -> ir.Table:
    waits = fact("waits")
    return _counted(cases, waits.select(*REQUEST, done_at=waits.started_at))


def _replies(cases: ir.Table, _asked: Asked) -> ir.Table:
    acts = fact("acts")
    acts = acts.filter(~acts.merged & (acts.act == "message"))
    return _counted(cases, acts.select(*REQUEST, done_at=acts.acted_at))


def _handoffs(cases: ir.Table, _asked: Asked) -> ir.Table:
    moved = fact("handovers")
    moved = moved.filter(moved.handover == "handoff")
    return _counted(cases, moved.select(*REQUEST, done_at=moved.handed_over_at))


def _counted(cases: ir.Table, done: ir.Table) -> ir.Table:
    """With how many of these were done by then."""
    instants = cases.select(*REQUEST, "at").distinct()
    found = beside(done, instants, REQUEST, only_matching=True)
    counts = found.group_by(*REQUEST, "at").aggregate(times=found.count(where=found.done_at <= found["at"]))
    rows = beside(cases, counts, (*REQUEST, "at"))
    return rows.mutate(value=rows.times.fill_null(0))


DRIVERS: dict[str, Callable[[ir.Table, Asked], ir.Table]] = {
    "first_response_time": _first_response,
    "reply_time": _reply_time,
    RESOLUTION_TIME: _resolution,
    "contacts": _contacts,
    "replies": _replies,
    "touches": _touches,
    "handoffs": _handoffs,
}
