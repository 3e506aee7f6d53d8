"""A metric's course on its control chart: each period with its limits and its mark, and dated changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from deskwise.analyses.change_points import ChangePoint, change_points
from deskwise.analyses.control_limits import ControlLimits
from deskwise.analyses.false_alarms import FalseAlarms, false_alarms_of, false_alarms_of_gaps
from deskwise.analyses.measured_period import MeasuredPeriod
from deskwise.analyses.own_limits import OwnLimits
from deskwise.analyses.rare_events import Gap, GapLimits
from deskwise.analyses.run_rules import RULES, RuleName, marks

Place = Literal["before", "base", "judged"]
# The chance that what stands out most is called out of control where nothing changes; as much for a change.
LEVEL = 0.025


@dataclass(frozen=True)
class ChartedPeriod:
    """A period, or a gap between two events, on a control chart.

    `sigmas` is how far it lies above its centre, null without a value; limits are made of those at the
    `base`. `marks` are the rules that mark it. `n` is how many cases it has.
    """

    start_at: int
    end_at: int
    value: float | None
    limits: ControlLimits | None
    sigmas: float | None
    place: Place
    n: int
    marks: tuple[RuleName, ...] = ()


@dataclass(frozen=True)
class LevelChange:
    """A dated change of level: from the period that begins at `at`, with 95 % from `low_at` up to `high_at`.

    `before` and `after` are the levels between its neighbours.
    """

    at: int
    low_at: int
    high_at: int
    before: float
    after: float
    chance: float


@dataclass(frozen=True)
class ChartedCourse:
    """A course on its chart. `alarms` is null where no period is judged."""

    periods: tuple[ChartedPeriod, ...]
    changes: tuple[LevelChange, ...]
    alarms: FalseAlarms | None

    @property
    def judged(self) -> tuple[ChartedPeriod, ...]:
        """The periods that the limits were not made of, and that come after those."""
        return tuple(each for each in self.periods if each.place == "judged" and each.sigmas is not None)

    @property
    def marked(self) -> tuple[ChartedPeriod, ...]:
        """Those that a rule marks."""
        return tuple(each for each in self.periods if each.marks)

    @property
    def striking(self) -> bool:
        """Whether what stands out is more than chance alone does."""
        return bool(self.marked) and self.alarms is not None and self.alarms.as_striking <= LEVEL


def charted_periods(
    limits: OwnLimits, periods: Sequence[MeasuredPeriod], first: Sequence[MeasuredPeriod], ns: Sequence[int]
) -> ChartedCourse:
    """The course of periods on the chart whose limits were drawn of the `first`, each of so many cases."""
    base = {each.start_at for each in first}
    charted = [
        _charted(limits, period, n, at_base=period.start_at in base)
        for period, n in zip(periods, ns, strict=True)
    ]
    by_start = {each.start_at: each for each in periods}
    judged = [each for each in charted if each.place == "judged" and each.sigmas is not None]
    sigmas = [each.sigmas for each in judged if each.sigmas is not None]
    alarms = (
        false_alarms_of(limits, first, [by_start[each.start_at] for each in judged], sigmas)
        if judged
        else None
    )
    return ChartedCourse(_marked(charted), _periods_changes(charted, by_start, limits), alarms)


def _charted(limits: OwnLimits, period: MeasuredPeriod, n: int, *, at_base: bool) -> ChartedPeriod:
    place: Place = "base" if at_base else "judged" if period.start_at >= limits.end_at else "before"
    drawn = limits.of(period) if period.exposure or limits.family == "xmr" else None
    sigmas = None if drawn is None or period.value is None else drawn.sigmas(period.value)
    return ChartedPeriod(period.start_at, period.end_at, period.value, drawn, sigmas, place, n)


def charted_gaps(limits: GapLimits, gaps: Sequence[Gap]) -> ChartedCourse:
    """The course of gaps between rare events on a g chart."""
    drawn = limits.limits
    charted = [
        ChartedPeriod(
            each.start_at, each.end_at, float(each.size), drawn, limits.sigmas(each.size),
            "base" if at < limits.periods else "judged", 1,
        )
        for at, each in enumerate(gaps)
    ]  # fmt: skip
    sigmas = [each.sigmas for each in charted if each.place == "judged" and each.sigmas is not None]
    alarms = false_alarms_of_gaps(limits, len(sigmas), sigmas) if sigmas else None
    return ChartedCourse(_marked(charted), _changes(charted, _mean), alarms)


def _marked(charted: Sequence[ChartedPeriod]) -> tuple[ChartedPeriod, ...]:
    import numpy as np

    judged = [each for each in charted if each.place == "judged" and each.sigmas is not None]
    if not judged:
        return tuple(charted)
    sigmas = np.array([[each.sigmas for each in judged]])
    beyond = np.array(
        [[each.limits is not None and not each.limits.holds(each.value or 0.0) for each in judged]]
    )
    found = marks(sigmas, beyond)
    places = {id(each): at for at, each in enumerate(judged)}
    return tuple(
        replace(each, marks=tuple(rule.name for rule in RULES if found[rule.name][0, places[id(each)]]))
        if id(each) in places
        else each
        for each in charted
    )


def _mean(charted: Sequence[ChartedPeriod]) -> float:
    values = [each.value for each in charted if each.value is not None]
    return sum(values) / len(values)


def _periods_changes(
    charted: Sequence[ChartedPeriod], by_start: dict[int, MeasuredPeriod], limits: OwnLimits
) -> tuple[LevelChange, ...]:
    def level(those: Sequence[ChartedPeriod]) -> float:
        if limits.family in {"xmr", "c"}:
            return _mean(those)
        measured = [by_start[each.start_at] for each in those]
        below = sum(each.exposure for each in measured)
        scale = next(each.factor * each.exposure for each in measured)
        return sum(each.events for each in measured) / below * scale

    return _changes(charted, level)


def _changes(
    charted: Sequence[ChartedPeriod], level: Callable[[Sequence[ChartedPeriod]], float]
) -> tuple[LevelChange, ...]:
    known = [each for each in charted if each.sigmas is not None]
    found: tuple[ChangePoint, ...] = change_points([each.sigmas or 0.0 for each in known])
    edges = [0, *(each.at for each in found), len(known)]
    return tuple(
        LevelChange(
            known[each.at].start_at,
            known[each.low].start_at,
            known[each.high].end_at,
            level(known[before : each.at]),
            level(known[each.at : after]),
            each.chance,
        )
        for each, before, after in zip(found, edges, edges[2:], strict=False)
    )
