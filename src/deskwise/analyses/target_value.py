"""The value that a figure is to reach, as somebody writes it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from deskwise.analyses.measured_period import bounds_of
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.definition import QUANTILES, Kind, Metric, Stat

Form = Literal["share", "quantile", "mean", "points", "rate", "age", "hours"]
SECONDS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400}
WRITTEN = re.compile(r"(\d{1,12}(?:[.,]\d{1,9})?)\s*(%|s|min|m|h|d|)")


def form_of_target(metric: Metric, stat: Stat) -> Form | None:
    """As what a figure can be brought to a value: by cases that are met, by how much each is, or otherwise.

    Points are of promoters and detractors, a rate of events that are better few, ages of what is open,
    hours a share of time. Null of what cannot be brought to one case by case.

    >>> from deskwise.metrics.catalogue import metric
    >>> [form_of_target(metric("reply_time"), stat) for stat in ("within", "p90", "mean", "km50")]
    ['share', 'quantile', 'mean', None]
    >>> form_of_target(metric("complaints"), "count") is None
    True
    """
    of_kind: dict[Kind, Form] = {"nps": "points", "age": "age", "time_share": "hours"}
    if metric.kind in of_kind:
        return of_kind[metric.kind]
    if metric.kind == "rate" and metric.better == "lower":
        return "rate"
    if metric.better == "neutral" or metric.kind not in {"share", "duration", "mean"}:
        return None
    if stat in {"share", "within"}:
        return "share"
    return "quantile" if stat in QUANTILES else "mean" if stat == "mean" else None


def target_value(text: str, metric: Metric, stat: Stat) -> Fraction:
    """The value that words name, exactly: 0.9 or 90% of a share, 1800, 30m, 4h or 2d of a duration.

    Raises `UsageError` for words that name none, and for a value that the figure cannot have.

    >>> from deskwise.metrics.catalogue import metric
    >>> target_value("90%", metric("csat"), "share"), target_value("1.5h", metric("reply_time"), "p90")
    (Fraction(9, 10), Fraction(5400, 1))
    >>> target_value("-12.5", metric("nps"), "nps")
    Fraction(-25, 2)
    """
    unit = "share" if stat == "within" else metric.unit
    written = text.strip()
    found = WRITTEN.fullmatch(written.removeprefix("-"))
    if found is None:
        raise _refused(text, unit)
    number, suffix = Fraction(Decimal(found[1].replace(",", "."))), found[2]
    number = -number if written.startswith("-") else number
    if suffix == "%" and unit == "share":
        number /= 100
    elif unit == "seconds" and suffix in SECONDS:
        number *= SECONDS[suffix]
    elif suffix:
        raise _refused(text, unit)
    low, high = bounds_of(metric, stat)
    if number < (0 if low is None else low) or (high is not None and number > high):
        raise _refused(text, unit)
    return number


def decimal_of(text: str, name: str, low: float, high: float) -> float:
    """The number that words name, a share as 0.3 or 30%, of an option of an analysis.

    Raises `UsageError` for words that name none between the two sides.

    >>> decimal_of("-10%", "volume", -0.9, 10.0)
    -0.1
    """
    written = text.strip()
    found = WRITTEN.fullmatch(written.removeprefix("-").removeprefix("+"))
    value = None
    if found is not None and found[2] in {"", "%"}:
        value = float(Decimal(found[1].replace(",", "."))) / (100 if found[2] else 1)
        value = -value if written.startswith("-") else value
    if value is None or not low <= value <= high:
        raise UsageError(
            say("%(text)s cannot be %(name)s", text=repr(text), name=name),
            do=say("write a number from %(low)s to %(high)s", low=f"{low:g}", high=f"{high:g}"),
        )
    return value


def _refused(text: str, unit: str) -> UsageError:
    do = {
        "share": say("write a share as 0.9 or 90%"),
        "seconds": say("write seconds as 1800, or 30m, 4h, 2d"),
    }.get(unit, say("write a number that the figure can have"))
    return UsageError(say("%(text)s is no value that this figure can reach", text=repr(text)), do=do)
