"""How many more cases a period that has not ended will have: by the weekdays of the weeks before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt
from statistics import NormalDist

from deskwise.kernel.periods import local_instant, local_time, zone_info
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

DAY = 86_400_000_000
WEEK = 7
# Days that are looked back at, and the fewest of them: a fortnight has each weekday twice.
DAYS, FEWEST_DAYS = 8 * WEEK, 2 * WEEK
Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class ExpectedCases:
    """So many more cases are expected, with the 95 % interval if days go on as they did."""

    n: int
    low: int
    high: int


def expected_cases(
    course: Sequence[Reading], as_of: int, period: ReadPeriod, zone: str
) -> ExpectedCases | None:
    """The cases still to come between as-of and the period's end; null where too few days are known.

    Each remaining day is expected to have the mean of its weekday; of a day under way what is left of it.
    Cases that are provisional are counted with their day, for they will count.
    """
    assert period.end_at is not None
    days = [
        (local_time(each.period.start_at, zone_info(zone)).weekday(), each.n + each.provisional)
        for each in course
        if each.period is not None and each.period.start_at is not None and not each.period.partial
    ][-DAYS:]
    if len(days) < FEWEST_DAYS:
        return None
    of_weekday = [[n for weekday, n in days if weekday == each] for each in range(WEEK)]
    means = [sum(found) / len(found) for found in of_weekday]
    spread = sum((n - means[weekday]) ** 2 for weekday, n in days) / (len(days) - WEEK)
    left = _left(as_of, period.end_at, zone)
    total = sum(mean * part for mean, part in zip(means, left, strict=True))
    variance = spread * sum(part + part**2 / len(found) for part, found in zip(left, of_weekday, strict=True))
    reach = Z * sqrt(max(variance, total))
    return ExpectedCases(round(total), max(0, round(total - reach)), round(total + reach))


def _left(as_of: int, end_at: int, zone: str) -> list[float]:
    """How many days of each weekday lie between two instants, parts of a day counted as parts."""
    info, found = zone_info(zone), [0.0] * WEEK
    day = local_time(as_of, info).date()
    while (start := _start(day, zone)) < end_at:
        following = day + timedelta(days=1)
        end = _start(following, zone)
        found[day.weekday()] += max(0, min(end, end_at) - max(start, as_of)) / max(end - start, 1)
        day = following
    return found


def _start(day: date, zone: str) -> int:
    return local_instant(datetime.combine(day, time()), zone_info(zone))
