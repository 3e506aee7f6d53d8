"""Metrics of what stands behind requests: problems, promises, outages."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from .cases import Answer, Metric, Pending, Question, Row
from .forms import whole_mean
from .instants import SECOND
from .metrics_requests import seconds
from .rows import Event
from .tickets import Request, Step, Ticket
from .working_time import union

if TYPE_CHECKING:
    from .world import World


# Problems


def linked_problem(world: World, link: Event) -> tuple[Ticket | None, Request | None]:
    """The ticket a link names, and its request current at the link's instant: the first if it is earlier."""
    ticket = world.tickets.get((link.source, link.extra.get("problem", "")))
    if ticket is None or ticket.removed:
        return None, None
    current = ticket.requests[0]
    for request in ticket.requests:
        if request.raised_at <= link.at:
            current = request
    return ticket, current


def links(world: World) -> list[Event]:
    """The links that count: not those that name a removed ticket, or none at all."""
    found = []
    for event in world.of_kind("linked"):
        named = event.extra.get("problem")
        ticket = None if named is None else world.tickets.get((event.source, named))
        if named is not None and not (ticket is not None and ticket.removed):
            found.append(event)
    return found


def already_resolved(link: Event, request: Request | None) -> bool:
    standing = None if request is None else request.standing_resolution
    return standing is not None and standing.at < link.at


def responds(step: Step) -> bool:
    return step.human_act or step.event.kind in ("note", "assigned")


def problem_rows(world: World, response: bool) -> list[Row]:
    rows = []
    for link in links(world):
        ticket, request = linked_problem(world, link)
        dims = world.dims_of_event(link, link.actor)
        if already_resolved(link, request):
            rows.append(Row(link.at, dims, left="already_resolved"))
            continue
        if ticket is None or request is None:
            continue
        if response:
            step = next((one for one in ticket.steps if one.at >= link.at and responds(one)), None)
        else:
            step = request.standing_resolution
        if step is None:
            continue
        rows.append(
            Row(
                step.at,
                dims,
                value=seconds(step.at - link.at),
                working=seconds(world.working(ticket, link.at, step.at)),
                resting=not response and not world.mature(step),
            )
        )
    return rows


def done_by(world: World, link: Event, response: bool) -> tuple[int | None, int | None]:
    """When people responded to a link (resolved the problem), and when it was merged away instead."""
    ticket, request = linked_problem(world, link)
    if ticket is None or request is None:
        return None, None
    step = request.standing_resolution
    if response:
        step = next((one for one in ticket.steps if one.at >= link.at and responds(one)), None)
    dropped = None if ticket.merged_at is None else max(ticket.merged_at, link.at)
    return None if step is None else step.at, dropped


def waiting_links(world: World) -> list[Event]:
    return [link for link in links(world) if not already_resolved(link, linked_problem(world, link)[1])]


def link_survival(world: World, response: bool) -> list[Row]:
    rows = []
    for link in waiting_links(world):
        ticket, request = linked_problem(world, link)
        done, dropped = done_by(world, link, response)
        ends = [one for one in (done, dropped, world.source_as_of[link.source]) if one is not None]
        team = None if ticket is None else ticket.state_at(link.at).team
        standing = None if request is None else request.standing_resolution
        row = Row(link.at, world.dims_of_event(link, link.actor), good=done is not None)
        row.value = seconds(ends[0] - link.at)
        row.working = seconds(world.calendar.working(team, link.at, ends[0]))
        row.resting = not response and standing is not None and not world.mature(standing)
        rows.append(row)
    return rows


def pending_links(world: World, response: bool) -> list[Pending]:
    found = []
    for link in waiting_links(world):
        done, dropped = done_by(world, link, response)
        found.append(
            Pending(link.at, dropped if done is None else done, world.dims_of_event(link, link.actor))
        )
    return found


def links_per_problem(world: World, question: Question) -> list[Row]:
    return [
        Row(
            link.at,
            world.dims_of_event(link, link.actor),
            key=(link.source, link.extra["problem"]),
        )
        for link in links(world)
    ]


def mean_links(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    problems = Counter(row.key for row in rows)
    answer = whole_mean([Fraction(count) for count in problems.values()])
    answer.numerator, answer.denominator = len(rows), len(problems)
    return answer


# Promises


def to_agents(event: Event) -> bool:
    return event.extra.get("to") == "agents"


def keeps(step: Step, promise: Event) -> bool:
    if step.human_reply or step.resolution:
        return True
    return to_agents(promise) and step.event.kind in ("note", "message")


def taken_over_at(promise: Step) -> int | None:
    """When a newer promise to the same, made before this one's due, took its place."""
    due, request = promise.event.due, promise.request
    assert due is not None
    assert request is not None
    for step in request.ticket.steps:
        if step.event.kind != "promised" or step.event.due is None or step.place <= promise.place:
            continue
        if to_agents(step.event) == to_agents(promise.event) and step.at < due:
            return step.at
    return None


def promises(world: World) -> list[Step]:
    steps = [world.step(event) for event in world.of_kind("promised")]
    return [step for step in steps if step is not None]


def promise_rows(world: World, question: Question) -> list[Row]:
    rows = []
    for step in promises(world):
        event, request, due = step.event, step.request, step.event.due
        assert request is not None
        dims = world.dims_of_act(step)
        ticket = request.ticket
        if due is None:
            rows.append(Row(event.at, dims, left="no_due"))
            continue
        if due > ticket.as_of:
            continue
        if taken_over_at(step) is not None:
            rows.append(Row(due, dims, left="replaced"))
            continue
        kept = any(keeps(one, event) for one in ticket.steps if one.place > step.place and one.at <= due)
        # What had been kept before the merge stays; the due instant itself is still in time.
        if ticket.merged_at is not None and due >= ticket.merged_at and not kept:
            continue
        rows.append(Row(due, dims, good=kept))
    return rows


def pending_promises(world: World, question: Question) -> list[Pending]:
    found = []
    for step in promises(world):
        due, request = step.event.due, step.request
        if due is None:
            continue
        assert request is not None
        ticket = request.ticket
        ends = [
            due if due <= ticket.as_of else None,
            taken_over_at(step),
            ticket.merged_at if ticket.merged_at is not None and ticket.merged_at < due else None,
        ]
        decided = min((end for end in ends if end is not None), default=None)
        found.append(Pending(step.at, decided, world.dims_of_act(step)))
    return found


# Outages


def outages(world: World, question: Question) -> list[Row]:
    """The unplanned outages, each from its beginning to its end, or to as-of."""
    assert world.as_of is not None
    rows: list[Row] = []
    running: dict[tuple[str | None, bool], Event] = {}

    def ended(event: Event, planned: bool, end: int) -> None:
        if not planned:
            rows.append(Row(event.at, world.dims_without_ticket(event, event.agent), end=end))

    for event in world.of_kind("outage_began", "outage_ended"):
        key = (event.product, event.extra.get("planned") == "true")
        if event.kind == "outage_began":
            running.setdefault(key, event)
        elif key in running:
            ended(running.pop(key), key[1], event.at)
    for (_, planned), event in running.items():
        ended(event, planned, world.as_of)
    return rows


def uptime(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    assert world.as_of is not None
    known_since = world.events[0].at if world.events else world.as_of
    start = question.period.start if question.period.start > -(10**17) else known_since
    end = min(question.period.end, world.as_of)
    if end <= start or end <= known_since:
        return Answer(None, 0)
    spans = [(max(row.at, start), min(row.end or row.at, end)) for row in rows]
    spans = [(a, b) for a, b in spans if a < b]
    down = sum(b - a for a, b in union(spans))
    up = Fraction(end - start - down, SECOND)
    whole = Fraction(end - start, SECOND)
    return Answer(up / whole, len(spans), up, whole)


SERVICE_METRICS = (
    Metric(
        "problem_response_time",
        "duration",
        lambda world, question: problem_rows(world, True),
        population="responses",
        survival=lambda world, question: link_survival(world, True),
    ),
    Metric(
        "problem_resolution_time",
        "duration",
        lambda world, question: problem_rows(world, False),
        population="solutions",
        survival=lambda world, question: link_survival(world, False),
    ),
    Metric("incidents_per_problem", "mean", links_per_problem, aggregate=mean_links),
    Metric("promises_kept", "share", promise_rows, population="promises"),
    Metric("uptime", "share", outages, aggregate=uptime, stock=True),
)
