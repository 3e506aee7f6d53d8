"""From the sums of a slice to its figure and interval: exact until the last division."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from deskwise.metrics.definition import QUANTILES, Metric, Stat
from deskwise.metrics.intervals import (
    Interval,
    count_interval,
    mean_interval,
    nps_interval,
    quantile_ranks,
    rate_interval,
    wilson,
)

Number = int | float


@dataclass(frozen=True)
class Figure:
    """A value with what belongs to it alone: its n, its parts, its interval."""

    value: Number | None
    n: int
    numerator: Number | None = None
    denominator: Number | None = None
    interval: Interval | None = None


def number(exact: Fraction) -> Number:
    """A fraction as a number: whole where it is whole."""
    return exact.numerator if exact.denominator == 1 else float(exact)


def fraction(value: Any) -> Fraction:
    """A sum as an engine gives it (null where it added nothing up) as a fraction."""
    if value is None:
        return Fraction(0)
    if isinstance(value, (int, Decimal)):
        return Fraction(value)
    return Fraction(str(value))


def share(hits: int, n: int) -> Figure:
    """A share with Wilson's interval; null of nothing."""
    value = None if n == 0 else number(Fraction(hits, n))
    return Figure(value, n, hits, n, wilson(hits, n))


def rate(count: int, below: int) -> Figure:
    """A count per 100 of something; null of nothing."""
    value = None if below == 0 else number(Fraction(100 * count, below))
    return Figure(value, below, count, below, rate_interval(count, below))


def simple_figure(metric: Metric, stat: Stat, sums: Mapping[str, Any]) -> Figure:
    """The figure of a statistic that the sums of a slice are enough for."""
    n = int(sums["n"])
    if stat == "count":
        return Figure(n, n, interval=count_interval(n))
    if stat in {"share", "within"}:
        if metric.kind == "time_share":
            return _time_share(n, fraction(sums["total"]), fraction(sums["below"]))
        return share(int(sums["hits"]), n)
    if stat == "nps":
        return _nps(n, int(sums["promoters"]), int(sums["detractors"]))
    if stat == "refunds":
        refunds = int(sums["refunds"])
        return Figure(number(fraction(sums["refunded"])) if refunds else None, refunds)
    if stat == "gross":
        sold = n - int(sums["refunds"])
        return Figure(number(fraction(sums["total"])) if sold else None, sold)
    if stat == "sum":
        return Figure(number(fraction(sums["total"])) if n else None, n)
    assert stat == "mean"
    return _mean(metric, n, fraction(sums["total"]), fraction(sums["squares"]))


def _mean(metric: Metric, n: int, total: Fraction, squares: Fraction) -> Figure:
    total, squares = total / metric.per_unit, squares / metric.per_unit**2
    value = number(total / n) if n else None
    above, below = (number(total), n) if metric.ratio else (None, None)
    return Figure(value, n, above, below, mean_interval(total, squares, n))


def _time_share(n: int, above: Fraction, below: Fraction) -> Figure:
    # Seconds are no trials: there is no interval.
    value = number(above / below) if below else None
    return Figure(value, n, number(above), number(below))


def _nps(n: int, promoters: int, detractors: int) -> Figure:
    value = number(Fraction(100 * (promoters - detractors), n)) if n else None
    return Figure(value, n, interval=nps_interval(promoters, detractors, n))


def quantile_places(stat: Stat, n: int) -> tuple[int, ...]:
    """The order statistics (from 0) that a quantile of n values and its interval need."""
    if n == 0:
        return ()
    above, below = QUANTILES[stat]
    whole, rest = divmod((n - 1) * above, below)
    places = [whole, whole + 1] if rest else [whole]
    if n > 1:
        places += [rank - 1 for rank in quantile_ranks(n, above, below) if rank is not None]
    return tuple(dict.fromkeys(places))


def quantile(metric: Metric, stat: Stat, n: int, at_place: Mapping[int, int]) -> Figure:
    """A quantile, linear between order statistics (type 7), with the interval between two of them."""
    if n == 0:
        return Figure(None, 0)
    above, below = QUANTILES[stat]
    whole, rest = divmod((n - 1) * above, below)
    exact = Fraction(at_place[whole])
    if rest:
        exact += Fraction(rest, below) * (at_place[whole + 1] - at_place[whole])
    interval: Interval | None = None
    if n > 1:
        low, high = quantile_ranks(n, above, below)
        interval = (
            None if low is None else number(Fraction(at_place[low - 1], metric.per_unit)),
            None if high is None else number(Fraction(at_place[high - 1], metric.per_unit)),
        )
    return Figure(number(exact / metric.per_unit), n, interval=interval)


def survival_median(metric: Metric, median: int | None, n: int) -> Figure:
    """A Kaplan-Meier median of n durations; null where survival stays above one half."""
    return Figure(None if median is None else number(Fraction(median, metric.per_unit)), n)
