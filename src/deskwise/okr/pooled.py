"""A parent's figure pooled from its children's: numerators and denominators added up, no mean of means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.definition import QUANTILES
from deskwise.metrics.figures import fraction, number
from deskwise.metrics.readings import Reading
from deskwise.okr.bound_figure import SUMS

PER = {"rate": 100}


@dataclass(frozen=True)
class Pooled:
    """One value of several readings; `value` is null where none of them has cases.

    `numerator` and `denominator` are what was added up, null of a sum, which is its value. `without` is how
    many of the readings had no figure.
    """

    value: float | None
    n: int
    numerator: float | None
    denominator: float | None
    without: int = 0


def pooled(readings: Sequence[Reading]) -> Pooled:
    """One value of readings of the same figure, as if all their cases were one team's.

    Shares, rates, means and net promoter scores weigh by their cases, counts and sums add up. What is a case
    of two of the readings counts twice. Raises `UsageError` for quantiles, which cases are needed for, and
    for readings of different figures.
    """
    _raise_if_different(readings)
    stat = readings[0].stat
    if stat in QUANTILES or stat == "km50":
        raise UsageError(
            say("%(stat)s of several teams cannot be made of theirs", stat=stat),
            do=say("bind the parent to the metric itself, or choose a mean or the share within a threshold"),
        )
    found = [each for each in readings if each.value is not None]
    n, without = sum(each.n for each in found), len(readings) - len(found)
    if stat in SUMS:
        total = sum((fraction(each.value) for each in found), Fraction(0))
        return Pooled(float(number(total)) if found else None, n, None, None, without)
    parts = [_parts(each) for each in found]
    above = sum((each[0] for each in parts), Fraction(0))
    below = sum((each[1] for each in parts), Fraction(0))
    value = float(above / below * PER.get(stat, 1)) if below else None
    return Pooled(value, n, float(above), float(below), without)


def _parts(reading: Reading) -> tuple[Fraction, Fraction]:
    """Numerator and denominator; of a mean, which carries none, its sum and its cases."""
    if reading.numerator is not None and reading.denominator is not None:
        return fraction(reading.numerator), fraction(reading.denominator)
    return fraction(reading.value) * reading.n, Fraction(reading.n)


def _raise_if_different(readings: Sequence[Reading]) -> None:
    figures = {(each.definition, each.stat, each.clock, each.unit, each.by) for each in readings}
    if len(figures) != 1:
        raise UsageError(
            say("the children do not share one figure"),
            do=say("pool only those with the same metric, statistic and clock"),
        )
