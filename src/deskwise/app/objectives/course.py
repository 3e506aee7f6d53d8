"""The course of a key result: what it read at the end of each week of its cycle, of a short one each day."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.objectives.baseline_length import BaselineLength
from deskwise.app.objectives.moment import Moment
from deskwise.app.objectives.read_bindings import BoundQuestion, read_bindings
from deskwise.app.objectives.read_key_results import as_seen
from deskwise.app.remembered import remembered
from deskwise.app.seen_figures import Looker
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.periods import Grain, period_series
from deskwise.metrics.readings import Reading
from deskwise.okr.binding import Binding
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult

# A cycle of so many days or fewer is followed day by day.
SHORT_CYCLE_DAYS = 35


@dataclass(frozen=True)
class CoursePoint:
    """What a key result read at an instant, in microseconds since 1970 UTC.

    `value` is what is held against the baseline: the reading's own, or of what adds up as much as the
    baseline's days would bring; null without a figure. `reading` is over the binding's window, which ends at
    the instant.
    """

    at: int
    reading: Reading
    value: float | None


def read_course(
    workspace: Workspace,
    who: Looker | None,
    facts: Facts,
    cycle: Cycle,
    key_result: KeyResult,
    moment: Moment,
) -> tuple[CoursePoint, ...]:
    """What a key result read at the end of each past week of its cycle, and what it reads now, in order.

    Nothing of one that is bound to no metric. Instants at which nothing of its window had been are left out.
    `who` is null of whoever has the folder. Raises `UsageError` where the binding asks for what there is not.
    """
    binding = key_result.binding
    if binding is None:
        return ()
    asked = {
        at: question
        for at in _instants(cycle, facts, moment)
        if (question := _at(binding, cycle, at, moment))
    }
    questions = tuple(asked.values())
    found = remembered(facts, "okr course", questions, lambda: dict(read_bindings(facts, questions)))
    if who is not None:
        found = as_seen(workspace, who, found)
    lengths = BaselineLength(cycle, facts.rules)
    return tuple(
        CoursePoint(at, each, lengths.held(key_result, _value(each), each.period))
        for at, question in asked.items()
        for each in found[question]
    )


def grain_of(cycle: Cycle) -> Grain:
    """How often the course of a cycle's key results is read.

    >>> from datetime import date
    >>> grain_of(Cycle("1", "Q4", date(2026, 10, 1), date(2026, 12, 31)))
    'week'
    """
    return "day" if cycle.days() <= SHORT_CYCLE_DAYS else "week"


def _instants(cycle: Cycle, facts: Facts, moment: Moment) -> list[int]:
    """The ends of the weeks that have ended, and how far the figures reach."""
    span, rules = cycle.period(moment.zone), facts.rules
    until = min(moment.read_at, span.end_at)
    periods = period_series(grain_of(cycle), rules.zone, rules.fiscal_year_starts, span.start_at, until)
    return [each.end_at for each in periods]


def _at(binding: Binding, cycle: Cycle, at: int, moment: Moment) -> BoundQuestion | None:
    period = binding.window.period(cycle.period(moment.zone), at, moment.zone)
    return None if period is None else BoundQuestion(binding, period)


def _value(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)
