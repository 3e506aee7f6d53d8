"""Empirical Bayes: how far each of many figures is drawn to all of them, by how little it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.metrics.intervals import NORMAL

# With fewer nothing is known of how unlike they are, and nothing is drawn anywhere.
FEWEST_TO_SHRINK = 4
STEPS = 200


@dataclass(frozen=True)
class Shrunken:
    """A figure as it is after all others are known: its mean and standard error.

    `weight` is how much of it is its own, 0 to 1.
    """

    mean: float
    error: float
    weight: float

    @property
    def low(self) -> float:
        """Its 95 % interval begins here."""
        return self.mean - NORMAL * self.error

    @property
    def high(self) -> float:
        """Its 95 % interval ends here."""
        return self.mean + NORMAL * self.error


@dataclass(frozen=True)
class Shrinkage:
    """Figures drawn to their common centre; `between` is the variance of the true figures."""

    centre: float
    between: float
    figures: tuple[Shrunken, ...]


def shrink(values: Sequence[float], variances: Sequence[float], centre: float | None = None) -> Shrinkage:
    """Draw figures, each with the variance of its noise, to their weighted mean or to a known `centre`.

    Morris's: the variance between them is Paule and Mandel's, the part of each that is drawn in is made
    smaller by (k - 3) / (k - 1) since that variance is estimated, and its standard error larger by what the
    estimate may be off. With fewer than four they stay as they are.

    >>> found = shrink([0.0, 1.0, 2.0, 3.0], [1.0, 1.0, 1.0, 1.0])
    >>> round(found.between, 6), [round(each.mean, 6) for each in found.figures]
    (0.666667, [0.3, 1.1, 1.9, 2.7])
    """
    k = len(values)
    between = paule_mandel(values, variances, centre)
    weights = [1 / (each + between) for each in variances]
    middle = _mean(values, weights) if centre is None else centre
    if k < FEWEST_TO_SHRINK:
        own = tuple(
            Shrunken(value, math.sqrt(each), 1.0) for value, each in zip(values, variances, strict=True)
        )
        return Shrinkage(middle, between, own)
    estimated = 1 if centre is None else 0
    sure = (k - estimated - 2) / (k - estimated)
    usual = _mean(variances, weights)
    found = []
    for value, variance, weight in zip(values, variances, weights, strict=True):
        drawn = sure * variance * weight
        # How much of the centre is this one's own.
        share = estimated * weight / sum(weights)
        unsure = 2 / (k - estimated - 2) * drawn**2 * (usual + between) * weight
        error = variance * (1 - (1 - share) * drawn) + unsure * (value - middle) ** 2
        found.append(Shrunken(value - drawn * (value - middle), math.sqrt(error), 1 - drawn))
    return Shrinkage(middle, between, tuple(found))


def paule_mandel(values: Sequence[float], variances: Sequence[float], centre: float | None = None) -> float:
    """The variance between true figures at which their weighted squares are what chance makes, else 0."""
    freedom = len(values) - (1 if centre is None else 0)
    if freedom < 1 or squares_at(0.0, values, variances, centre) <= freedom:
        return 0.0
    low, high = 0.0, max(variances)
    while squares_at(high, values, variances, centre) > freedom:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if squares_at(middle, values, variances, centre) > freedom:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def dersimonian_laird(values: Sequence[float], variances: Sequence[float]) -> float:
    """The same by one step of moments, as published meta-analyses have it."""
    weights = [1 / each for each in variances]
    total = sum(weights)
    scale = total - sum(each**2 for each in weights) / total
    return max(0.0, (squares_at(0.0, values, variances) - (len(values) - 1)) / scale)


def squares_at(
    between: float, values: Sequence[float], variances: Sequence[float], centre: float | None = None
) -> float:
    """The weighted squares about the centre, were this the variance between true figures (Cochran's Q)."""
    weights = [1 / (each + between) for each in variances]
    middle = _mean(values, weights) if centre is None else centre
    return sum(weight * (value - middle) ** 2 for value, weight in zip(values, weights, strict=True))


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)
