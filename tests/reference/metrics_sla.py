"""The clocks of service level agreements: each wait's and each request's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cases import Metric, Pending, Question, Row
from .metrics_replies import wait_ruled
from .settings import Policy
from .tickets import Request
from .vocabulary import RESOLVED
from .waits import Wait

if TYPE_CHECKING:
    from .world import Dims, World

Target = tuple[str, int, frozenset[str]]


@dataclass
class Clock:
    """`verdict`: kept, missed, open or dropped (by a merge, at `decided`)."""

    start: int
    kind: str
    verdict: str
    decided: int | None
    dims: Dims
    resting: bool = False
    ruled: bool = False


def policy_for(world: World, request: Request, start: int) -> Policy | None:
    """The most specific policy in force that matches; of several the later in the list."""
    state = request.ticket.state_at(start)
    opening = request.ticket.opening
    fields = {
        "team": state.team,
        "channel": opening.channel if opening else None,
        "priority": state.attributes.get("priority"),
        "type": state.attributes.get("type"),
        "organisation": opening.organisation if opening else None,
    }
    best: Policy | None = None
    for policy in world.settings.policies:
        if policy.since is not None and policy.since > start:
            continue
        if any(fields.get(name) != wanted for name, wanted in policy.match.items()):
            continue
        if best is None or len(policy.match) >= len(best.match):
            best = policy
    return best


def dims_at(world: World, request: Request, decided: int | None) -> Dims:
    """The team and holder when a clock was missed; at as-of if it is open."""
    if decided is None:
        return world.dims(request, request.last.team, request.last.holder)
    state = request.ticket.state_at(decided)
    return world.dims(request, state.team, state.holder)


def wait_clock(world: World, wait: Wait) -> Clock | None:
    request = wait.request
    policy = policy_for(world, request, wait.start)
    kind = "first_response" if wait.first else "next_reply"
    target = policy.targets.get(kind) if policy else None
    if target is None:
        return None
    which, limit, _ = target
    ticket = request.ticket
    if which == "elapsed":
        passed = wait.start + limit if wait.end - wait.start > limit else None
    else:
        team = ticket.state_at(wait.start).team
        if world.calendar.working(team, wait.start, wait.end) is None:
            return None
        passed = world.calendar.passing(team, wait.start, wait.end, limit)
    ruled = wait_ruled(world, wait)
    if passed is not None:
        return Clock(wait.start, kind, "missed", passed, dims_at(world, request, passed), ruled=ruled)
    if wait.outcome == "open":
        return Clock(wait.start, kind, "open", None, dims_at(world, request, None), ruled=ruled)
    ender = wait.ender
    assert ender is not None
    if wait.outcome == "answered":
        dims = world.dims(request, ender.before.team, ender.event.actor)
        return Clock(wait.start, kind, "kept", wait.end, dims, ruled=ruled)
    dims = world.dims(request, ender.before.team, ender.before.holder)
    verdict = "dropped" if wait.outcome == "merged" else "missed"
    return Clock(wait.start, kind, verdict, wait.end, dims, ruled=ruled)


def resolution_passing(world: World, request: Request, end: int, target: Target) -> tuple[bool, int | None]:
    """Whether the clock can be read at all, and the instant by which it had run off, if more has."""
    which, limit, pauses = target
    ticket = request.ticket
    left = limit
    mark: int | None = None
    for status, a, b in request.spells(end):
        if status in RESOLVED or status in pauses:
            continue
        if which == "elapsed":
            spent: int | None = b - a
        else:
            spent = world.working(ticket, a, b)
        if spent is None:
            return False, None
        if mark is not None and spent > 0:
            return True, mark
        if spent > left:
            if which == "elapsed":
                return True, a + left
            return True, world.calendar.passing(ticket.state_at(a).team, a, b, left)
        if spent == left and spent > 0:
            mark = b if which == "elapsed" else working_end(world, request, a, b)
        left -= spent
    if which == "working" and world.working(ticket, request.raised_at, request.raised_at) is None:
        return False, None
    return True, None


def working_end(world: World, request: Request, a: int, b: int) -> int:
    openings = world.calendar.openings(request.ticket.state_at(a).team, a, b)
    assert openings
    return openings[-1][1]


def resolution_clock(world: World, request: Request) -> Clock | None:
    policy = policy_for(world, request, request.raised_at)
    target = policy.targets.get("resolution") if policy else None
    if target is None:
        return None
    standing = request.standing_resolution
    readable, passed = resolution_passing(world, request, request.known_end, target)
    if not readable:
        return None
    start, kind, ruled = request.raised_at, "resolution", request.boundary_ruled
    if passed is not None:
        return Clock(start, kind, "missed", passed, dims_at(world, request, passed), ruled=ruled)
    if standing is not None:
        dims = world.dims_of_resolution(standing)
        resting = not world.mature(standing)
        return Clock(start, kind, "kept", standing.at, dims, resting=resting, ruled=ruled)
    if request.merged_at is not None:
        return Clock(start, kind, "dropped", request.merged_at, dims_at(world, request, None), ruled=ruled)
    return Clock(start, kind, "open", None, dims_at(world, request, None), ruled=ruled)


def clocks(world: World) -> list[Clock]:
    if "clocks" not in world.kept:
        found = [wait_clock(world, wait) for wait in world.waits]
        found += [resolution_clock(world, request) for request in world.requests]
        world.kept["clocks"] = [clock for clock in found if clock is not None]
    kept: list[Clock] = world.kept["clocks"]
    return kept


def attainment(world: World, question: Question) -> list[Row]:
    return [
        Row(
            clock.start,
            {**clock.dims, "clock": clock.kind},
            good=clock.verdict == "kept",
            resting=clock.resting,
            ruled=clock.ruled,
        )
        for clock in clocks(world)
        if clock.verdict in ("kept", "missed")
    ]


def pending_clocks(world: World, question: Question) -> list[Pending]:
    return [
        Pending(clock.start, clock.decided, {**clock.dims, "clock": clock.kind}) for clock in clocks(world)
    ]


SLA_METRICS = (Metric("sla_attainment", "share", attainment, population="clocks", automatic=("clock",)),)
