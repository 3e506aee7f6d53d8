"""Show how it stands at as-of: who waits for an answer, what nobody holds, which promises of time run out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from deskwise.app.read_metrics import raise_if_nothing_yet
from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts, Workspace
from deskwise.facts.rules import Rules

MICROSECONDS = 1_000_000
# What a clock has left, on its own clock, when it is about to breach.
BREACH_SECONDS = 3_600.0
# Whoever looks asks with the same hour.
MOST_REMEMBERED = 4
OPEN_REQUESTS = """
select r.source, r.ticket, r.request, r.raised_at, r.team, r.agent, r.channel, r.priority, r.category
from requests as r
where r.resolved_at is null and r.ended_at is null and r.merged_at is null and not r.problem
"""
OPEN_WAITS = """
select w.source, w.ticket, w.request, w.wait, w.started_at, w.elapsed_microseconds, w.working_microseconds
from waits as w
where w.outcome = 'open'
"""
OPEN_CLOCKS = """
select c.source, c.ticket, c.request, c.clock, c.policy, c.target_microseconds - c.measured_microseconds,
       c.target_working
from sla_clocks as c
where c.outcome = 'open'
"""
STATUSES = """
select s.source, s.ticket, s.request, s.status
from status_spells as s
where s.ended_at is null
"""
Key = tuple[str, str, int]


@dataclass(frozen=True)
class OpenRequest:
    """A request that is open at as-of, with who holds it; `agent` and `team` are null where nobody does."""

    source: str
    ticket: str
    request: int
    raised_at: int
    team: str | None
    agent: str | None
    channel: str | None
    priority: str | None
    category: str | None


@dataclass(frozen=True)
class OpenWait:
    """A customer who waits for an answer; `working_seconds` is null where no schedule applies.

    `is_first` says that nobody has answered the request yet.
    """

    of: OpenRequest
    is_first: bool
    started_at: int
    elapsed_seconds: float
    working_seconds: float | None


@dataclass(frozen=True)
class RunningClock:
    """An SLA clock that is about to breach: `left_seconds` on its own clock, working time or elapsed."""

    of: OpenRequest
    clock: str
    policy: str
    left_seconds: float
    is_working: bool


@dataclass(frozen=True)
class NowCounts:
    """How many requests are open, wait for an answer, are held by nobody, and are about to breach.

    `name` is the team or channel they are of, null for those that have none, and of all of them. `oldest` is
    the longest wait, null where nobody waits. `people` is how many agents hold some of them.
    """

    name: str | None
    open: int
    waiting: int
    unassigned: int
    breaching: int
    oldest: OpenWait | None
    people: int


@dataclass(frozen=True)
class Now:
    """How it stands at as-of.

    `waits` are all, the longest first; `clocks` those about to breach, the next first, null where the
    settings have no service levels. `behind` are the sources that are known for less long.
    """

    as_of: int
    zone: str
    behind: tuple[str, ...]
    has_schedule: bool
    total: NowCounts
    by_team: tuple[NowCounts, ...]
    by_channel: tuple[NowCounts, ...]
    waits: tuple[OpenWait, ...]
    clocks: tuple[RunningClock, ...] | None


def show_now(workspace: Workspace, within_seconds: float = BREACH_SECONDS) -> Now:
    """How it stands; clocks are about to breach that have less than `within_seconds` left.

    Nothing is measured up to the clock of the reader: what happened since as-of nobody knows. Raises
    `WorkspaceError` where nothing was imported.
    """
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        return remembered(facts, "now", within_seconds, lambda: _now(facts, within_seconds), MOST_REMEMBERED)


def _now(facts: Facts, within_seconds: float) -> Now:
    requests = _requests(facts)
    waits = _waits(facts, requests)
    clocks = _clocks(facts, requests, within_seconds) if facts.rules.sla else None
    known = Standing(tuple(requests.values()), waits, clocks or ())
    as_of = facts.horizon.as_of
    return Now(
        as_of,
        facts.rules.zone,
        tuple(name for name, until in facts.sources if until < as_of),
        bool(facts.rules.schedules),
        known.counts(None),
        known.split(lambda one: one.team),
        known.split(lambda one: one.channel),
        waits,
        clocks,
    )


@dataclass(frozen=True)
class Standing:
    """All that is open, to be counted as a whole or split."""

    requests: Sequence[OpenRequest]
    waits: Sequence[OpenWait]
    clocks: Sequence[RunningClock]

    def split(self, by: Callable[[OpenRequest], str | None]) -> tuple[NowCounts, ...]:
        """The counts of each value, those where most wait first; of those without one at the end."""
        found = [
            Standing(
                [one for one in self.requests if by(one) == name],
                [one for one in self.waits if by(one.of) == name],
                [one for one in self.clocks if by(one.of) == name],
            ).counts(name)
            for name in {by(one) for one in self.requests}
        ]
        return tuple(sorted(found, key=lambda one: (one.name is None, -one.waiting, -one.open, one.name)))

    def counts(self, name: str | None) -> NowCounts:
        """How many they are."""
        return NowCounts(
            name,
            len(self.requests),
            len({(one.of.source, one.of.ticket, one.of.request) for one in self.waits}),
            sum(one.agent is None for one in self.requests),
            len({(one.of.source, one.of.ticket, one.of.request) for one in self.clocks}),
            self.waits[0] if self.waits else None,
            len({one.agent for one in self.requests if one.agent is not None}),
        )


def _requests(facts: Facts) -> dict[Key, OpenRequest]:
    rows = facts.engine.rows(OPEN_REQUESTS, {})
    return {(row[0], row[1], row[2]): OpenRequest(*row) for row in rows}


def _waits(facts: Facts, requests: dict[Key, OpenRequest]) -> tuple[OpenWait, ...]:
    found = []
    for source, ticket, request, wait, started_at, elapsed, working in facts.engine.rows(OPEN_WAITS, {}):
        of = requests.get((source, ticket, request))
        if of is not None:
            found.append(OpenWait(of, wait == 1, started_at, elapsed / MICROSECONDS, _seconds(working)))
    # Each is known up to the as-of of its own source, so the earliest need not be the longest.
    return tuple(sorted(found, key=lambda one: (-one.elapsed_seconds, one.of.source, one.of.ticket)))


def _clocks(
    facts: Facts, requests: dict[Key, OpenRequest], within_seconds: float
) -> tuple[RunningClock, ...]:
    statuses = {(row[0], row[1], row[2]): row[3] for row in facts.engine.rows(STATUSES, {})}
    found = []
    for source, ticket, request, clock, policy, left, working in facts.engine.rows(OPEN_CLOCKS, {}):
        key = (source, ticket, request)
        of = requests.get(key)
        paused = clock == "resolution" and statuses.get(key) in _pauses(facts.rules, policy)
        if of is not None and not paused and left < within_seconds * MICROSECONDS:
            found.append(RunningClock(of, clock, policy, left / MICROSECONDS, bool(working)))
    return tuple(sorted(found, key=lambda one: (one.left_seconds, one.of.source, one.of.ticket, one.clock)))


def _pauses(rules: Rules, policy: str) -> frozenset[str]:
    """The statuses in which the resolution clocks of a policy stand still."""
    return frozenset(
        status
        for one in rules.sla
        if one.name == policy and one.resolution is not None
        for status in one.resolution.pauses
    )


def _seconds(microseconds: Any) -> float | None:
    return None if microseconds is None else microseconds / MICROSECONDS
