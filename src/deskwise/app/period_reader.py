"""Reads figures over one period, or over the last so many of a grain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from deskwise.app.annotations import Annotation
from deskwise.app.compared_periods import last_ended, since_known
from deskwise.app.read_metrics import readings_of
from deskwise.app.workspace import Facts
from deskwise.kernel.periods import Grain, Period, period_series
from deskwise.metrics.definition import Clock, Stat
from deskwise.metrics.readings import Reading, Readings
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import REACH

Where = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class PeriodReader:
    """What is the same for all figures of a page; `anew` is what limits were set anew."""

    facts: Facts
    metrics: tuple[str, ...]
    stats: tuple[Stat, ...]
    clock: Clock
    where: Where
    by: tuple[str, ...] = ()
    within_seconds: Decimal | None = None
    anew: tuple[Annotation, ...] = ()

    def over(self, period: Period | None) -> Readings:
        """The readings over a period, over all time without one."""
        if period is None:
            return self._read(None, None, None)
        return self._read(None, period.start_at, period.end_at)

    def series(self, grain: Grain, count: int) -> Readings:
        """The readings of the last ended periods of a grain and the one under way, as far as the log goes."""
        horizon = self.facts.horizon
        periods = last_ended(grain, self.facts.rules, horizon.as_of, count)
        return self._read(grain, since_known(periods, horizon.first_at)[0].start_at, None)

    def first(self, grain: Grain, count: int | None) -> tuple[Reading, ...]:
        """The readings of the first so many periods of a grain that anything is known of; of all without."""
        horizon, rules = self.facts.horizon, self.facts.rules
        if horizon.first_at is None:
            return ()
        periods = period_series(
            grain, rules.zone, rules.fiscal_year_starts, horizon.first_at - REACH[grain], horizon.as_of
        )
        known = [each for each in periods[1:] if each.end_at > horizon.first_at]
        if not known:
            return ()
        last = None if count is None or len(known) <= count else known[count - 1].end_at
        return self._read(grain, known[0].start_at, last).readings

    def _read(self, every: Grain | None, since_at: int | None, until_at: int | None) -> Readings:
        asked = select(
            self.metrics,
            stats=self.stats,
            by=self.by,
            where=self.where,
            every=every,
            since_at=since_at,
            until_at=until_at,
            within_seconds=self.within_seconds,
            clock=self.clock,
        )
        return readings_of(self.facts, asked)
