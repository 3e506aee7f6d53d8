"""Keep: hold a metric within bounds, week by week or day by day."""

from __future__ import annotations

from collections.abc import Iterable

from deskwise.kernel.language import marked
from deskwise.kernel.periods import Period, period_series
from deskwise.okr.bound_figure import check_binding, check_possible
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Bounds, KeyResult, KeyResultKind
from deskwise.okr.kind import Kind
from deskwise.okr.measured import KeptPeriod, Measured


def kept_and_lost(bounds: Bounds, periods: Iterable[KeptPeriod]) -> tuple[int, int]:
    """How many ended periods were within bounds, and how many were not; those without a figure are neither.

    >>> weeks = [KeptPeriod(0, 1, 0.9), KeptPeriod(1, 2, 0.89), KeptPeriod(2, 3, None)]
    >>> kept_and_lost(Bounds(lower=0.9), [*weeks, KeptPeriod(3, 4, 0.95, partial=True)])
    (1, 1)
    """
    held = [bounds.hold(each.value) for each in periods if not each.partial and each.value is not None]
    return sum(held), len(held) - sum(held)


def untold(periods: Iterable[KeptPeriod]) -> int:
    """How many ended periods have no figure."""
    return sum(not each.partial and each.value is None for each in periods)


def judged_periods(bounds: Bounds, cycle: Cycle, zone: str) -> tuple[Period, ...]:
    """The weeks or days a cycle is judged by, those at its edges cut to it.

    >>> from datetime import date
    >>> march = Cycle("1", "March", date(2026, 3, 1), date(2026, 3, 31))
    >>> len(judged_periods(Bounds(lower=0.9), march, "Europe/Berlin"))
    6
    """
    whole = cycle.period(zone)
    return period_series(bounds.every, zone, 1, whole.start_at, whole.end_at)


def _check(key_result: KeyResult) -> None:
    check_binding(key_result)
    if key_result.bounds is not None:
        check_possible(key_result, key_result.bounds.lower)
        check_possible(key_result, key_result.bounds.upper)


def _progress(key_result: KeyResult, measured: Measured) -> float | None:
    if key_result.bounds is None:
        return None
    kept, lost = kept_and_lost(key_result.bounds, measured.periods)
    return kept / (kept + lost) if kept + lost else None


ENTRY = Kind(
    name=KeyResultKind.KEEP,
    label=marked("Keep within bounds"),
    tells=marked("Hold a metric within bounds in every week, or every day, of the cycle."),
    example=marked("Customer satisfaction stays at 90 % or more; the backlog stays between 40 and 80."),
    formula=marked("ended weeks (or days) in bounds / ended weeks (or days) with a figure"),
    golden="keep-ten_of_twelve_weeks",
    needs=("binding", "bounds"),
    has_baseline=False,
    paced="whole",
    check=_check,
    progress=_progress,
)
