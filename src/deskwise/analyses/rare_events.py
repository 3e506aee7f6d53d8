"""The g chart: how many cases, or days, lie between one rare event and the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.control_limits import FEWEST_PERIODS, MOST_PERIODS, ControlLimits
from deskwise.analyses.measured_period import MeasuredPeriod
from deskwise.analyses.small_counts import ONE_SIDE


@dataclass(frozen=True)
class Gap:
    """So many cases (or days) without an event, from the event before to the one at `end_at`.

    Instants are the first of their days.
    """

    start_at: int
    end_at: int
    size: int


def gaps(days: Sequence[MeasuredPeriod]) -> tuple[Gap, ...]:
    """What lies between the events of a course of days, in order.

    Of a count it is days without an event. Of a figure per case it is the cases without one; where a day has
    both, its events are taken to lie evenly among its cases. What came before the first event, and after the
    last, is no gap.
    """
    found: list[Gap] = []
    since: int | None = None
    between = 0
    for day in days:
        events, cases = round(day.events), round(day.exposure)
        # Of a count, factor is 1 and each day one chance of an event.
        free = (0 if events else 1) if day.factor == 1 else max(cases - events, 0)
        apart, rest = divmod(free, events + 1)
        for number in range(events):
            between += apart + (1 if number < rest else 0)
            if since is not None:
                found.append(Gap(since, day.start_at, between))
            since, between = day.start_at, 0
        between += apart if events else free
    return tuple(found)


@dataclass(frozen=True)
class GapLimits:
    """Ordinary gaps: events come with the chance `chance` in each case, whatever came before.

    They rest on the first `periods` gaps, between `start_at` and `end_at`.
    """

    chance: float
    periods: int
    start_at: int
    end_at: int

    @property
    def limits(self) -> ControlLimits:
        """What chance stays within, up to 0.135 % on each side, around the median."""
        per_case = math.log1p(-self.chance)
        low = math.ceil(math.log1p(-ONE_SIDE) / per_case - 1)
        return ControlLimits(
            float(max(low, 0)),
            math.log(1 / 2) / per_case,
            math.log(ONE_SIDE) / per_case - 1,
            self.periods,
        )

    def sigmas(self, size: int) -> float:
        """A gap as a standard normal score: by the middle of the chance of one as short."""
        from scipy.special import ndtri

        longer = (1 - self.chance) ** size
        return -float(ndtri(longer * (1 - self.chance / 2)))


def gap_limits(found: Sequence[Gap]) -> GapLimits | None:
    """The limits from the first sixteen gaps; null of fewer than twelve.

    The chance is the one that is right on average, a little below one by the mean (Benneyan).
    """
    first = found[:MOST_PERIODS]
    if len(first) < FEWEST_PERIODS:
        return None
    mean = sum(each.size for each in first) / len(first)
    return GapLimits(chance_of(mean, len(first)), len(first), first[0].start_at, first[-1].end_at)


def chance_of(mean: float, gaps_known: int) -> float:
    """The chance of an event in each case, where so many gaps have such a mean.

    >>> chance_of(15.0, 16)
    0.05859375
    """
    return (gaps_known - 1) / gaps_known / (mean + 1)
