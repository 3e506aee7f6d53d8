"""How many calls a week will have, by half hour: the profile of the weeks before, with a clear trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt

from deskwise.analyses.half_hours import OF_DAY

DAYS = 7
# A profile rests on so many weeks at most; with fewer than two there is none.
MOST_WEEKS, FEWEST_WEEKS = 8, 2
# A trend is followed where its slope is so many of its errors from nought.
CLEAR, FEWEST_OF_TREND = 3.0, 6
SIDES = (0.025, 0.975)


@dataclass(frozen=True)
class Day:
    """A local date with its calls by half hour; `closed` says that it is a holiday or closed."""

    day: date
    calls: tuple[int, ...]
    closed: bool = False

    @property
    def total(self) -> int:
        """All calls of the day."""
        return sum(self.calls)


@dataclass(frozen=True)
class ExpectedCalls:
    """So many calls are expected, in 95 % between `low` and `high` as far as the past tells."""

    n: float
    low: int
    high: int


@dataclass(frozen=True)
class ForecastDay:
    """A date to come with its half hours, and all of them together."""

    day: date
    closed: bool
    half_hours: tuple[ExpectedCalls, ...]
    whole: ExpectedCalls


@dataclass(frozen=True)
class Forecast:
    """A week to come.

    `trend` is by what a week has more than the one before, as a share of it, 0 if none is clear.
    `closed_share` is what a closed date has of an ordinary one, null where none was seen. The dispersions
    say how much farther counts lie apart than chance draws them, of half hours, days and
    the week.
    """

    days: tuple[ForecastDay, ...]
    trend: float
    closed_share: float | None
    half_hour_dispersion: float
    day_dispersion: float
    week_dispersion: float
    whole: ExpectedCalls


@dataclass(frozen=True)
class BackTest:
    """What forecasts of `weeks` that were held out, each made of those before it alone, were off by.

    As shares of all calls of these weeks: by half hour and by day, of the forecast and of taking the week
    before as it was (seasonal-naive). `covered` is the share of half hours with calls expected that lay in
    their intervals, `covered_days` that of days.
    """

    weeks: int
    error: float
    naive_error: float
    day_error: float
    naive_day_error: float
    covered: float
    covered_days: float


def forecast(days: Sequence[Day], to_come: Sequence[tuple[date, bool]]) -> Forecast | None:
    """The forecast of a week's dates, each with whether it is closed, of the days before it, in order.

    Null with less than two weeks of each weekday that is open.
    """
    used = days[-MOST_WEEKS * DAYS :]
    if len(used) < FEWEST_WEEKS * DAYS:
        return None
    usual = [each for each in used if not each.closed]
    of_weekday = [[each for each in usual if each.day.weekday() == weekday] for weekday in range(DAYS)]
    if any(not found for found in of_weekday):
        return None
    means = [
        [_mean([each.calls[place] for each in found]) for place in range(OF_DAY)] for found in of_weekday
    ]
    trend = _trend(usual, [sum(each) for each in means])
    middle = _mean([float(each.day.toordinal()) for each in usual])
    halves = _dispersion(
        [([each.calls[place] for each in found], means[weekday][place])
         for weekday, found in enumerate(of_weekday) for place in range(OF_DAY)]
    )  # fmt: skip
    whole = _dispersion(
        [([each.total for each in found], sum(means[weekday])) for weekday, found in enumerate(of_weekday)]
    )
    closed_share = _closed_share(days, means)
    found_days, variance, total = [], 0.0, 0.0
    for day, closed in to_come:
        grown = max(0.0, 1 + trend * (day.toordinal() - middle) / DAYS)
        if closed:
            grown *= closed_share or 0.0
        weekday, weeks = day.weekday(), len(of_weekday[day.weekday()])
        expected = [each * grown for each in means[weekday]]
        of_day = sum(expected)
        total, variance = total + of_day, variance + of_day * whole * (1 + 1 / weeks)
        found_days.append(
            ForecastDay(
                day, closed, _intervals(expected, halves * (1 + 1 / weeks)),
                _intervals([of_day], whole * (1 + 1 / weeks))[0],
            )
        )  # fmt: skip
    together = max(variance / total if total else 1.0, _of_weeks(used))
    fewest = min(len(found) for found in of_weekday)
    return Forecast(
        tuple(found_days), trend, closed_share, halves * (1 + 1 / fewest), whole * (1 + 1 / fewest), together,
        _intervals([total], together)[0],
    )  # fmt: skip


def back_test(days: Sequence[Day]) -> BackTest | None:
    """Forecasts of the last weeks held out, a week at a time; a quarter of the weeks, four at most.

    Null where there are not so many weeks before the first of them as a forecast takes.
    """
    weeks = len(days) // DAYS
    held = min(4, max(1, weeks // 4))
    if weeks - held < FEWEST_WEEKS:
        return None
    days = days[len(days) - weeks * DAYS :]
    sums = dict.fromkeys(("calls", "off", "naive", "day", "naive_day"), 0.0)
    inside, cells, inside_days, all_days = 0, 0, 0, 0
    for week in range(weeks - held, weeks):
        before, actual = days[: week * DAYS], days[week * DAYS : (week + 1) * DAYS]
        found = forecast(before, [(each.day, each.closed) for each in actual])
        if found is None:
            return None
        for expected, came, earlier in zip(found.days, actual, before[-DAYS:], strict=True):
            pairs = list(zip(expected.half_hours, came.calls, earlier.calls, strict=True))
            sums["calls"] += came.total
            sums["off"] += sum(abs(each.n - n) for each, n, _ in pairs)
            sums["naive"] += sum(abs(last - n) for _, n, last in pairs)
            sums["day"] += abs(expected.whole.n - came.total)
            sums["naive_day"] += abs(earlier.total - came.total)
            cells += sum(each.n > 0 for each, _, _ in pairs)
            inside += sum(each.low <= n <= each.high for each, n, _ in pairs if each.n > 0)
            all_days += 1
            inside_days += expected.whole.low <= came.total <= expected.whole.high
    calls = sums["calls"]
    if not calls or not cells:
        return None
    return BackTest(
        held, sums["off"] / calls, sums["naive"] / calls, sums["day"] / calls, sums["naive_day"] / calls,
        inside / cells, inside_days / all_days,
    )  # fmt: skip


def _trend(usual: Sequence[Day], of_weekday: Sequence[float]) -> float:
    """By what a week has more than the one before, as a share; 0 if it is not clear, or of too few weeks.

    It is told by weeks, whose days go up and down together.
    """
    weeks: dict[int, list[float]] = {}
    for each in usual:
        if of_weekday[each.day.weekday()] > 0:
            ratio = each.total / of_weekday[each.day.weekday()]
            weeks.setdefault((usual[-1].day - each.day).days // DAYS, []).append(ratio)
    if len(weeks) < FEWEST_OF_TREND:
        return 0.0
    at, level = [-float(each) for each in weeks], [_mean(found) for found in weeks.values()]
    middle, usually = _mean(at), _mean(level)
    spread = sum((each - middle) ** 2 for each in at)
    slope = sum((x - middle) * (y - usually) for x, y in zip(at, level, strict=True)) / spread
    left = sum((y - usually - slope * (x - middle)) ** 2 for x, y in zip(at, level, strict=True))
    return slope if abs(slope) > CLEAR * sqrt(left / (len(weeks) - 2) / spread) else 0.0


def _of_weeks(days: Sequence[Day]) -> float:
    """How much farther whole weeks lie apart than chance draws them, with the noise of their mean.

    Days of a week go up and down together, which their own dispersion does not know.
    """
    weeks = [days[end - DAYS : end] for end in range(len(days), DAYS - 1, -DAYS)]
    totals = [sum(day.total for day in week) for week in weeks if not any(day.closed for day in week)]
    return _dispersion([(totals, _mean(totals))]) * (1 + 1 / len(totals)) if totals else 1.0


def _closed_share(days: Sequence[Day], means: Sequence[Sequence[float]]) -> float | None:
    """What closed dates had of what their weekdays have."""
    closed = [each for each in days if each.closed]
    usual = sum(sum(means[each.day.weekday()]) for each in closed)
    return sum(each.total for each in closed) / usual if usual else None


def _dispersion(cells: Sequence[tuple[Sequence[int], float]]) -> float:
    """How much farther counts lie from their means than chance draws them; 1 at least."""
    above = sum((n - mean) ** 2 for counts, mean in cells for n in counts if len(counts) > 1)
    below = sum(mean * (len(counts) - 1) for counts, mean in cells if len(counts) > 1)
    return max(1.0, above / below) if below else 1.0


def _intervals(means: Sequence[float], dispersion: float) -> tuple[ExpectedCalls, ...]:
    """The middle 95 % of negative binomials of these means, whose variances are so many times them."""
    import numpy as np
    from scipy.stats import nbinom, poisson

    places = [place for place, mean in enumerate(means) if mean > 0]
    found = [ExpectedCalls(0.0, 0, 0)] * len(means)
    if not places:
        return tuple(found)
    known = np.array([means[place] for place in places])
    if dispersion <= 1.0 + 1e-9:
        sides = [poisson.ppf(side, known) for side in SIDES]
    else:
        sides = [nbinom.ppf(side, known / (dispersion - 1), 1 / dispersion) for side in SIDES]
    for place, low, high in zip(places, *sides, strict=True):
        found[place] = ExpectedCalls(means[place], int(low), int(high))
    return tuple(found)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def grown(found: Forecast, share: float) -> Forecast:
    """The same forecast with so much more of all, as a share of it.

    >>> day = ForecastDay(date(2026, 1, 5), False, (ExpectedCalls(10.0, 4, 17),), ExpectedCalls(10.0, 4, 17))
    >>> grown(Forecast((day,), 0.0, None, 1.0, 1.0, 1.0, day.whole), 0.1).whole.n
    11.0
    """
    if not share:
        return found

    def more(each: Sequence[ExpectedCalls], dispersion: float) -> tuple[ExpectedCalls, ...]:
        return _intervals([one.n * (1 + share) for one in each], dispersion)

    days = tuple(
        replace(
            day,
            half_hours=more(day.half_hours, found.half_hour_dispersion),
            whole=more([day.whole], found.day_dispersion)[0],
        )
        for day in found.days
    )
    return replace(found, days=days, whole=more([found.whole], found.week_dispersion)[0])


def next_week(after: date) -> tuple[date, ...]:
    """The seven dates after one."""
    return tuple(after + timedelta(days=each) for each in range(1, DAYS + 1))
