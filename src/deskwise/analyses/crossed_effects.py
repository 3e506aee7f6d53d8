"""Whose doing something is, where two kinds of groups cross: of agents given their categories, and back."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from deskwise.analyses.expected import Standing
from deskwise.analyses.funnel import chance_of
from deskwise.analyses.shrinkage import shrink
from deskwise.metrics.intervals import NORMAL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    Floats = Any

# With fewer of either nothing can be held apart.
FEWEST_GROUPS = 3
ROUNDS, SETTLED = 20, 1e-3
# Of effects on log odds: what they vary by where nothing is known yet, and where they do not seem to at all.
FIRST_VARIANCE, LEAST_VARIANCE = 0.25, 1e-4
MOST_STEP = 1.0

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Name = TypeVar("Name")


@dataclass(frozen=True)
class Effect(Generic[Name]):
    """What a group has beside what is usual, the groups that it crosses with taken into account.

    `hits` of `cases`, where `expected` would be usual of the same cases. `times` is hits for each one
    expected, drawn to what all have, with its 95 % interval. `chance` is that of hits so far from what is
    expected, exact: given its own and the others' together, its own are binomial. `above` counts the groups
    on the other side with which it has more than is usual of them, `of` all with which it has a case;
    `most` is the part of its excess that lies with one of them.
    """

    name: Name
    cases: int
    hits: int
    expected: float
    times: float
    low: float
    high: float
    chance: float
    above: int
    of: int
    most: float


@dataclass(frozen=True)
class Crossed(Generic[Row, Column]):
    """The effects of both kinds of groups, and the factor by which cells vary more than chance makes them."""

    rows: tuple[Effect[Row], ...]
    columns: tuple[Effect[Column], ...]
    spread: float


@dataclass(frozen=True)
class _Drawn:
    """Effects on log odds against the middle half of their kind: as best known, with standard errors."""

    means: Floats
    errors: Floats
    between: float


def crossed(cells: Mapping[tuple[Row, Column], tuple[int, int]]) -> Crossed[Row, Column] | None:
    """Effects of rows and columns from (hits, cases) of each pair of them.

    Log odds are a sum of what is usual, a row's and a column's effect. Rows are estimated with columns that
    vary by chance and the other way round, both drawn to their kind by empirical Bayes. Null with fewer than
    three of either kind, or where none or all of the cases are hits.
    """
    import numpy as np

    kept = {pair: each for pair, each in cells.items() if each[1] > 0}
    rows = list(dict.fromkeys(pair[0] for pair in kept))
    columns = list(dict.fromkeys(pair[1] for pair in kept))
    hits, cases = np.zeros((len(rows), len(columns))), np.zeros((len(rows), len(columns)))
    at_row, at_column = ({name: at for at, name in enumerate(names)} for names in (rows, columns))
    for (row, column), (hit, all_of) in kept.items():
        hits[at_row[row], at_column[column]] = hit
        cases[at_row[row], at_column[column]] = all_of
    if min(hits.shape) < FEWEST_GROUPS or not 0 < hits.sum() < cases.sum():
        return None
    usual, of_rows, of_columns, spread = _fit(hits, cases)
    return Crossed(
        _told(rows, hits, cases, usual + of_columns.means[None, :], of_rows, spread),
        _told(columns, hits.T, cases.T, usual + of_rows.means[None, :], of_columns, spread),
        spread,
    )


def _fit(hits: Floats, cases: Floats) -> tuple[float, _Drawn, _Drawn, float]:
    """What is usual, both kinds' effects, the factor of over-dispersion: iterated weighted least squares."""
    import numpy as np

    level = float(np.log(hits.sum() / (cases.sum() - hits.sum())))
    own, other = np.zeros(hits.shape[0]), np.zeros(hits.shape[1])
    variances = (FIRST_VARIANCE, FIRST_VARIANCE)
    spread = 1.0
    for _ in range(ROUNDS):
        logits = level + own[:, None] + other[None, :]
        share = 1 / (1 + np.exp(-logits))
        weight = cases * share * (1 - share)
        left = hits - cases * share
        pulled = weight * (logits - level) + left
        spread = _over_dispersion(left, weight, hits.shape)
        drawn = (
            _margin(weight, pulled, variances[1], spread),
            _margin(weight.T, pulled.T, variances[0], spread),
        )
        steps = [
            np.clip(each.means - before, -MOST_STEP, MOST_STEP)
            for each, before in zip(drawn, (own, other), strict=True)
        ]
        own, other = own + steps[0], other + steps[1]
        logits = level + own[:, None] + other[None, :]
        share = 1 / (1 + np.exp(-logits))
        shift = float((hits - cases * share).sum() / (cases * share * (1 - share)).sum())
        level += float(np.clip(shift, -MOST_STEP, MOST_STEP))
        variances = (max(drawn[0].between, LEAST_VARIANCE), max(drawn[1].between, LEAST_VARIANCE))
        if max(abs(shift), *(float(np.abs(each).max()) for each in steps)) < SETTLED:
            break
    return level, drawn[0], drawn[1], spread


def _margin(weight: Floats, pulled: Floats, variance: float, spread: float) -> _Drawn:
    """The rows' effects where columns vary by chance with this variance, drawn to their mean."""
    import numpy as np

    own, other = weight.sum(axis=1), weight.sum(axis=0) + spread / variance
    right = pulled.sum(axis=1) - weight @ (pulled.sum(axis=0) / other)
    if weight.shape[0] <= weight.shape[1]:
        noise = np.linalg.inv(np.diag(own) - (weight / other) @ weight.T)
    else:  # the same by Woodbury's identity, with the smaller matrix
        per_row = weight / own[:, None]
        noise = np.diag(1 / own) + per_row @ np.linalg.inv(np.diag(other) - weight.T @ per_row) @ per_row.T
    values = noise @ right
    part = own / own.sum()
    # What all rows share cannot be told from the columns: it is the differences between rows that are known.
    shared = noise @ part
    variances = np.diag(noise) - 2 * shared + float(part @ shared) + 1 / own.sum()
    found = shrink((values - part @ values).tolist(), (spread * variances).tolist())
    means = np.array([each.mean for each in found.figures])
    errors = np.array([each.error for each in found.figures])
    return _Drawn(means - _middle(means), errors, found.between)


def _middle(means: Floats) -> float:
    """The mean of the middle half: one who is far off would move that of all, and everybody else with it."""
    import numpy as np

    outer = len(means) // 4
    return float(np.sort(means)[outer : len(means) - outer].mean())


def _over_dispersion(left: Floats, weight: Floats, shape: tuple[int, ...]) -> float:
    """Pearson's factor by which cells vary more than chance makes them, 1 where chance alone may do it."""
    import numpy as np

    there = weight > 0
    freedom = int(there.sum()) - sum(shape) + 1
    if freedom < 1:
        return 1.0
    factor = float((left[there] ** 2 / weight[there]).sum()) / freedom
    return factor if factor > 1 + 2 * np.sqrt(2 / freedom) else 1.0


def _chance(hits: int, expected: float, of_others: float, spread: float) -> float:
    """The exact chance of hits so far from what is expected, which rests on so many hits of others."""
    odds = expected / of_others if of_others else 0.0
    return chance_of(Standing(None, hits, 0, expected, expected * odds, odds, 0), spread) if odds else 1.0


def _told(
    names: Sequence[Name], hits: Floats, cases: Floats, usual: Floats, drawn: _Drawn, spread: float
) -> tuple[Effect[Name], ...]:
    """Effects as what they make of the cases: `usual` are the log odds of each cell without them."""
    import numpy as np

    def made(effects: Floats) -> Floats:
        return np.asarray((cases / (1 + np.exp(-(usual + effects[:, None])))).sum(axis=1))

    nothing = made(np.zeros(len(names)))
    cells = cases / (1 + np.exp(-usual))
    excess = np.maximum(hits - cells, 0.0)
    whole = excess.sum(axis=1)
    most = np.divide(excess.max(axis=1), whole, out=np.ones(len(names)), where=whole > 0)
    times, low, high = (made(drawn.means + side * NORMAL * drawn.errors) / nothing for side in (0, -1, 1))
    chances = [
        _chance(int(own), float(expected), float(hits.sum() - own), spread)
        for own, expected in zip(hits.sum(axis=1), nothing, strict=True)
    ]
    return tuple(
        Effect(
            name, int(cases[at].sum()), int(hits[at].sum()), float(nothing[at]), float(times[at]),
            float(low[at]), float(high[at]), chances[at],
            int((excess[at] > 0).sum()), int((cases[at] > 0).sum()), float(most[at]),
        )
        for at, name in enumerate(names)
    )  # fmt: skip
