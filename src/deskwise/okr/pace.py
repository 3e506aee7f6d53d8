"""Pace: where progress is expected to be on a day. A position to be drawn, not a verdict."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Checkpoint, KeyResult, KeyResultKind, Milestone
from deskwise.okr.kinds import kind_of, target_of

POINTS = 100


def expected_progress(
    cycle: Cycle,
    today: date,
    working_days: Iterable[date],
    checkpoints: Sequence[Checkpoint] = (),
    milestones: Sequence[Milestone] = (),
) -> float:
    """The progress that is expected on a day, from 0 before the cycle to that of its end.

    It is the share of the cycle's working days that have ended before today, for a day counts once it is
    over. A cycle without any counts all of its days. The owner's checkpoints bend the line: straight between
    them, from 0 at the start to 1 at the end. Without checkpoints, a milestone is expected once its day is
    over and not before, and one without a day along the line.

    >>> week = Cycle("1", "a week", date(2026, 3, 2), date(2026, 3, 8))
    >>> monday_to_friday = [date(2026, 3, day) for day in (2, 3, 4, 5, 6)]
    >>> [expected_progress(week, date(2026, 3, day), monday_to_friday) for day in (2, 4, 7, 9)]
    [0.0, 0.4, 1.0, 1.0]
    """
    days = _counted_days(cycle, working_days)
    if not checkpoints and milestones:
        line = _on_line(days, today)
        reached = sum(
            each.weight * (line if each.due is None else float(_end_of(each.due, cycle) < today))
            for each in milestones
        )
        return reached / sum(each.weight for each in milestones)
    if not checkpoints:
        return _on_line(days, today)
    return _on_bent_line(cycle, days, today, checkpoints)


def expected_of(key_result: KeyResult, cycle: Cycle, today: date, working_days: Iterable[date]) -> float:
    """The progress that is expected of a key result on a day, as its kind asks for it.

    Of a `keep` it is all of it from the start, for each week that has ended is to be within bounds, unless
    the owner's checkpoints expect less.
    """
    kind = kind_of(key_result)
    if kind.paced == "whole" and not key_result.checkpoints:
        return 1.0
    steps = key_result.milestones if kind.paced == "steps" else ()
    return expected_progress(cycle, today, working_days, key_result.checkpoints, steps)


def points_ahead(progress: float | None, expected: float) -> float | None:
    """How many points progress is ahead of the pace, below 0 how many behind; null without a figure.

    >>> points_ahead(0.4, 0.5), points_ahead(None, 0.5)
    (-10.0, None)
    """
    # Rounded where floats lose digits, so that 10 points are 10.
    return None if progress is None else round((progress - expected) * POINTS, 6)


def pace_value(key_result: KeyResult, baseline: float | None, expected: float) -> float | None:
    """The value at which progress would be as expected; null of kinds that reach no value."""
    target = target_of(key_result, baseline)
    if key_result.kind is KeyResultKind.ACCUMULATE:
        baseline = 0.0
    if target is None or baseline is None:
        return None
    return baseline + expected * (target - baseline)


def _counted_days(cycle: Cycle, working_days: Iterable[date]) -> list[date]:
    within = sorted({day for day in working_days if cycle.first_day <= day <= cycle.last_day})
    return within or [cycle.first_day + timedelta(days=passed) for passed in range(cycle.days())]


def _end_of(due: date, cycle: Cycle) -> date:
    """A day that lies after the cycle is asked for at its end."""
    return min(due, cycle.last_day)


def _on_line(days: Sequence[date], today: date) -> float:
    return bisect_left(days, today) / len(days)


def _on_bent_line(
    cycle: Cycle, days: Sequence[date], today: date, checkpoints: Iterable[Checkpoint]
) -> float:
    """Where the line through the checkpoints is; of several at one place, the last one counts."""
    bends = {0.0: 0.0, float(len(days)): 1.0}
    for each in sorted(checkpoints, key=lambda each: each.day):
        if cycle.first_day <= each.day <= cycle.last_day:
            bends[float(bisect_right(days, each.day))] = each.progress
    if today > cycle.last_day:
        return bends[float(len(days))]
    place = float(bisect_left(days, today))
    places = sorted(bends)
    after = bisect_left(places, place)
    if places[after] == place:
        return bends[place]
    left, right = places[after - 1], places[after]
    return bends[left] + (bends[right] - bends[left]) * (place - left) / (right - left)
