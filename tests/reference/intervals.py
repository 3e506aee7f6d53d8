"""The 95 % intervals of section 7, and the statistics they belong to."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from math import sqrt

from scipy import stats

Side = float | None
Interval = tuple[Side, Side]


@cache
def normal_quantile() -> float:
    return float(stats.norm.ppf(0.975))


@lru_cache(maxsize=4096)
def student_quantile(freedom: int) -> float:
    return float(stats.t.ppf(0.975, freedom))


@lru_cache(maxsize=4096)
def wilson(numerator: int, n: int) -> Interval | None:
    if n < 2:
        return None
    z, p = normal_quantile(), numerator / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (max(0.0, middle - half), min(1.0, middle + half))


@lru_cache(maxsize=4096)
def poisson(count: int) -> Interval:
    low = 0.0 if count == 0 else float(stats.chi2.ppf(0.025, 2 * count)) / 2
    return (low, float(stats.chi2.ppf(0.975, 2 * count + 2)) / 2)


def mean_interval(values: list[Fraction]) -> Interval | None:
    n = len(values)
    if n < 2:
        return None
    mean = sum(values, Fraction(0)) / n
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (n - 1)
    half = student_quantile(n - 1) * sqrt(variance / n)
    return (float(mean) - half, float(mean) + half)


@lru_cache(maxsize=4096)
def ranks(n: int, per_cent: int) -> tuple[int | None, int | None]:
    """The order statistics (from 1) that enclose a quantile with 95 %; None where there is none."""
    p = per_cent / 100
    below = [float(one) for one in stats.binom.cdf(range(n + 1), n, p)]
    low = max((rank for rank in range(1, n + 1) if below[rank - 1] <= 0.025), default=None)
    high = min((rank for rank in range(1, n + 1) if below[rank - 1] >= 0.975), default=None)
    return low, high


def quantile_interval(values: list[Fraction], per_cent: int) -> Interval | None:
    if len(values) < 2:
        return None
    low, high = ranks(len(values), per_cent)
    ordered = sorted(values)
    return (
        None if low is None else float(ordered[low - 1]),
        None if high is None else float(ordered[high - 1]),
    )


def quantile(values: list[Fraction], per_cent: int) -> Fraction:
    """Type 7: linear between order statistics."""
    ordered = sorted(values)
    place = Fraction(per_cent, 100) * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def nps_interval(promoters: int, detractors: int, n: int) -> Interval | None:
    if n < 2:
        return None
    p, q = promoters / n, detractors / n
    half = normal_quantile() * sqrt(max(0.0, p + q - (p - q) ** 2) / n)
    return (100 * (p - q - half), 100 * (p - q + half))


def survival_median(cases: list[tuple[Fraction, bool]]) -> Fraction | None:
    """The smallest t with S(t) <= 0.5; those censored at t were still at risk at t."""
    surviving = Fraction(1)
    for time in sorted({value for value, happened in cases if happened}):
        at_risk = sum(value >= time for value, _ in cases)
        events = sum(happened and value == time for value, happened in cases)
        surviving *= Fraction(at_risk - events, at_risk)
        if surviving <= Fraction(1, 2):
            return time
    return None
