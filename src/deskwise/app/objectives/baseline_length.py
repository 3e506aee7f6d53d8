"""Bring figures that grow with the days they are of to the length of a key result's baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from deskwise.app.objectives.moment import working_days
from deskwise.facts.rules import Rules
from deskwise.kernel.periods import Period, local_time, zone_info
from deskwise.metrics.timeline import ReadPeriod
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.same_length import at_same_length


@dataclass(frozen=True)
class BaselineLength:
    """How long baselines of a cycle are, in the days that are open; each span of days is counted once."""

    cycle: Cycle
    rules: Rules
    _opened: dict[tuple[date, date], int] = field(default_factory=dict, compare=False, repr=False)

    def held(
        self, key_result: KeyResult, value: float | None, period: Period | ReadPeriod | None
    ) -> float | None:
        """A value of a period as it is held against the baseline; null where no day of it has ended."""
        before = baseline_days(key_result, self.cycle)
        if before is None or period is None or period.start_at is None or period.end_at is None:
            return value
        # A day counts once it is over.
        first, last = self._day(period.start_at), self._day(period.end_at) - timedelta(days=1)
        ended = self._open_days(first, last) if last >= first else 0
        return at_same_length(key_result, value, ended, self._open_days(*before))

    def _open_days(self, first: date, last: date) -> int:
        if (first, last) not in self._opened:
            self._opened[first, last] = len(working_days(first, last, self.rules))
        return self._opened[first, last]

    def _day(self, at: int) -> date:
        return local_time(at, zone_info(self.rules.zone)).date()


def baseline_days(key_result: KeyResult, cycle: Cycle) -> tuple[date, date] | None:
    """The days its baseline is of: those it was frozen with, or those its rule names; null of a number."""
    frozen = key_result.baseline
    if frozen is not None and frozen.first_day is not None and frozen.last_day is not None:
        return frozen.first_day, frozen.last_day
    return key_result.baseline_rule.days(cycle)
