"""The objectives of a cycle as a table: each under what it serves, its key results in rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from deskwise.app.access.holders import Person
from deskwise.app.access.things import Act
from deskwise.app.objectives.change_cycles import current_cycle
from deskwise.app.objectives.cycle_record import CycleRecord, cycle_record
from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.owed_to_do import began_to_count, missed_since
from deskwise.app.objectives.standings import CycleStanding, ObjectiveStanding, read_standings
from deskwise.app.objectives.whose_objective import thing_owned
from deskwise.app.seen_figures import Where, list_of
from deskwise.app.state import Stores
from deskwise.kernel.language import date_words, number, say, say_many
from deskwise.kernel.periods import local_time, zone_info
from deskwise.okr.cycle import Cycle
from deskwise.okr.objective import Level, Objective, ObjectiveState
from deskwise.okr.owed import owed
from deskwise.okr.status import Status
from deskwise.reports.number_words import NARROW
from deskwise.reports.time_words import DATE, DAY
from deskwise.web.key_result_lines import KeyResultLine, LineMaker
from deskwise.web.served import Served
from deskwise.web.templating import Links
from deskwise.web.visitor import Visitor

WAITING = frozenset({ObjectiveState.DRAFT, ObjectiveState.PROPOSED})
DEEPEST = 3


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective with its key results.

    `counts` says how many of them are on track, and `mark` is the status its mark shows: on track where all
    are, off track where none is, at risk between. `checked` says when somebody last checked in on it, and
    `overdue` when it was due since; empty where it is not.
    """

    objective: Objective
    depth: int
    link: str
    owner: str
    serves: str
    checked: str
    overdue: str
    counts: str
    mark: Status
    lines: tuple[KeyResultLine, ...]
    may_change: bool


@dataclass(frozen=True)
class ObjectiveTree:
    """The objectives of a cycle: those that run or are closed, those that wait to, and those withdrawn."""

    standing: CycleStanding
    span: str
    where_we_are: str
    running: tuple[ObjectiveRow, ...]
    waiting: tuple[ObjectiveRow, ...]
    withdrawn: tuple[ObjectiveRow, ...]

    @property
    def cycle(self) -> Cycle:
        """The cycle."""
        return self.standing.cycle

    @property
    def key_results(self) -> tuple[tuple[ObjectiveRow, KeyResultLine], ...]:
        """The key results that run, each with its objective."""
        active = [each for each in self.running if each.objective.state is ObjectiveState.ACTIVE]
        return tuple((row, line) for row in active for line in row.lines)

    def with_status(self, *statuses: Status) -> tuple[tuple[ObjectiveRow, KeyResultLine], ...]:
        """Those with one of some statuses."""
        return tuple(each for each in self.key_results if each[1].verdict.status in statuses)


@dataclass(frozen=True)
class Kept:
    """What is kept of a cycle, with the names of people and what whoever looks may change."""

    cycles: tuple[Cycle, ...]
    record: CycleRecord | None
    people: Mapping[str, str]
    changeable: frozenset[str]


def kept_of_cycle(here: Served, who: Visitor, cycle_id: str, today: date) -> Kept:
    """A cycle by its id, the one people mean where none is named; `record` is null where there is none."""
    with here.state.reading() as stores:
        cycles = stores.okr.cycles()
        if cycle_id:
            cycle = next((each for each in cycles if each.id == cycle_id), None)
        else:
            cycle = current_cycle(cycles, today)
        if cycle is None:
            return Kept(cycles, None, {}, frozenset())
        record = cycle_record(stores, cycle)
        people = _owners(stores, record.objectives)
        names = {each.id: each.name for each in people.values()}
        return Kept(cycles, record, names, _changeable(who, record.objectives, people))


def today_here(here: Served) -> date:
    """The local date of today, by the clock."""
    return local_time(micros(here.clock.now()), zone_info(here.workspace.rules().zone)).date()


def objective_tree(here: Served, who: Visitor, links: Links, kept: Kept) -> ObjectiveTree:
    """The table of a cycle's objectives as whoever looks may see it."""
    assert kept.record is not None
    return tree_of(read_standings(here.workspace, who, here.clock, kept.record), who, links, kept)


def overview_objectives(here: Served, who: Visitor, links: Links) -> ObjectiveTree | None:
    """The objectives of the cycle that runs; null where there is no cycle."""
    kept = kept_of_cycle(here, who, "", today_here(here))
    return None if kept.record is None else objective_tree(here, who, links, kept)


def tree_of(standing: CycleStanding, who: Visitor, links: Links, kept: Kept) -> ObjectiveTree:
    """The table of a standing."""
    zone = standing.moment.zone
    rows = _Rows(standing, kept, links, LineMaker(links, zone, _lists(who)), standing.moment.today)
    of_states = {
        state: [each for each in standing.objectives if each.objective.state is state]
        for state in ObjectiveState
    }
    running = [
        each
        for each in standing.objectives
        if each.objective.state in {ObjectiveState.ACTIVE, ObjectiveState.CLOSED}
    ]
    waiting = [each for each in standing.objectives if each.objective.state in WAITING]
    return ObjectiveTree(
        standing,
        days_words(standing.cycle),
        _where_we_are(standing),
        tuple(rows.row(each, depth) for each, depth in in_order(running, standing.record)),
        tuple(rows.row(each, 0) for each in waiting),
        tuple(rows.row(each, 0) for each in of_states[ObjectiveState.WITHDRAWN]),
    )


def in_order(
    objectives: Iterable[ObjectiveStanding], record: CycleRecord
) -> list[tuple[ObjectiveStanding, int]]:
    """Objectives each after the one it serves, with how deep it stands below one that serves none of them."""
    every = {each.objective.id: each for each in objectives}
    of_key_result = {each.id: each.objective for each in record.key_results}
    children: dict[str | None, list[ObjectiveStanding]] = {}
    for each in every.values():
        parent = each.objective.parent
        above = None if parent is None else of_key_result.get(parent.id, parent.id)
        children.setdefault(above if above in every else None, []).append(each)
    found: list[tuple[ObjectiveStanding, int]] = []

    def add(above: str | None, depth: int) -> None:
        for each in children.get(above, []):
            found.append((each, depth))
            add(each.objective.id, min(depth + 1, DEEPEST))

    add(None, 0)
    return found


def days_words(cycle: Cycle) -> str:
    """The days of a cycle, with each year once."""
    pattern = DAY if cycle.first_day.year == cycle.last_day.year else DATE
    return f"{date_words(cycle.first_day, pattern)} – {date_words(cycle.last_day, DATE)}"


def counts_words(counts: Mapping[Status, int]) -> str:
    """How many key results are on track, and of how many nothing is known.

    >>> counts_words({Status.MET: 1, Status.ON_TRACK: 2, Status.AT_RISK: 1, Status.NO_DATA: 0})
    '3 of 4 on track'
    """
    whole = sum(counts.values())
    if not whole:
        return say("no key result")
    told = say("%(n)s of %(whole)s on track", n=_well(counts), whole=whole)
    silent = counts.get(Status.NO_DATA, 0)
    return f"{told}, {say('%(n)s without data', n=silent)}" if silent else told


def counts_mark(counts: Mapping[Status, int]) -> Status:
    """The status whose mark stands for several: silence is never shown as if all were well.

    >>> counts_mark({Status.ON_TRACK: 2, Status.NO_DATA: 1}).value
    'at_risk'
    """
    whole, well = sum(counts.values()), _well(counts)
    if counts.get(Status.NO_DATA, 0) == whole:
        return Status.NO_DATA
    if well == whole:
        return Status.ON_TRACK
    return Status.AT_RISK if well else Status.OFF_TRACK


def _well(counts: Mapping[Status, int]) -> int:
    return counts.get(Status.MET, 0) + counts.get(Status.ON_TRACK, 0)


@dataclass(frozen=True)
class _Rows:
    standing: CycleStanding
    kept: Kept
    links: Links
    lines: LineMaker
    today: date

    def row(self, each: ObjectiveStanding, depth: int) -> ObjectiveRow:
        objective, counts = each.objective, each.counts()
        checked, overdue = self._checked(each)
        return ObjectiveRow(
            objective,
            depth,
            self.links.page("objective", objective=objective.id),
            owner_words(objective, self.kept.people),
            self._serves(objective),
            checked,
            overdue,
            counts_words(counts),
            counts_mark(counts),
            tuple(self.lines.line(one) for one in each.key_results),
            objective.id in self.kept.changeable,
        )

    def _serves(self, objective: Objective) -> str:
        parent, record = objective.parent, self.standing.record
        if parent is None:
            return ""
        every: tuple[tuple[str, str], ...] = (
            *((each.id, each.title) for each in record.objectives),
            *((each.id, each.title) for each in record.key_results),
        )
        return next((title for found, title in every if found == parent.id), "")

    def _checked(self, each: ObjectiveStanding) -> tuple[str, str]:
        if each.objective.state is not ObjectiveState.ACTIVE:
            return "", ""
        zone = zone_info(self.standing.moment.zone)
        days = {
            one.key_result.id: [local_time(micros(said.at), zone).date() for said in one.check_ins]
            for one in each.key_results
        }
        last = max((day for said in days.values() for day in said), default=None)
        words = say("no check-in yet") if last is None else checked_words((self.today - last).days)
        since = began_to_count([one.key_result for one in each.key_results], self.standing.moment.zone)
        found = [owed(self.standing.cycle, said, self.today, since) for said in days.values()]
        missed = [day for each in found for day in missed_since(each)]
        late = say("was due %(day)s", day=date_words(max(missed), DAY)) if missed else ""
        return words, late


def checked_words(days: int) -> str:
    """How long ago the last check-in was.

    >>> checked_words(0), checked_words(1), checked_words(9)
    ('checked in today', 'checked in 1 day ago', 'checked in 9 days ago')
    """
    if days <= 0:
        return say("checked in today")
    return say_many("checked in %(num)s day ago", "checked in %(num)s days ago", days)


def owner_words(objective: Objective, people: Mapping[str, str]) -> str:
    """Who answers for an objective: the team, or the person by their name."""
    if objective.owner.kind is Level.PERSON:
        return people.get(objective.owner.name) or say("somebody who is not here any more")
    return objective.owner.name


def _lists(who: Visitor) -> Callable[[Where], bool]:
    return lambda where: all(who.may(Act.READ, each) for each in list_of(where))


def _owners(stores: Stores, objectives: Iterable[Objective]) -> dict[str, Person]:
    if not any(each.owner.kind is Level.PERSON for each in objectives):
        return {}
    return {each.id: each for each in stores.people.all()}


def _changeable(
    who: Visitor, objectives: Iterable[Objective], people: Mapping[str, Person]
) -> frozenset[str]:
    return frozenset(
        each.id
        for each in objectives
        if who.may(Act.CHANGE, thing_owned(each, who.holder, people.get(each.owner.name)))
    )


def _where_we_are(standing: CycleStanding) -> str:
    cycle, today = standing.cycle, standing.moment.today
    if today < cycle.first_day:
        return say_many("begins in %(num)s day", "begins in %(num)s days", (cycle.first_day - today).days)
    if today > cycle.last_day:
        return say_many("ended %(num)s day ago", "ended %(num)s days ago", (today - cycle.last_day).days)
    passed = (today - cycle.first_day).days + 1
    share = f"{number(passed / cycle.days() * 100)}{NARROW}%"
    return say("day %(n)s of %(whole)s (%(share)s)", n=passed, whole=cycle.days(), share=share)
