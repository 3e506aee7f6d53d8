"""An objective as its page shows it to whoever looks: read once, and what of it they may see and do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fastapi import Request

from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.objectives.chart_key_result import chart_key_result
from deskwise.app.objectives.course import CoursePoint, read_course
from deskwise.app.objectives.known_seen import seen_of_known, with_seen_baselines
from deskwise.app.objectives.restate import Restated, restate
from deskwise.app.objectives.show_objective import ObjectiveKept, objective_kept
from deskwise.app.objectives.standings import (
    CycleStanding,
    KeyResultStanding,
    ObjectiveStanding,
    standings_of,
)
from deskwise.app.seen_figures import Where, list_of
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say
from deskwise.okr.check_in import TypedValue
from deskwise.reports.key_result_course import KeyResultCourse
from deskwise.web.check_in_lines import latest
from deskwise.web.key_result_lines import LineMaker
from deskwise.web.served import Served
from deskwise.web.templating import Links
from deskwise.web.visitor import Visitor

# To restate a check-in its whole log is folded anew: so many at a time, and only when it is asked.
RESTATED_AT_ONCE = 6


@dataclass(frozen=True)
class ShownObjective:
    """An objective with one of its key results chosen, null where it has none yet."""

    here: Served
    who: Visitor
    links: Links
    kept: ObjectiveKept
    found: CycleStanding
    course: tuple[CoursePoint, ...]
    chosen: KeyResultStanding | None

    @property
    def standing(self) -> ObjectiveStanding:
        """Where the objective stands."""
        standing = self.found.find(self.kept.objective.id)
        assert standing is not None
        return standing

    @property
    def zone(self) -> str:
        """The workspace's zone."""
        return self.found.moment.zone

    @property
    def may_change(self) -> bool:
        """Whether whoever looks may change it, check in on it and close it."""
        return self.who.may(Act.CHANGE, self.kept.thing)

    @property
    def may_talk(self) -> bool:
        """Whether they may comment on it and take a part."""
        return self.who.person is not None and self.who.may(Act.CHANGE, Thing(Kind.OBJECTIVE_TALK))

    @cached_property
    def lines(self) -> LineMaker:
        """What makes the rows of key results."""
        return LineMaker(self.links, self.zone, opens(self.who))

    @property
    def typed(self) -> tuple[TypedValue, ...]:
        """What was typed of the chosen key result, the oldest first."""
        return () if self.chosen is None else self.kept.record.typed.get(self.chosen.key_result.id, ())

    def chart(self) -> KeyResultCourse | None:
        """The chart of the chosen key result; null where there is nothing to draw, or to be seen."""
        return None if self.chosen is None else chart_key_result(self.found, self.chosen, self.course)

    def seen(self) -> frozenset[str]:
        """Which check-ins and typed values of the chosen key result may be seen, by their ids."""
        if self.chosen is None:
            return frozenset()
        kept = {each.id: each.known for each in self.chosen.check_ins}
        kept |= {each.id: each.known for each in self.typed if each.known is not None}
        bare = {each.id for each in self.typed if each.known is None}
        return seen_of_known(self.here.workspace, self.who, self.chosen.key_result, kept) | bare

    def restated(self, *, every: bool) -> Mapping[str, Restated]:
        """What the last check-ins of the chosen key result read now, or all of them."""
        if self.chosen is None:
            return {}
        made = self.chosen.check_ins
        asked = made if every else latest(made, RESTATED_AT_ONCE)
        cycle, objective = self.kept.record.cycle, self.kept.objective
        return restate(self.here.workspace, cycle, objective, self.chosen.key_result, asked)


def shown_objective(
    request: Request, here: Served, who: Visitor, objective_id: str, chosen: str = ""
) -> ShownObjective:
    """An objective with the key result of a key or an id chosen, its first one where none is named.

    Raises `UnknownNameError` for an objective or a key result there is not.
    """
    kept = objective_kept(here.state, who.holder, objective_id)
    with here.workspace.facts() as facts:
        found = standings_of(here.workspace, who, here.clock, kept.record, facts)
        found = with_seen_baselines(here.workspace, who, found)
        standing = found.find(kept.objective.id)
        assert standing is not None
        one = _chosen(standing, chosen)
        course: tuple[CoursePoint, ...] = ()
        if one is not None:
            course = read_course(here.workspace, who, facts, found.cycle, one.key_result, found.moment)
    return ShownObjective(here, who, Links(request), kept, found, course, one)


def opens(who: Visitor) -> Callable[[Where], bool]:
    """Whether the requests behind figures of some filters may be listed."""
    return lambda where: all(who.may(Act.READ, each) for each in list_of(where))


def _chosen(standing: ObjectiveStanding, name: str) -> KeyResultStanding | None:
    every = standing.key_results
    if not name:
        return every[0] if every else None
    one = next((each for each in every if name in {each.key_result.key, each.key_result.id}), None)
    if one is None:
        raise UnknownNameError(
            say("objective %(key)s has no such key result", key=standing.objective.key),
            do=say("choose one of those on its page"),
        )
    return one
