"""Metrics that count or time whole requests: received, handled, resolved, open, touched, passed on."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from .cases import ANY, Answer, Metric, Question, Row
from .forms import count_of, durations, share_of, whole_mean
from .instants import SECOND
from .tickets import Request, Step

if TYPE_CHECKING:
    from .world import World

TOUCHING_CHANNELS = ("phone", "in_person")


def seconds(span: int | None) -> Fraction | None:
    return None if span is None else Fraction(span, SECOND)


def resolved(world: World) -> list[tuple[Request, Step, Row]]:
    """The requests resolved at as-of, each with its last resolution and a bare row anchored there."""
    found = []
    for request in world.requests:
        step = request.standing_resolution
        if step is not None:
            row = Row(
                step.at,
                world.dims_of_resolution(step),
                key=request.key,
                resting=not world.mature(step),
                ruled=request.boundary_ruled,
            )
            found.append((request, step, row))
    return found


def raised(world: World) -> list[tuple[Request, Row]]:
    return [
        (
            request,
            Row(
                request.raised_at,
                world.dims_as_such(request),
                key=request.key,
                ruled=request.boundary_ruled,
            ),
        )
        for request in world.requests
    ]


def acts(world: World) -> list[tuple[Request, Step, Row]]:
    return [
        (
            request,
            step,
            Row(step.at, world.dims_of_act(step), key=request.key, ruled=request.boundary_ruled),
        )
        for request in world.requests
        for step in request.acts()
    ]


def resolution_times(world: World, question: Question) -> list[Row]:
    rows = []
    for request, step, row in resolved(world):
        row.value = seconds(step.at - request.raised_at)
        row.working = seconds(world.working(request.ticket, request.raised_at, step.at))
        rows.append(row)
    return rows


def resolution_survival(world: World, question: Question) -> list[Row]:
    rows = []
    for request, row in raised(world):
        step = request.standing_resolution
        end = request.known_end
        row.good = step is not None
        row.resting = step is not None and not world.mature(step)
        row.value = seconds(end - request.raised_at)
        row.working = seconds(world.working(request.ticket, request.raised_at, end))
        rows.append(row)
    return rows


def handled(world: World, question: Question) -> list[Row]:
    return [row for _, _, row in acts(world)]


def resolution_rates(world: World, question: Question) -> list[Row]:
    rows = []
    for request, row in raised(world):
        step = request.standing_resolution
        row.good = step is not None
        row.resting = step is not None and not world.mature(step)
        rows.append(row)
    return rows


def received(world: World, question: Question) -> list[Row]:
    return [row for _, row in raised(world)]


def raised_by_agent(world: World, question: Question) -> list[Row]:
    rows = []
    for request, row in raised(world):
        row.good = request.raised_by == "agent"
        rows.append(row)
    return rows


def resolved_count(world: World, question: Question) -> list[Row]:
    return [row for _, _, row in resolved(world)]


# Escalations


def escalations(world: World, request: Request) -> list[Step]:
    """The first signals of a request's escalations."""
    tiers = world.settings.tiers
    found: list[Step] = []
    previous: int | None = None
    for step in request.steps:
        event = step.event
        signal = event.kind == "escalated"
        if event.kind == "assigned" and not step.first_assignment:
            before, after = step.before.team, event.team
            signal = before in tiers and after in tiers and tiers[after] > tiers[before]
        if not signal:
            continue
        if previous is None or step.at - previous > 60 * SECOND:
            found.append(step)
        previous = step.at
    return found


def escalation_rows(world: World, question: Question) -> list[Row]:
    rows = []
    for request, _, row in acts(world):
        row.at, row.part = request.raised_at, "handled"
        row.dims["reason"] = ANY
        rows.append(row)
    for request in world.requests:
        if not request.acts():
            continue
        for step in escalations(world, request):
            dims = world.dims(request, step.before.team, step.before.holder)
            dims["reason"] = step.event.extra.get("reason") if step.event.kind == "escalated" else None
            rows.append(
                Row(
                    request.raised_at,
                    dims,
                    part="escalation",
                    key=request.key,
                    ruled=request.boundary_ruled,
                    makes_group="reason" in question.by,
                )
            )
    return rows


def escalated_keys(rows: list[Row]) -> tuple[set[object], set[object]]:
    handled_keys = {row.key for row in rows if row.part == "handled"}
    return {row.key for row in rows if row.part == "escalation"} & handled_keys, handled_keys


def those_escalated(rows: list[Row], question: Question, world: World) -> list[Row]:
    out, _ = escalated_keys(rows)
    return [row for row in rows if row.key in out]


def escalated_count(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    return count_of(len(escalated_keys(rows)[0]))


def escalated_share(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    out, all_of_them = escalated_keys(rows)
    return share_of(len(out), len(all_of_them))


# What happened inside a request that stands resolved


def touch_count(request: Request) -> int:
    opening = request.ticket.opening
    called = opening is not None and opening.channel in TOUCHING_CHANNELS
    return sum(step.human_reply or (step.event.kind == "answered" and called) for step in request.steps)


def touches(world: World, question: Question) -> list[Row]:
    rows = []
    for request, _, row in resolved(world):
        row.value = Fraction(touch_count(request))
        row.good = row.value == 1
        rows.append(row)
    return rows


def known_fixes(world: World, question: Question) -> list[Row]:
    rows = []
    for request, _, row in resolved(world):
        row.good = any(
            step.event.kind == "article_used" and step.event.extra.get("solved") == "true"
            for step in request.steps
        )
        rows.append(row)
    return rows


def passing_on(world: World, question: Question, of_team: bool) -> list[Row]:
    rows = [row for _, _, row in resolved(world)]
    for request, resolution, bare in resolved(world):
        holder, team = request.start.holder, request.start.team
        for step in request.steps:
            changed = False
            if of_team:
                changed = team is not None and step.after.team != team
                left = world.dims(request, team, step.before.holder)
                team = step.after.team
            else:
                after = step.after.holder
                changed = holder is not None and after is not None and after != holder
                left = world.dims(request, step.before.team, holder)
                holder = after if after is not None else holder
            if changed:
                rows.append(
                    Row(
                        resolution.at,
                        left,
                        part="passed",
                        key=request.key,
                        resting=bare.resting,
                        ruled=bare.ruled,
                    )
                )
    return rows


def handoffs(world: World, question: Question) -> list[Row]:
    return passing_on(world, question, of_team=False)


def transfers(world: World, question: Question) -> list[Row]:
    return passing_on(world, question, of_team=True)


def mean_passed(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    passed = Counter(row.key for row in rows if row.part == "passed")
    return whole_mean([Fraction(passed[key]) for key in dict.fromkeys(row.key for row in rows)])


def status_times(world: World, statuses: tuple[str, ...], survival: bool) -> list[Row]:
    rows = []
    chosen = (
        [(request, row) for request, row in raised(world)]
        if survival
        else [(request, row) for request, _, row in resolved(world)]
    )
    for request, row in chosen:
        step = request.standing_resolution
        end = request.known_end
        row.good = step is not None
        row.resting = step is not None and not world.mature(step)
        spells = [(a, b) for status, a, b in request.spells(end) if status in statuses]
        row.value = seconds(sum(b - a for a, b in spells))
        parts = [world.working(request.ticket, a, b) for a, b in spells]
        if not spells:
            parts.append(world.working(request.ticket, request.raised_at, request.raised_at))
        row.working = None if None in parts else seconds(sum(part or 0 for part in parts))
        rows.append(row)
    return rows


def status_metric(name: str, *statuses: str) -> Metric:
    return Metric(
        name,
        "duration",
        lambda world, question: status_times(world, statuses, survival=False),
        population="requests",
        survival=lambda world, question: status_times(world, statuses, survival=True),
    )


# The stock


def backlog_rows(world: World, question: Question) -> list[Row]:
    rows = []
    for request, row in raised(world):
        row.key, row.makes_group = request, False
        row.working = seconds(world.working(request.ticket, request.raised_at, request.raised_at))
        rows.append(row)
    return rows


def still_open(rows: list[Row], question: Question, world: World) -> list[Row]:
    """The requests open just before the period's end."""
    assert world.as_of is not None
    if question.period.start > world.as_of:
        return []
    end = min(question.period.end, world.as_of + 1)
    return [row for row in rows if row.key.open_before(end)]


def backlog_count(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    return count_of(len(rows))


def backlog_ages(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    assert world.as_of is not None
    end = min(question.period.end, world.as_of)
    aged = []
    for row in rows:
        since = row.key.raised_at
        value = seconds(end - since)
        working = seconds(world.working(row.key.ticket, since, end))
        aged.append(Row(row.at, row.dims, value=value, working=working))
    return durations(aged, stat, question)


REQUEST_METRICS = (
    Metric(
        "average_resolution_time",
        "duration",
        resolution_times,
        population="requests",
        survival=resolution_survival,
    ),
    Metric("requests_handled", "count", handled, population="requests"),
    Metric(
        "requests_escalated",
        "count",
        escalation_rows,
        population="requests",
        aggregate=escalated_count,
        standing=those_escalated,
    ),
    Metric("escalation_rate", "share", escalation_rows, population="requests", aggregate=escalated_share),
    Metric("resolution_rate", "share", resolution_rates, population="requests"),
    Metric("known_fix_rate", "share", known_fixes, population="requests"),
    Metric("touches", "mean", touches, population="requests"),
    Metric("one_touch_rate", "share", touches, population="requests"),
    Metric("handoffs", "mean", handoffs, population="requests", aggregate=mean_passed),
    Metric("transfers", "mean", transfers, population="requests", aggregate=mean_passed),
    status_metric("requester_wait", "new", "open", "on_hold"),
    status_metric("agent_wait", "pending"),
    status_metric("on_hold_time", "on_hold"),
    Metric("requests_received", "count", received, population="requests"),
    Metric("requests_resolved", "count", resolved_count, population="requests"),
    Metric("proactive_share", "share", raised_by_agent, population="requests"),
    Metric(
        "backlog",
        "count",
        backlog_rows,
        population="requests",
        aggregate=backlog_count,
        standing=still_open,
        stock=True,
    ),
    Metric(
        "backlog_age",
        "duration",
        backlog_rows,
        population="requests",
        aggregate=backlog_ages,
        standing=still_open,
        stock=True,
    ),
)
