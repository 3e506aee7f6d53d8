"""Metrics of waits: first response, replies, service level, abandonment."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from .cases import Answer, Metric, Pending, Question, Row
from .forms import durations
from .metrics_requests import acts, raised, seconds
from .tickets import Request
from .waits import Wait

if TYPE_CHECKING:
    from .world import Dims, World


def wait_dims(world: World, wait: Wait) -> Dims:
    """Of an answered wait who replied; of another nobody. The team is the one just before its end."""
    if wait.ender is None:
        return world.dims(wait.request, wait.request.last.team, None)
    agent = wait.ender.event.actor if wait.outcome == "answered" else None
    return world.dims(wait.request, wait.ender.before.team, agent)


def asking_ruled(world: World, request: Request) -> bool:
    """Whether a ruling said of a customer's message in it, or carried into it, if it asks for anything."""
    messages = [step for step in request.steps if step.customer_message]
    messages += [wait.message for wait in request.waits]
    return any(id(step.event) in world.rulings.on_asking for step in messages)


def wait_ruled(world: World, wait: Wait) -> bool:
    return wait.request.boundary_ruled or asking_ruled(world, wait.request)


def working_of(world: World, wait: Wait) -> int | None:
    return world.working(wait.request.ticket, wait.start, wait.end)


def off_hours(world: World, wait: Wait) -> bool:
    """Left out because it meets no opening time."""
    return not world.settings.off_hours_count and working_of(world, wait) == 0


def wait_row(world: World, wait: Wait, at: int) -> Row:
    return Row(
        at,
        wait_dims(world, wait),
        value=seconds(wait.end - wait.start),
        working=seconds(working_of(world, wait)),
        good=wait.outcome == "answered",
        left="off_hours" if off_hours(world, wait) else None,
        ruled=wait_ruled(world, wait),
    )


def answered(world: World, first: bool) -> list[Row]:
    return [
        wait_row(world, wait, wait.end)
        for wait in world.waits
        if wait.outcome == "answered" and wait.first == first
    ]


def begun(world: World, first: bool) -> list[Row]:
    """All waits, whatever ended them: together they are nobody's."""
    rows = [wait_row(world, wait, wait.start) for wait in world.waits if wait.first == first]
    for row in rows:
        row.dims["agent"] = None
    return rows


def pending_waits(world: World, first: bool) -> list[Pending]:
    return [
        Pending(wait.start, None if wait.outcome == "open" else wait.end, wait_dims(world, wait))
        for wait in world.waits
        if wait.first == first
    ]


# Reply time per request


def per_request_rows(world: World, question: Question) -> list[Row]:
    rows: list[Row] = []
    if question.sliced_by("agent", "team"):
        for request, _, row in acts(world):
            row.at = request.raised_at
            rows.append(row)
    else:
        rows += [row for _, row in raised(world)]
    for row in rows:
        row.part = "request"
    by_name = {request.key: request for request in world.requests}
    for row in rows:
        request = by_name[row.key]
        nothing = world.working(request.ticket, request.raised_at, request.raised_at)
        row.working = None if nothing is None else Fraction(0)
        row.ruled = row.ruled or asking_ruled(world, request)
    for wait in world.waits:
        if wait.outcome == "answered":
            row = wait_row(world, wait, wait.request.raised_at)
            row.part, row.key, row.makes_group = "wait", wait.request.key, False
            rows.append(row)
    return rows


def of_requests_there(rows: list[Row], question: Question, world: World) -> list[Row]:
    """Without the waits of requests that are not in the slice."""
    there = {row.key for row in rows if row.part == "request"}
    return [row for row in rows if row.key in there]


def per_request(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    sums: dict[object, Row] = {}
    waits: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row.part == "wait":
            waits[row.key].append(row)
        elif row.key not in sums:
            sums[row.key] = Row(row.at, row.dims, value=Fraction(0), working=row.working)
    for key, whole in sums.items():
        for row in waits[key]:
            assert whole.value is not None
            assert row.value is not None
            whole.value += row.value
            if whole.working is not None:
                whole.working = None if row.working is None else whole.working + row.working
    answer = durations(list(sums.values()), stat, question)
    if stat == "mean":
        answer.denominator = answer.n
        answer.numerator = None if answer.value is None else Fraction(answer.value) * answer.n
    return answer


# Service level and abandonment


def threshold(world: World, question: Question) -> int:
    return world.settings.service_level if question.within is None else question.within


def service_passing(world: World, wait: Wait, question: Question) -> int | None:
    """The instant by which the threshold had run off, if more than it has."""
    limit = threshold(world, question)
    if question.clock == "elapsed":
        return wait.start + limit if wait.end - wait.start > limit else None
    team = wait.request.ticket.state_at(wait.start).team
    return world.calendar.passing(team, wait.start, wait.end, limit)


def service_level(world: World, question: Question) -> list[Row]:
    rows = []
    for wait in world.waits:
        if not wait.first or wait.outcome == "merged":
            continue
        row = wait_row(world, wait, wait.start)
        row.dims["agent"] = None
        if question.clock == "working" and row.working is None:
            continue
        passed = service_passing(world, wait, question) is not None
        if wait.outcome == "open" and not passed:
            continue
        row.good = wait.outcome == "answered" and not passed
        rows.append(row)
    return rows


def pending_service(world: World, question: Question) -> list[Pending]:
    found = []
    for wait in world.waits:
        if not wait.first:
            continue
        ends = [service_passing(world, wait, question), None if wait.outcome == "open" else wait.end]
        decided = min((end for end in ends if end is not None), default=None)
        found.append(Pending(wait.start, decided, {**wait_dims(world, wait), "agent": None}))
    return found


def pickups(world: World, question: Question) -> list[Row]:
    rows = []
    for event in world.of_kind("answered", "abandoned"):
        step = world.step(event)
        assert step is not None
        rows.append(Row(event.at, world.dims_of_event(event, None), good=event.kind == "abandoned"))
    return rows


REPLY_METRICS = (
    Metric(
        "reply_time_per_request",
        "duration",
        per_request_rows,
        population="requests",
        aggregate=per_request,
        standing=of_requests_there,
    ),
    Metric(
        "reply_time",
        "duration",
        lambda world, question: answered(world, first=False),
        population="reply_waits",
        survival=lambda world, question: begun(world, first=False),
        nobody=False,
    ),
    Metric(
        "first_response_time",
        "duration",
        lambda world, question: answered(world, first=True),
        population="first_waits",
        survival=lambda world, question: begun(world, first=True),
    ),
    Metric("service_level", "share", service_level, population="service", nobody=True),
    Metric("abandonment_rate", "share", pickups, nobody=True),
)
