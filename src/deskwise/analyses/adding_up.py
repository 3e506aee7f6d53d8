"""Which figures add up over groups: what each group weighs, and several groups taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from deskwise.analyses.difference import whole
from deskwise.analyses.mix_and_rate import Side
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.figures import Figure, number, rate, share
from deskwise.metrics.intervals import NORMAL, count_interval, mean_interval, nps_interval, student
from deskwise.metrics.readings import Reading

Form = Literal["average", "count"]
# Shares of something, counts per something, means, and scores that are means of +100, 0 and -100.
AVERAGES: tuple[Stat, ...] = ("mean", "share", "within", "rate", "nps")
# Seconds are no cases: of shares of time there is no n that weighs a group.
NO_CASES = frozenset({"time_share", "uptime"})
# What is put together again from rounded figures is the same as far as this.
CLOSE = 1e-9


def form_of(metric: Metric, stat: Stat) -> Form | None:
    """What a figure is: an average over its cases, a count of them, or neither, which is null.

    >>> from deskwise.metrics.catalogue import metric
    >>> form_of(metric("csat"), "share"), form_of(metric("complaints"), "count")
    ('average', 'count')
    >>> form_of(metric("first_response_time"), "p50") is None
    True
    """
    if metric.kind in {"count", "stock"}:
        return "count"
    return "average" if stat in AVERAGES and metric.kind not in NO_CASES else None


def side_of_average(reading: Reading | None) -> Side:
    """A group of an average in one period; null where it has no case.

    Raises `ValueError` where it has cases and no figure.
    """
    if reading is None or not _weight(reading):
        return Side(Fraction(0))
    if reading.value is None:
        raise ValueError("a group has cases and no figure")
    return Side(Fraction(_weight(reading)), _exact(reading), whole(reading.interval))


def adds_up(groups: Sequence[Reading], all_of_them: Reading, form: Form) -> bool:
    """Whether groups are the whole: each case of it in one group, and in no other."""
    if form == "count":
        return sum(each.n for each in groups) == all_of_them.n
    if sum(_weight(each) for each in groups) != _weight(all_of_them):
        return False
    if any(_weight(each) and each.value is None for each in groups):
        return False
    if not _weight(all_of_them):
        return True
    sum_of_groups = sum((_exact(each) * _weight(each) for each in groups if _weight(each)), Fraction(0))
    mean = float(sum_of_groups / _weight(all_of_them))
    value = float(all_of_them.value or 0)
    return abs(mean - value) <= CLOSE * max(1.0, abs(value))


def pooled(groups: Sequence[Reading]) -> Reading:
    """Groups of one figure and period taken as one, with the interval that their cases give together."""
    first = groups[0]
    figure = _pooled(groups)
    return replace(
        first,
        by=(),
        value=figure.value,
        n=figure.n,
        numerator=figure.numerator,
        denominator=figure.denominator,
        interval=figure.interval,
        excluded=(),
        open=sum(each.open for each in groups),
        provisional=sum(each.provisional for each in groups),
        ruled=sum(each.ruled for each in groups),
        unjudged=sum(each.unjudged for each in groups),
    )


def _pooled(groups: Sequence[Reading]) -> Figure:
    n = sum(each.n for each in groups)
    stat = groups[0].stat
    if stat in {"share", "within", "rate"}:
        above = sum(int(each.numerator or 0) for each in groups)
        below = sum(int(each.denominator or 0) for each in groups)
        return rate(above, below) if stat == "rate" else replace(share(above, below), n=n)
    if stat == "count":
        return Figure(n, n, interval=count_interval(n))
    known = [each for each in groups if each.n and each.value is not None]
    if stat == "nps":
        return _pooled_score(known, n)
    total = sum((_exact(each) * each.n for each in known), Fraction(0))
    squares = sum((_squares(each) for each in known), Fraction(0))
    value = number(total / n) if n else None
    # Squares that were taken out of rounded intervals may fall short of none at all by as little.
    squares = max(squares, total * total / n) if n else squares
    ratio = groups[0].denominator is not None
    return Figure(
        value, n, number(total) if ratio else None, n if ratio else None, mean_interval(total, squares, n)
    )


def _pooled_score(groups: Sequence[Reading], n: int) -> Figure:
    lead = sum(round(float(each.value or 0) * each.n / 100) for each in groups)
    taking_side = sum(_taking_side(each) for each in groups)
    promoters, detractors = (taking_side + lead) // 2, (taking_side - lead) // 2
    value = number(Fraction(100 * lead, n)) if n else None
    return Figure(value, n, interval=nps_interval(promoters, detractors, n))


def _taking_side(reading: Reading) -> int:
    """How many of a score's cases promote or detract, taken out of its interval."""
    score, found = float(reading.value or 0) / 100, whole(reading.interval)
    if found is None:
        return round(abs(score) * reading.n)
    half = (found[1] - found[0]) / 200
    return round(reading.n * (reading.n * (half / NORMAL) ** 2 + score * score))


def _squares(reading: Reading) -> Fraction:
    """The sum of the squares of a mean's cases, taken out of Student's interval."""
    mean, found = _exact(reading), whole(reading.interval)
    own = Fraction(0)
    if found is not None and reading.n > 1:
        half = Fraction((found[1] - found[0]) / 2 / student(reading.n - 1))
        own = half * half * reading.n * (reading.n - 1)
    return own + mean * mean * reading.n


def _weight(reading: Reading) -> int:
    """How many cases weigh in an average: those below the line where it has one."""
    return reading.n if reading.denominator is None else int(reading.denominator)


def _exact(reading: Reading) -> Fraction:
    """The value of a reading; of a share or a rate from its two counts, which are exact."""
    if reading.numerator is not None and reading.denominator:
        found = Fraction(reading.numerator) / Fraction(reading.denominator)
        return 100 * found if reading.stat == "rate" else found
    return Fraction(reading.value or 0)
