"""Since when a figure is another: the instants at which its level changed, each with how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    Floats = Any

FEWEST_ON_A_SIDE = 4
# The chance of dating any change in a course in which there is none.
LEVEL = 0.025
SHUFFLES = 1_999
SEED = 20_260_101
SURE = 0.95
FEWEST = 2 * FEWEST_ON_A_SIDE


@dataclass(frozen=True)
class ChangePoint:
    """A change of level: `at` is the number of the first value after it.

    With 95 % it is at one from `low` to `high`. `chance` is that of as clear a break where there is none.
    """

    at: int
    low: int
    high: int
    chance: float


def change_points(values: Sequence[float], level: float = LEVEL) -> tuple[ChangePoint, ...]:
    """The changes of level in a course of values whose noise is everywhere alike, in order.

    Binary segmentation: the clearest break parts the course where shuffling the values hardly ever gives one
    as clear, and each side is looked through again. So whether there is any is decided once, at `level`.
    Then each is dated between its neighbours: where it lies, by how likely each place makes the values.
    """
    import numpy as np

    course = np.asarray(values, dtype=float)
    found: dict[int, float] = {}
    _part(course, 0, len(course), level, found, np.random.default_rng(SEED))
    edges = [0, *sorted(found), len(course)]
    dated = []
    for before, at, after in zip(edges, edges[1:-1], edges[2:], strict=False):
        best, low, high = placed(course[before:after])
        dated.append(ChangePoint(before + best, before + low, before + high, found[at]))
    return tuple(dated)


def _part(course: Floats, start: int, end: int, level: float, found: dict[int, float], draws: Any) -> None:
    if end - start < FEWEST:
        return
    part = course[start:end]
    at, chance = clearest_break(part, draws)
    if chance > level:
        return
    found[start + at] = chance
    _part(course, start, start + at, level, found, draws)
    _part(course, start + at, end, level, found, draws)


def clearest_break(course: Floats, draws: Any) -> tuple[int, float]:
    """Where the means of two sides lie farthest apart, and the chance of so clear a break by shuffling."""
    import numpy as np

    own = _clearness(course[np.newaxis, :])[0]
    best = int(np.argmax(own))
    shuffled = draws.permuted(np.tile(course, (SHUFFLES, 1)), axis=1)
    as_clear = int((_clearness(shuffled).max(axis=1) >= own[best] * (1 - 1e-12)).sum())
    return best + FEWEST_ON_A_SIDE, (as_clear + 1) / (SHUFFLES + 1)


def _clearness(courses: Floats) -> Floats:
    """How far apart the means before and after each place are, in their own noise, of each course."""
    import numpy as np

    count = courses.shape[1]
    before = np.arange(FEWEST_ON_A_SIDE, count - FEWEST_ON_A_SIDE + 1)
    sums = np.cumsum(courses, axis=1)
    total = sums[:, -1:]
    left = sums[:, before - 1]
    apart = np.abs(left / before - (total - left) / (count - before))
    return np.asarray(apart * np.sqrt(before * (count - before) / count))


def placed(course: Floats) -> tuple[int, int, int]:
    """The likeliest place of a change of level, and the places between which it lies with 95 %.

    Each place is weighed by how likely it makes the values, whatever the two levels and the noise are
    (a flat prior of places and levels); the fewest places that hold 95 % of the weight are kept.
    """
    import numpy as np

    count = len(course)
    places = np.arange(1, count)
    sums, squares = np.cumsum(course), float(np.sum(course**2))
    left, total = sums[:-1], sums[-1]
    rest = np.maximum(squares - left**2 / places - (total - left) ** 2 / (count - places), 1e-12 * squares)
    logs = -(count - 2) / 2 * np.log(np.maximum(rest, 1e-300)) - np.log(places * (count - places)) / 2
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    order = np.argsort(-weights)
    held = order[: int(np.searchsorted(np.cumsum(weights[order]), SURE)) + 1]
    return int(places[order[0]]), int(places[held.min()]), int(places[held.max()])
