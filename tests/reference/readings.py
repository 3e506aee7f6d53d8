"""From the rows of a metric to its readings: slices, groups, periods, and what a reading says."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import Any

from .cases import ANY, BEGINNING, END, Answer, Metric, Pending, Period, Question, Row, dim, fits
from .forms import DEFAULT_STATS, by_form
from .instants import iso
from .metrics_channels import CHANNEL_METRICS
from .metrics_customers import CUSTOMER_METRICS
from .metrics_firsts import FIRST_METRICS
from .metrics_replies import REPLY_METRICS, pending_service, pending_waits
from .metrics_requests import REQUEST_METRICS, still_open
from .metrics_service import SERVICE_METRICS, pending_links, pending_promises
from .metrics_sla import SLA_METRICS, pending_clocks
from .metrics_work import WORK_METRICS
from .world import World

CATALOGUE: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        *REQUEST_METRICS,
        *CHANNEL_METRICS,
        *REPLY_METRICS,
        *CUSTOMER_METRICS,
        *FIRST_METRICS,
        *SERVICE_METRICS,
        *WORK_METRICS,
        *SLA_METRICS,
    )
}
UNITS = {"duration": "seconds", "share": "share", "sum": "seconds"}
Group = tuple[Any, ...]


def default_stats(metric: Metric, within: int | None) -> tuple[str, ...]:
    if metric.form == "duration" and within is not None:
        return ("within",)
    return metric.stats or DEFAULT_STATS[metric.form]


def population(metric: Metric, world: World, question: Question) -> list[Pending]:
    name = metric.population
    if name == "requests":
        every = dict.fromkeys((*metric.automatic, "reason", "from_channel", "to_channel"), ANY)
        return [
            Pending(request.raised_at, None, {**world.dims_as_such(request), **every}, request.open_before)
            for request in world.requests
        ]
    if name in ("first_waits", "reply_waits"):
        return pending_waits(world, first=name == "first_waits")
    if name == "service":
        return pending_service(world, question)
    if name == "promises":
        return pending_promises(world, question)
    if name == "clocks":
        return pending_clocks(world, question)
    if name in ("responses", "solutions"):
        return pending_links(world, response=name == "responses")
    return []


def selected(dims: Any, agents: tuple[str | None, ...] | None, question: Question) -> bool:
    return all(
        fits(dims, agents, name, [None if one in ("", None) else one for one in wanted])
        for name, wanted in question.where.items()
    )


def groups_of(dims: Any, agents: tuple[str | None, ...] | None, by: tuple[str, ...]) -> list[Group]:
    """The groups a row makes; none if it fits every slice of a dimension."""
    choices: list[tuple[Any, ...]] = []
    for name in by:
        if name == "agent" and agents is not None:
            choices.append(agents)
        else:
            choices.append((dim(dims, name),))
    return [group for group in product(*choices) if ANY not in group]


def in_group(row_dims: Any, agents: tuple[str | None, ...] | None, by: tuple[str, ...], group: Group) -> bool:
    return all(fits(row_dims, agents, name, [value]) for name, value in zip(by, group, strict=True))


def end_of(period: Period, world: World) -> int:
    """Just after the last instant a period knows of: its end, or as-of if that is earlier."""
    assert world.as_of is not None
    return min(period.end, world.as_of + 1)


def overlaps(row: Row, period: Period) -> bool:
    if row.end is None:
        return period.holds(row.at)
    return row.at < period.end and row.end > period.start


def sort_key(group: Group) -> tuple[tuple[bool, str], ...]:
    return tuple((value is not None, str(value)) for value in group)


def read(
    metric: Metric,
    world: World,
    stat: str,
    question: Question,
    several: list[Period],
    by: tuple[str, ...],
) -> list[dict[str, Any]]:
    make = metric.survival if stat == "km50" and metric.survival is not None else metric.rows
    whole = Period(several[0].start, several[-1].end) if several else Period(BEGINNING, END)
    rows = [row for row in make(world, question) if selected(row.dims, row.agents, question)]
    pending = [one for one in population(metric, world, question) if selected(one.dims, None, question)]
    groups: list[Group] = [()]
    if by:
        found: set[Group] = set()
        for row in rows:
            if row.makes_group and overlaps(row, whole):
                found.update(groups_of(row.dims, row.agents, by))
        for one in pending:
            if any(one.open_before(end_of(period, world)) for period in several):
                found.update(groups_of(one.dims, None, by))
        groups = sorted(found, key=sort_key)
    readings = []
    for group in groups:
        mine = [row for row in rows if in_group(row.dims, row.agents, by, group)]
        waiting = [one for one in pending if in_group(one.dims, None, by, group)]
        for period in several:
            question.period = period
            inside = mine if metric.stock else [row for row in mine if period.holds(row.at)]
            readings.append(one_reading(metric, world, stat, question, inside, waiting, by, group))
    return readings


def one_reading(
    metric: Metric,
    world: World,
    stat: str,
    question: Question,
    rows: list[Row],
    waiting: list[Pending],
    by: tuple[str, ...],
    group: Group,
) -> dict[str, Any]:
    assert world.as_of is not None
    if metric.standing is not None:
        rows = metric.standing(rows, question, world)
    counted = [row for row in rows if row.counted]
    nobody = (metric.nobody or (stat == "km50" and metric.population in ("first_waits", "reply_waits"))) and (
        question.sliced_by("agent")
    )
    if stat == "km50" and metric.survival is None:
        answer = Answer(None, len(counted))
    elif stat == "km50" and metric.aggregate is None:
        answer = by_form("duration", counted, stat, question)
    elif metric.aggregate is not None:
        answer = metric.aggregate(counted, stat, question, world)
    else:
        answer = by_form(metric.form, counted, stat, question)
    if nobody:
        answer.value = answer.interval = None
    if metric.form == "duration" and question.clock == "working":
        # What has no length on the clock is not in the figure, nor in what is said of it.
        unknown = {row.key for row in counted if row.working is None and row.key is not None}
        counted = [row for row in counted if row.working is not None and row.key not in unknown]
    noted = counted + [row for row in rows if row.left is not None]
    known = {row.key for row in counted}
    young = [row for row in rows if row.left is None and row.immature and row.key not in known]
    begun = question.period.start <= world.as_of
    if not begun and metric.standing is still_open:
        answer = Answer(None, 0)
    end = end_of(question.period, world)
    labels = dict(zip(by, group, strict=True))
    return {
        "metric": metric.name,
        "stat": stat,
        "clock": question.clock,
        "unit": answer.unit or unit_of(metric, labels),
        "period": period_json(question.period, world),
        "by": labels,
        "value": None if answer.value is None else plain(answer.value),
        "exact": answer.value,
        "n": answer.n,
        "numerator": plain(answer.numerator),
        "denominator": plain(answer.denominator),
        "excluded": dict(Counter(row.left for row in rows if row.left is not None)),
        "open": sum(one.open_before(end) for one in waiting) if begun else 0,
        "provisional": distinct(young) + distinct(row for row in counted if row.resting),
        "ruled": distinct(row for row in noted if row.ruled),
        "unjudged": distinct(row for row in counted if row.unjudged),
        "interval": None if answer.interval is None else list(answer.interval),
        "definition": f"{metric.name}@{metric.version}",
    }


def distinct(rows: Any) -> int:
    """How many cases rows are: those of one key are one case."""
    chosen = list(rows)
    keys = {row.key for row in chosen if row.key is not None}
    return len(keys) + sum(row.key is None for row in chosen)


def plain(value: Fraction | float | int | None) -> float | int | None:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return value


def unit_of(metric: Metric, labels: dict[str, Any]) -> str | None:
    if metric.form in ("money", "cost"):
        currency: str | None = labels.get("currency")
        return currency
    return UNITS.get(metric.form, metric.unit)


def period_json(period: Period, world: World) -> dict[str, Any] | None:
    if not period.asked:
        return None
    assert world.as_of is not None
    return {
        "start": None if period.start == BEGINNING else iso(period.start),
        "end": None if period.end == END else iso(period.end),
        "partial": period.end > world.as_of,
    }
