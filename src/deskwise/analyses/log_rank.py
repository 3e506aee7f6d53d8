"""Whether groups last as long as each other: the log-rank test, and how their restricted means differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deskwise.analyses.kaplan_meier import SECOND, Estimate, with_error
from deskwise.metrics.lifetimes import Lifetimes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    Floats = Any

# Of more different durations neighbours are taken together: it makes no difference that is seen.
MOST_DURATIONS = 5_000


@dataclass(frozen=True)
class GroupTest:
    """A group against all others together.

    `ended` is how many of it ended, `expected` how many would have, had all the same chance to end at each
    duration; `chance` is the log-rank test's of as large a difference where there is none. `longer` is by
    how many seconds its restricted mean is above that of the others, `others` theirs.
    """

    ended: int
    expected: float
    chance: float
    longer: Estimate
    others: Estimate


@dataclass(frozen=True)
class LogRank:
    """The test of all groups at once: a chi-square with `freedom`, and the chance of one as large."""

    square: float
    freedom: int
    chance: float
    groups: tuple[GroupTest, ...]


@dataclass(frozen=True, eq=False)
class _Grid:
    """Groups (rows) at common durations (columns), in seconds."""

    at: Floats
    at_risk: Floats
    ended: Floats


def log_rank(groups: Sequence[Lifetimes], horizon: float) -> LogRank:
    """The log-rank test of two groups or more, and each against the others; means are up to the horizon."""
    import numpy as np
    from scipy.special import chdtrc

    grid = _grid(groups)
    at_risk, ended = grid.at_risk.sum(axis=0), grid.ended.sum(axis=0)
    some = ended > 0
    shares = grid.at_risk[:, some] / at_risk[some]
    expected = (shares * ended[some]).sum(axis=1)
    # With one left nothing is drawn.
    drawn = np.maximum(at_risk[some] - 1, 1)
    spread = ended[some] * (at_risk[some] - ended[some]) / drawn
    covariance = np.diag((shares * spread).sum(axis=1)) - (shares * spread) @ shares.T
    differences = grid.ended.sum(axis=1) - expected
    # One of the differences follows from the others. Where all end at once nothing can differ.
    kept = differences[1:]
    square = float(kept @ np.linalg.solve(covariance[1:, 1:], kept)) if spread.any() else 0.0
    freedom = len(groups) - 1
    variances = np.diag(covariance)
    single = np.where(variances > 0, differences**2 / np.where(variances > 0, variances, 1.0), 0.0)
    own = _means(grid.at, grid.at_risk, grid.ended, horizon)
    others = _means(grid.at, at_risk - grid.at_risk, ended - grid.ended, horizon)
    return LogRank(
        square,
        freedom,
        float(chdtrc(freedom, square)),
        tuple(
            GroupTest(
                int(each.n_ended),
                float(expected[place]),
                float(chdtrc(1, single[place])),
                _difference(own, others, place),
                with_error(float(others[0][place]), float(others[1][place])),
            )
            for place, each in enumerate(groups)
        ),
    )


def _difference(own: tuple[Floats, Floats], others: tuple[Floats, Floats], place: int) -> Estimate:
    error = float(own[1][place] ** 2 + others[1][place] ** 2) ** 0.5
    return with_error(float(own[0][place] - others[0][place]), error)


def _grid(groups: Sequence[Lifetimes]) -> _Grid:
    import numpy as np

    lasted = np.concatenate([each.lasted for each in groups])
    at, places = np.unique(lasted, return_inverse=True)
    step = -(-len(at) // MOST_DURATIONS)
    if step > 1:
        last = np.minimum(np.arange(step - 1, len(at) + step - 1, step), len(at) - 1)
        at, places = at[last], places // step
    edges = np.cumsum([0, *(len(each.lasted) for each in groups)])
    left, ended = (
        np.array(
            [
                np.bincount(places[start:end], weights=getattr(each, name), minlength=len(at))
                for each, start, end in zip(groups, edges, edges[1:], strict=False)
            ]
        )
        for name in ("left", "ended")
    )
    return _Grid(at / SECOND, left[:, ::-1].cumsum(axis=1)[:, ::-1], ended)


def _means(at: Floats, at_risk: Floats, ended: Floats, horizon: float) -> tuple[Floats, Floats]:
    """The restricted mean of each row, and its standard error."""
    import numpy as np

    known = at < horizon
    at_risk, ended = at_risk[:, known], ended[:, known]
    left = at_risk - ended
    open_share = np.cumprod(np.where(at_risk > 0, left / np.maximum(at_risk, 1), 1.0), axis=1)
    widths = np.diff(np.concatenate(([0.0], at[known], [horizon])))
    pieces = np.concatenate((np.ones((len(at_risk), 1)), open_share), axis=1) * widths
    areas = pieces[:, ::-1].cumsum(axis=1)[:, ::-1]
    scatter = np.where(left > 0, ended / np.maximum(at_risk * left, 1), 0.0)
    return areas[:, 0], np.sqrt((areas[:, 1:] ** 2 * scatter).sum(axis=1))
