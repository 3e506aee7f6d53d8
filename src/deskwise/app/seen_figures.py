"""What of figures whoever looks may see: the rest is not shown, rather than rounded or guessed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from deskwise.analyses.change import Change
from deskwise.analyses.own_limits import OwnLimits, own_limits
from deskwise.app.access.table import SMALLEST_GROUP
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.count_people import PeopleCounts, count_people, edges_of
from deskwise.app.followed_metric import Followed
from deskwise.app.workspace import Workspace
from deskwise.metrics.definition import Clock
from deskwise.metrics.readings import Reading
from deskwise.metrics.recontact_windows import AtWindow

Where = Mapping[str, Sequence[str | None]]
OF_CUSTOMERS = frozenset({"customer", "organisation"})


class Looker(Protocol):
    """Whoever looks, with what the table of access and the workspace's policy leave them."""

    def may(self, act: Act, thing: Thing) -> bool:
        """Whether they may do this."""
        ...

    def may_some(self, act: Act, kind: Kind) -> bool:
        """Whether there can be a thing of a kind to which they may do this."""
        ...

    def require(self, act: Act, thing: Thing) -> None:
        """Raise `NotAllowedError` where they may not."""
        ...


class WithheldReading(Reading):
    """A reading whose figure whoever looks may not see: nothing of it is left."""

    def to_json(self) -> dict[str, Any]:
        """The reading, told apart from one that has no data."""
        return {**super().to_json(), "withheld": True}


def things_of(where: Where, people: int | None = None, by: Where | None = None) -> tuple[Thing, ...]:
    """The things that a figure of these filters is, in a group of `by`: all have to be within reach."""
    narrowed = {**where, **(by or {})}
    # A case without a team or agent is nobody's own.
    teams = frozenset(value or "" for value in narrowed.get("team", ()))
    actors = frozenset(value or "" for value in narrowed.get("agent", ()))
    kinds = [Kind.AGENT_FIGURES if "agent" in narrowed else Kind.AGGREGATE]
    kinds += [Kind.CUSTOMER] if OF_CUSTOMERS & set(narrowed) else []
    return tuple(Thing(kind, teams, actors, people) for kind in kinds)


def list_of(where: Where) -> tuple[Thing, ...]:
    """The things that a list of the requests behind a figure is."""
    return (*(replace(each, kind=Kind.REQUESTS) for each in things_of(where)[:1]), *things_of(where)[1:])


def require_all(who: Looker, things: Iterable[Thing]) -> None:
    """Raise `NotAllowedError` where one of these may not be read."""
    for each in things:
        who.require(Act.READ, each)


def require_split(who: Looker, where: Where, *by: str) -> None:
    """Raise `NotAllowedError` where figures so filtered or split can be nobody's of whoever looks."""
    named = {*where, *by}
    if "agent" in where or OF_CUSTOMERS & set(where):
        require_all(who, things_of(where, SMALLEST_GROUP))
    for kind, told in ((Kind.AGENT_FIGURES, {"agent"}), (Kind.CUSTOMER, OF_CUSTOMERS)):
        if told & named and not who.may_some(Act.READ, kind):
            who.require(Act.READ, Thing(kind))


def shows_window(who: Looker, where: Where, found: AtWindow) -> bool:
    """Whether whoever looks may see what is counted at a window of re-contact."""
    people = SMALLEST_GROUP if found.n and not found.people else found.people
    return all(who.may(Act.READ, each) for each in things_of(where, people))


def narrows(who: Looker, where: Where, name: str, value: str | None) -> bool:
    """Whether whoever looks may be offered a value to filter by: who others are is not theirs to see."""
    if name != "agent" and name not in OF_CUSTOMERS:
        return True
    return all(who.may(Act.READ, each) for each in things_of({**where, name: (value,)}, SMALLEST_GROUP))


@dataclass(frozen=True)
class SeenFigures:
    """Which figures of a page are shown. `counts` is null where even a figure of one person may be seen."""

    who: Looker
    where: Where
    counts: PeopleCounts | None
    by: tuple[str, ...] = ()
    _groups: dict[tuple[tuple[str, str | None], ...], bool] = field(default_factory=dict, compare=False)

    def shows(self, reading: Reading) -> bool:
        """Whether a reading may be seen."""
        if self.counts is None:  # then it is the group that decides, whatever its figure
            if reading.by not in self._groups:
                self._groups[reading.by] = self._shows(reading)
            return self._groups[reading.by]
        return self._shows(reading)

    def _shows(self, reading: Reading) -> bool:
        by = {name: (value,) for name, value in reading.by}
        told = dict(reading.by)
        group = tuple(told[name] for name in self.by if name != "agent")
        people = None if self.counts is None else self.counts.behind(reading, group)
        return all(self.who.may(Act.READ, each) for each in things_of(self.where, people, by))

    def seen(self, reading: Reading) -> Reading:
        """A reading, or what is left of one that may not be seen."""
        if self.shows(reading):
            return reading
        return WithheldReading(
            reading.metric, reading.stat, reading.clock, reading.unit, reading.period, reading.by,
            None, 0, None, None, (), 0, 0, 0, 0, None, reading.definition,
        )  # fmt: skip

    def followed(self, found: Followed) -> Followed:
        """A metric followed, without what may not be seen; limits are of what is left."""
        now, before = self.seen(found.now), self.seen(found.before)
        course = tuple(self.seen(each) for each in found.course)
        hidden = isinstance(now, WithheldReading) or isinstance(before, WithheldReading)
        change = Change(None, None, "no data", None) if hidden else found.change
        whole = not any(isinstance(each, WithheldReading) for each in course)
        own = found.own if whole else _of_what_is_left(found, course)
        return Followed(found.metric, found.stat, now, before, change, course, own)


def _of_what_is_left(found: Followed, course: Sequence[Reading]) -> OwnLimits | None:
    if found.own is None:
        return None
    return own_limits(found.metric, found.stat, course, found.own.grain, found.own.zone)


def sees_all(who: Looker, where: Where, by: Sequence[str]) -> bool:
    """Whether whoever looks may see every figure of these filters, in groups, however few are behind it."""
    split = dict.fromkeys(by, ("",))
    return all(who.may(Act.READ, each) for each in things_of({**where, **split}))


def seen_figures(
    who: Looker,
    workspace: Workspace,
    readings: Iterable[Reading],
    where: Where,
    clock: Clock,
    by: tuple[str, ...] = (),
) -> SeenFigures:
    """What of readings may be seen; people are counted only where that decides it, and all at once."""
    if sees_all(who, where, by):
        return SeenFigures(who, where, None, by)
    asked = list(readings)
    names = tuple(dict.fromkeys(each.metric for each in asked))
    edges = [edges_of(each) for each in asked]
    counts = count_people(workspace, names, edges, by=by, where=where, clock=clock)
    return SeenFigures(who, where, counts, by)
