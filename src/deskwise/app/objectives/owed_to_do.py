"""What somebody owes of the objectives: check-ins, a word on what is proposed, making active, closing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deskwise.app.access.holders import Person, Role
from deskwise.app.access.table import may
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.whose_objective import thing_owned
from deskwise.app.state import State, Stores
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.periods import local_time, zone_info
from deskwise.okr.check_in import CheckIn
from deskwise.okr.cycle import Cycle, CycleState
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Level, Objective, ObjectiveState
from deskwise.okr.owed import Owed, owed

What = Literal["check_in", "comment", "activate", "close"]
RUNNING = frozenset({CycleState.ACTIVE, CycleState.REVIEW})
# Of more proposals than this at a time nobody is asked for a word one by one.
MOST_PROPOSALS = 20


@dataclass(frozen=True)
class ToDo:
    """One thing that is owed.

    `key_result` is that of a check-in, null of the others. `due` is the day it is or was due on, null of what
    has none; `missed` are the days check-ins were due on since the last one.
    """

    what: What
    cycle: Cycle
    objective: Objective
    key_result: KeyResult | None = None
    due: date | None = None
    missed: tuple[date, ...] = ()


def what_is_owed(state: State, clock: Clock, by: Person, zone: str) -> tuple[ToDo, ...]:
    """What somebody owes today, check-ins first; of cycles that run.

    A check-in is theirs who own the objective, or lead the team that does; of the company's objectives the
    admins'. A missed one is owed until the next check-in.
    """
    if not may_owe(by):
        return ()
    today = local_time(micros(clock.now()), zone_info(zone)).date()
    with state.reading() as stores:
        running = [each for each in stores.okr.cycles() if each.state in RUNNING]
        people = {each.id: each for each in stores.people.all()} if running else {}
        found = [each for cycle in running for each in _of_cycle(stores, by, people, cycle, today, zone)]
    order: tuple[What, ...] = ("check_in", "close", "activate", "comment")
    return tuple(sorted(found, key=lambda each: (order.index(each.what), each.due or date.max)))


def count_owed(state: State, clock: Clock, by: Person, workspace: Workspace) -> int:
    """How many things somebody owes; the settings are looked at only where a cycle runs."""
    if not may_owe(by):
        return 0
    with state.reading() as stores:
        if not any(each.state in RUNNING for each in stores.okr.cycles()):
            return 0
    return len(what_is_owed(state, clock, by, workspace.rules().zone))


def may_owe(by: Person) -> bool:
    """Whether somebody can owe anything: who may only look does not.

    >>> may_owe(Person("1", "Vera", "vera@example.org", Role.VIEWER))
    False
    """
    return may(by, Act.CHANGE, Thing(Kind.OBJECTIVE_TALK))


def is_responsible(objective: Objective, by: Person, owner: Person | None) -> bool:
    """Whether an objective is somebody's to look after, and they may; `owner` is null of a team's."""
    if not may(by, Act.CHANGE, thing_owned(objective, by, owner)):
        return False
    if objective.owner.kind is Level.PERSON:
        own = objective.owner.name == by.id
        return own or (objective.level is Level.COMPANY and by.role is Role.ADMIN)
    if objective.level is Level.COMPANY:
        return by.role is Role.ADMIN
    return by.role is Role.LEAD and objective.owner.name in by.teams


def _of_cycle(
    stores: Stores, by: Person, people: Mapping[str, Person], cycle: Cycle, today: date, zone: str
) -> Iterator[ToDo]:
    objectives = stores.okr.objectives(cycle.id)
    running = [each for each in objectives if each.state is ObjectiveState.ACTIVE]
    mine = [each for each in running if is_responsible(each, by, people.get(each.owner.name))]
    key_results = [each for each in stores.okr.key_results([one.id for one in mine]) if each.kept]
    check_ins = stores.okr.check_ins([each.id for each in key_results])
    is_over = cycle.state is CycleState.REVIEW or (cycle.follows == "calendar" and today > cycle.last_day)
    for objective in mine:
        of_it = [each for each in key_results if each.objective == objective.id]
        yield from _check_ins(cycle, objective, of_it, check_ins, today, zone)
        if is_over:
            yield ToDo("close", cycle, objective, due=cycle.last_day)
    proposed = [each for each in objectives if each.state is ObjectiveState.PROPOSED]
    for objective in proposed[:MOST_PROPOSALS]:
        owner = people.get(objective.owner.name)
        if is_responsible(objective, by, owner):
            yield ToDo("activate", cycle, objective)
        elif _is_asked(objective, by, owner) and not _has_spoken(stores, objective, by):
            yield ToDo("comment", cycle, objective)


def _check_ins(
    cycle: Cycle,
    objective: Objective,
    key_results: list[KeyResult],
    check_ins: tuple[CheckIn, ...],
    today: date,
    zone: str,
) -> Iterator[ToDo]:
    since = began_to_count(key_results, zone)
    for key_result in key_results:
        days = [
            local_time(micros(each.at), zone_info(zone)).date()
            for each in check_ins
            if each.key_result == key_result.id
        ]
        found = owed(cycle, days, today, since)
        open_days = missed_since(found)
        if open_days or found.is_due(today):
            due = found.due if found.is_due(today) else open_days[-1]
            yield ToDo("check_in", cycle, objective, key_result, due, open_days)


def missed_since(found: Owed) -> tuple[date, ...]:
    """The due days that were missed since the last check-in: a late one settles those before it.

    >>> days = tuple(date(2026, 3, day) for day in (9, 16))
    >>> missed_since(Owed(days, None, date(2026, 3, 11))) == days[1:]
    True
    """
    return tuple(day for day in found.missed if found.last is None or day > found.last)


def began_to_count(key_results: list[KeyResult], zone: str) -> date | None:
    """The day key results of an objective became active: that of the data their baselines were read of.

    Null where none was read.
    """
    read = [each.baseline.as_of for each in key_results if each.baseline is not None and each.baseline.as_of]
    return local_time(max(read), zone_info(zone)).date() if read else None


def _is_asked(objective: Objective, by: Person, owner: Person | None) -> bool:
    if objective.level is Level.COMPANY:
        return True
    if objective.owner.kind is Level.TEAM:
        return objective.owner.name in by.teams
    return owner is not None and bool(owner.teams & by.teams)


def _has_spoken(stores: Stores, objective: Objective, by: Person) -> bool:
    if any(each.by == by.id for each in stores.okr.remarks(objective.id)):
        return True
    return any(each.person == by.id for each in stores.okr.parts(objective.id))
