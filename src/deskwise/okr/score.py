"""Scores: progress between 0 and 1, of an objective the weighted mean of its key results'; and grades."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from deskwise.kernel.language import marked
from deskwise.okr.objective import Ambition

# From which score an objective is met.
MET_AT: dict[Ambition, float] = {Ambition.COMMITTED: 1.0, Ambition.ASPIRATIONAL: 0.7}
# Floats lose digits in a mean: what is short of an edge by less than this has reached it.
_LOST = 1e-9


class Grade(StrEnum):
    """How a score is graded at close-out, each from its lower edge on: 0, 0.4 and 0.7."""

    LITTLE = "little"
    SOME = "some"
    DELIVERED = "delivered"


GRADES: tuple[tuple[float, Grade], ...] = ((0.7, Grade.DELIVERED), (0.4, Grade.SOME), (0.0, Grade.LITTLE))
GRADE_WORDS: dict[Grade, str] = {
    Grade.LITTLE: marked("little or no real progress"),
    Grade.SOME: marked("progress, but short of it"),
    Grade.DELIVERED: marked("delivered"),
}


def score(progress: float | None) -> float | None:
    """Progress between 0 and 1; null without a figure.

    >>> score(1.3), score(-0.2), score(0.45), score(None)
    (1.0, 0.0, 0.45, None)
    """
    return None if progress is None else min(max(progress, 0.0), 1.0)


def objective_score(scores: Iterable[tuple[float, float | None]]) -> float | None:
    """The weighted mean of pairs of a weight and a key result's score.

    A key result without a figure has no score of its own and counts as 0: what was not measured was not
    reached, and leaving it out would pay for not measuring. Null where none has a figure.

    >>> objective_score([(2, 1.0), (1, 0.4)]), objective_score([(1, 1.0), (1, None)]), objective_score([])
    (0.8, 0.5, None)
    """
    given = list(scores)
    if all(found is None for _, found in given):
        return None
    total = sum(Fraction(weight) * Fraction(found or 0) for weight, found in given)
    return float(total / sum(Fraction(weight) for weight, _ in given))


def grade(score: float) -> Grade:
    """The grade of a score; one that lies between two of the book's ranges has the lower.

    >>> grade(0.39).value, grade(0.4).value, grade(0.69).value, grade(0.7).value
    ('little', 'some', 'some', 'delivered')
    """
    return next(told for edge, told in GRADES if score >= edge - _LOST or told is Grade.LITTLE)


def is_met(score: float, ambition: Ambition) -> bool:
    """Whether a score meets what was set out for.

    >>> is_met(0.99, Ambition.COMMITTED), is_met(0.7, Ambition.ASPIRATIONAL)
    (False, True)
    """
    return score >= MET_AT[ambition] - _LOST
