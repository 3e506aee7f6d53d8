"""What drives customers most: the share of each driver in what all of them together tell of it.

The shares are those of Lindeman, Merenda and Gold: what a driver adds to the explained variance, on average
over all orders in which drivers are taken in. The model is linear in the chance of what customers do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

from deskwise.analyses.rated import DURATIONS, Together

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS, SEED = 1000, 1
# A driver takes part where it is known of so many of the ratings.
KNOWN_OF = 0.8
FEWEST = 100
SAME = 1e-6


@dataclass(frozen=True)
class Importance:
    """A driver's share of what is explained, with its 95 % interval, and if more of it makes fewer hits."""

    driver: str
    share: float
    low: float
    high: float
    worse: bool


@dataclass(frozen=True)
class Importances:
    """Drivers by their share; together they explain `explained` of the variance of `n` ratings.

    `chance` is that of explaining as much where none has anything to do with satisfaction.
    """

    parts: tuple[Importance, ...]
    explained: float
    chance: float
    n: int


def importances(
    drivers: Sequence[str], ratings: Sequence[Together], draws: int = DRAWS
) -> Importances | None:
    """The shares of the drivers, the largest first; null of fewer than two that vary, or too few ratings.

    Only ratings count of which all drivers are known that most ratings have; durations are taken by their
    logarithm.
    """
    import numpy as np

    total = sum(n for _, n, _ in ratings)
    usable = [
        place
        for place in range(len(drivers))
        if sum(n for values, n, _ in ratings if values[place] is not None) >= KNOWN_OF * max(total, 1)
    ]
    rows = [
        ([float(values[place] or 0.0) for place in usable], n, hits)
        for values, n, hits in ratings
        if all(values[place] is not None for place in usable)
    ]
    n = sum(each for _, each, _ in rows)
    if not usable or n < FEWEST:
        return None
    given = np.array([values for values, _, _ in rows], dtype=np.float64)
    for column, place in enumerate(usable):
        if drivers[place] in DURATIONS:
            given[:, column] = np.log1p(given[:, column])
    counts = np.array([(good, all_of - good) for _, all_of, good in rows], dtype=np.float64)
    varies = np.ptp(given, axis=0) > 0
    names = [drivers[place] for place, found in zip(usable, varies, strict=True) if found]
    if len(names) < 2 or not counts.sum(axis=0).all():
        return None
    return _of(names, given[:, varies], counts, draws)


def _of(names: Sequence[str], given: Floats, counts: Floats, draws: int) -> Importances:
    import numpy as np
    from scipy.special import chdtrc

    size = len(names) + 1
    weights = np.concatenate([counts[:, 0], counts[:, 1]])
    hit = np.concatenate([np.ones(len(given)), np.zeros(len(given))])
    table = np.column_stack([np.vstack([given, given]), hit])
    n = weights.sum()
    table = table - np.average(table, axis=0, weights=weights)
    table = table / np.sqrt(np.average(table**2, axis=0, weights=weights))
    upper = np.triu_indices(size)
    # What each rating adds to the moments: their mean is the covariance, its noise that of the mean.
    products = table[:, upper[0]] * table[:, upper[1]]
    moments = np.average(products, axis=0, weights=weights)
    off = products - moments
    noise = (off * weights[:, None]).T @ off / n**2
    drawn = np.random.default_rng(SEED).multivariate_normal(moments, noise, size=draws, method="eigh")
    added = lmg(_square(np.vstack([moments, drawn]), upper, size))
    explained = added.sum(axis=1)
    shares = added / explained[:, None]
    low, high = np.quantile(shares[1:], [0.025, 0.975], axis=0)
    sides = _square(moments[None], upper, size)[0, :-1, -1]
    parts = [
        Importance(name, float(shares[0, at]), float(low[at]), float(high[at]), bool(sides[at] < 0))
        for at, name in enumerate(names)
    ]
    return Importances(
        parts=tuple(sorted(parts, key=lambda each: -each.share)),
        explained=float(explained[0]),
        chance=float(chdtrc(len(names), n * explained[0])),
        n=int(n),
    )


def _square(moments: Floats, upper: tuple[NDArray[np.intp], ...], size: int) -> Floats:
    import numpy as np

    found = np.zeros((len(moments), size, size))
    found[:, upper[0], upper[1]] = moments
    found[:, upper[1], upper[0]] = moments
    return found


def lmg(covariances: Floats) -> Floats:
    """Of each matrix of covariances, its last row that of the outcome, what each driver adds to R squared."""
    import numpy as np

    count = covariances.shape[1] - 1
    explained: dict[tuple[int, ...], Floats] = {(): np.zeros(len(covariances))}
    for size in range(1, count + 1):
        for subset in combinations(range(count), size):
            own = list(subset)
            inner = covariances[:, own][:, :, own]
            side = covariances[:, own, -1]
            # Drivers of which one is another, such as contacts and replies, share what they tell.
            inverse = np.linalg.pinv(inner, rcond=SAME, hermitian=True)
            solved = (inverse @ side[:, :, None])[:, :, 0]
            explained[subset] = (solved * side).sum(axis=1) / covariances[:, -1, -1]
    added = np.zeros((len(covariances), count))
    for subset, before in explained.items():
        for driver in range(count):
            if driver not in subset:
                weight = factorial(len(subset)) * factorial(count - len(subset) - 1) / factorial(count)
                added[:, driver] += weight * (explained[tuple(sorted((*subset, driver)))] - before)
    return added
