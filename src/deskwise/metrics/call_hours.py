"""The live contacts of a channel by the hour, and how many people picked them up: what a queue is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import select
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import sliced
from deskwise.metrics.tables import fact
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

HOUR = 3_600_000_000
# Whoever picks up again within so many hours was there all the time between.
STINT_HOURS = 3
METRIC = "abandonment_rate"


@dataclass(frozen=True)
class CallHour:
    """An hour by its beginning: how many live contacts came, picked up or given up, and how many were there.

    `people` are those who picked one up in it, or both before and after it within three hours.
    """

    start_at: int
    calls: int
    people: int


def read_call_hours(
    channel: str,
    where: Mapping[str, tuple[str | None, ...]],
    span: tuple[int | None, int | None],
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
) -> tuple[CallHour, ...]:
    """The hours of a channel in a span of time in which anything happened, in order; none without any."""
    chosen = {**where, "channel": (channel,)}
    asked = select((METRIC,), where=chosen, since_at=span[0], until_at=span[1])
    (metric,) = asked.chosen_metrics()
    line = timeline(asked, rules, horizon)
    shape = plan(metric, asked, rules, line).shape
    queries = Queries(engine, compiled, inputs(asked, rules, line, horizon))
    return call_hours(queries.rows(f"call_hours|{shape.key()}", lambda: _by_hour(shape)))


def call_hours(rows: Iterable[tuple[int, str | None, int]]) -> tuple[CallHour, ...]:
    """Hours of rows of an hour's number, who picked up (nobody: given up, or not known) and how often.

    >>> [each.people for each in call_hours([(8, "ann", 2), (11, "ann", 1), (15, "ann", 1)])]
    [1, 1, 1, 1, 1]
    """
    calls: dict[int, int] = {}
    busy: dict[str, set[int]] = {}
    for hour, agent, n in rows:
        calls[hour] = calls.get(hour, 0) + int(n)
        if agent is not None:
            busy.setdefault(agent, set()).add(int(hour))
    people: dict[int, int] = {}
    for hours in busy.values():
        for hour in _there(sorted(hours)):
            people[hour] = people.get(hour, 0) + 1
    return tuple(
        CallHour(hour * HOUR, calls.get(hour, 0), people.get(hour, 0)) for hour in sorted({*calls, *people})
    )


def _there(hours: list[int]) -> list[int]:
    found = hours[:1]
    for hour in hours[1:]:
        first = found[-1] + 1 if hour - found[-1] <= STINT_HOURS else hour
        found.extend(range(first, hour + 1))
    return found


def _by_hour(shape: Shape) -> ir.Table:
    """One row an hour and agent: how many live contacts."""
    import ibis

    facts = fact("live_contacts")
    answered = facts.outcome == "answered"
    rows = sliced(
        case_rows(
            facts,
            anchor_at=facts.happened_at,
            agent=ibis.ifelse(answered, facts.agent, ibis.null("string")),
            team=facts.team,
        ),
        shape,
    )
    rows = rows.mutate(hour=(rows.anchor_at // HOUR).cast("int64"))
    return rows.group_by("hour", "agent").aggregate(n=rows.count()).select("hour", "agent", "n")
