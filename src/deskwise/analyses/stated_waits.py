"""How long customers say they expected to wait, where they were asked, beside how long they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from deskwise.metrics.intervals import Interval, quantile_ranks, wilson

# Of fewer answers nothing is said.
FEWEST = 20
UNITS = {"hours": 3600, "minutes": 60, "seconds": 1, "days": 86400}


@dataclass(frozen=True)
class StatedAnswer:
    """An answer as it was given, the wait for the first response of those who gave it, and how many did.

    `waited_seconds` is elapsed time, null where no response had come by the answer.
    """

    text: str
    waited_seconds: float | None
    n: int


@dataclass(frozen=True)
class StatedWaits:
    """The answers to a direct question, and the further fields of ratings that may hold some."""

    fields: tuple[str, ...]
    answers: tuple[StatedAnswer, ...] = ()


@dataclass(frozen=True)
class StatedQuantile:
    """A quantile of the waits that are expected, in seconds, with its 95 % interval.

    A side of it is null where it does not exist.
    """

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class StatedExpectation:
    """What customers say: the median of the wait they expect, and the wait that a share of them expects.

    They expect that `patience` or longer. Both are null of too few of the `n` answers in numbers; the others
    are `no_numbers`. `met` of the `judged` had their first response within what they expected.
    """

    n: int
    no_numbers: int
    median: StatedQuantile | None
    patience: StatedQuantile | None
    judged: int
    met: int

    @property
    def met_interval(self) -> Interval | None:
        """The 95 % interval of the share of those whose expectation was met."""
        return wilson(self.met, self.judged)


def stated_expectation(answers: Sequence[StatedAnswer], unit: str, share: float) -> StatedExpectation:
    """What answers in a unit of `UNITS` say; `patience` is of that share of those who answered.

    >>> stated_expectation([StatedAnswer("2,5", 3600.0, 30)], "hours", 0.8).median.value
    9000.0
    """
    known = [(_number(each.text), each) for each in answers]
    waits = [(number * UNITS[unit], each) for number, each in known if number is not None]
    ordered = sorted(wait for wait, each in waits for _ in range(each.n))
    judged = [(wait, each.waited_seconds, each.n) for wait, each in waits if each.waited_seconds is not None]
    n = len(ordered)
    enough = n >= FEWEST
    return StatedExpectation(
        n,
        sum(each.n for each in answers) - n,
        _quantile(ordered, Fraction(1, 2)) if enough else None,
        _quantile(ordered, 1 - Fraction(str(share))) if enough else None,
        sum(n for _, _, n in judged),
        sum(n for wait, waited, n in judged if waited <= wait),
    )


def _number(text: str) -> float | None:
    """A number as people write it, with a point or a comma; null of anything else."""
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if isfinite(found) and found >= 0 else None


def _quantile(ordered: Sequence[float], p: Fraction) -> StatedQuantile:
    """A quantile of type 7, and the order statistics around it."""
    place = (len(ordered) - 1) * p
    whole = int(place)
    after = ordered[min(whole + 1, len(ordered) - 1)]
    low, high = quantile_ranks(len(ordered), p.numerator, p.denominator)
    return StatedQuantile(
        ordered[whole] + float(place - whole) * (after - ordered[whole]),
        None if low is None else ordered[low - 1],
        None if high is None else ordered[high - 1],
    )
