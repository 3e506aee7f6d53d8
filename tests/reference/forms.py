"""How the cases of a slice become one value, by the form of the metric."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from . import intervals
from .cases import Answer, Question, Row

QUANTILES = {"p50": 50, "p90": 90, "p95": 95}
ZERO = Fraction(0)
DEFAULT_STATS: dict[str, tuple[str, ...]] = {
    "duration": ("mean", "p50", "p90"),
    "share": ("share",),
    "count": ("count",),
    "mean": ("mean",),
    "rate": ("rate",),
    "nps": ("nps",),
    "money": ("gross",),
    "cost": ("mean",),
    "sum": ("sum",),
}


def total(values: Iterable[Fraction]) -> Fraction:
    return sum(values, ZERO)


def share_of(numerator: int, denominator: int) -> Answer:
    if denominator == 0:
        return Answer(None, 0, 0, 0)
    return Answer(
        Fraction(numerator, denominator),
        denominator,
        numerator,
        denominator,
        intervals.wilson(numerator, denominator),
    )


def count_of(n: int) -> Answer:
    return Answer(n, n, interval=intervals.poisson(n) if n >= 2 else None)


def whole_mean(values: list[Fraction]) -> Answer:
    if not values:
        return Answer(None, 0)
    return Answer(total(values) / len(values), len(values), interval=intervals.mean_interval(values))


def rate_of(numerator: int, denominator: int) -> Answer:
    """Per 100, with the exact Poisson interval of the numerator."""
    if denominator == 0:
        return Answer(None, 0, numerator, 0)
    interval = None
    if denominator >= 2:
        low, high = intervals.poisson(numerator)
        assert low is not None
        assert high is not None
        interval = (low * 100 / denominator, high * 100 / denominator)
    return Answer(Fraction(numerator * 100, denominator), denominator, numerator, denominator, interval)


def by_key(rows: list[Row]) -> list[Row]:
    """One row a key, good if any of its rows is; rows without a key each stand for themselves."""
    first: dict[object, Row] = {}
    for number, row in enumerate(rows):
        key = ("row", number) if row.key is None else ("key", row.key)
        known = first.get(key)
        if known is None or (row.good and not known.good):
            first[key] = row
    return list(first.values())


def durations(rows: list[Row], stat: str, question: Question) -> Answer:
    """A statistic of durations in seconds; cases without a value on the clock do not count."""
    both = [(row.value if question.clock == "elapsed" else row.working, row.good) for row in rows]
    known = [(value, good) for value, good in both if value is not None]
    values = [value for value, _ in known]
    if stat == "within":
        assert question.within is not None
        limit = Fraction(question.within, 1_000_000)
        answer = share_of(sum(value <= limit for value in values), len(values))
        answer.unit = "share"
        return answer
    if not values:
        return Answer(None, 0)
    if stat == "km50":
        return Answer(intervals.survival_median(known), len(values))
    if stat == "mean":
        return whole_mean(values)
    per_cent = QUANTILES[stat]
    return Answer(
        intervals.quantile(values, per_cent),
        len(values),
        interval=intervals.quantile_interval(values, per_cent),
    )


def by_form(form: str, rows: list[Row], stat: str, question: Question) -> Answer:
    """The value of a metric that has no way of its own."""
    rows = by_key(rows)
    if form == "duration":
        return durations(rows, stat, question)
    if form == "share":
        return share_of(sum(row.good for row in rows), len(rows))
    if form == "count":
        return count_of(len(rows))
    values = [row.value for row in rows if row.value is not None]
    if form == "mean":
        return whole_mean(values)
    if form == "cost":
        answer = whole_mean(values)
        answer.numerator, answer.denominator = total(values), answer.n
        return answer
    if form == "sum":
        return Answer(total(values) if values else None, len(values))
    raise ValueError(form)
