"""Metrics of work: handle time, tasks, occupancy, costs, quality reviews."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from .cases import Answer, Metric, Question, Row
from .forms import durations, total
from .metrics_requests import resolved

if TYPE_CHECKING:
    from .tickets import Request
    from .world import World

AVAILABLE = "available"


def work_rows(world: World, request: Request, at: int) -> list[Row]:
    """The work on a request, each piece with whether it is all that will be."""
    standing = request.standing_resolution
    return [
        Row(
            at,
            world.dims_of_event(step.event, step.event.actor),
            key=request.key,
            value=step.event.value,
            working=step.event.value,
            resting=standing is not None and not world.mature(standing),
            ruled=request.boundary_ruled,
            good=standing is not None,
        )
        for step in request.steps
        if step.event.kind == "worked"
    ]


def handle_times(world: World, question: Question) -> list[Row]:
    return [row for request, _, bare in resolved(world) for row in work_rows(world, request, bare.at)]


def handle_survival(world: World, question: Question) -> list[Row]:
    return [row for request in world.requests for row in work_rows(world, request, request.raised_at)]


def summed(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    sums: dict[object, Fraction] = defaultdict(Fraction)
    for row in rows:
        assert row.value is not None
        sums[row.key] += row.value
    ended = {row.key: row.good for row in rows}
    whole = [Row(0, {}, value=value, working=value, good=ended[key]) for key, value in sums.items()]
    return durations(whole, stat, question)


def tasks(world: World, question: Question) -> list[Row]:
    rows = []
    for event in world.of_kind("worked"):
        dims = {**world.dims_of_event(event, event.actor), "task": event.scale}
        rows.append(Row(event.at, dims, value=event.value))
    return rows


def occupied(world: World, question: Question) -> list[Row]:
    rows = []
    for event in world.of_kind("worked"):
        on_ticket = world.step(event) is not None
        if on_ticket or event.scale == AVAILABLE:
            dims = world.dims_of_event(event, event.actor)
            rows.append(Row(event.at, dims, value=event.value, good=on_ticket))
    return rows


def occupancy(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    whole = total(row.value for row in rows if row.value is not None)
    worked = total(row.value for row in rows if row.value is not None and row.good)
    return Answer(worked / whole if whole else None, len(rows), worked, whole)


def costs(world: World, request: Request) -> dict[str, Fraction]:
    """What was worked on a request at the hourly cost of the team that held it, by currency."""
    spent: dict[str, Fraction] = defaultdict(Fraction)
    for step in request.steps:
        if step.event.kind == "worked" and step.event.value is not None and step.before.team is not None:
            for currency, hourly in world.settings.hourly_cost.get(step.before.team, {}).items():
                spent[currency] += step.event.value / 3600 * hourly
    return spent


def cost_rows(world: World, only: set[object] | None) -> list[Row]:
    currencies = sorted({name for team in world.settings.hourly_cost.values() for name in team})
    rows = []
    for request, _, bare in resolved(world):
        if only is not None and request.key not in only:
            continue
        spent = costs(world, request)
        for currency in currencies:
            rows.append(
                Row(
                    bare.at,
                    {**bare.dims, "currency": currency},
                    key=request.key,
                    value=spent.get(currency, Fraction(0)),
                    resting=bare.resting,
                    ruled=bare.ruled,
                )
            )
    return rows


def cost_per_request(world: World, question: Question) -> list[Row]:
    return cost_rows(world, None)


def cost_of_recontacts(world: World, question: Question) -> list[Row]:
    again: set[object] = set()
    ruled: set[object] = set()
    for request in world.requests:
        for step in request.resolutions:
            found = world.recontact(step)
            if found.by is not None:
                again.add(found.by.key)
                if found.ruled:
                    ruled.add(found.by.key)
    rows = cost_rows(world, again)
    for row in rows:
        row.ruled = row.ruled or row.key in ruled
    return rows


def reviews(world: World, question: Question) -> list[Row]:
    return [
        Row(event.at, world.dims_of_event(event, event.agent), value=event.value)
        for event in world.of_kind("reviewed")
    ]


WORK_METRICS = (
    Metric(
        "handle_time",
        "duration",
        handle_times,
        population="requests",
        aggregate=summed,
        survival=handle_survival,
    ),
    Metric("time_by_task", "sum", tasks, unit="seconds", automatic=("task",)),
    Metric("occupancy", "share", occupied, aggregate=occupancy),
    Metric("cost_per_request", "cost", cost_per_request, population="requests", automatic=("currency",)),
    Metric("cost_of_recontacts", "cost", cost_of_recontacts, population="requests", automatic=("currency",)),
    Metric("quality_score", "mean", reviews, unit="score"),
)
