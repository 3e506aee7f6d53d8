"""How many are still open after how long: the Kaplan-Meier curve, its quantiles and its restricted mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deskwise.metrics.intervals import NORMAL
from deskwise.metrics.lifetimes import Lifetimes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
else:
    Floats = Flags = Any

SECOND = 1_000_000
# So near to a share a survival is that share, as far as its product of many quotients can tell.
NEAR = 1e-9


@dataclass(frozen=True)
class Estimate:
    """A value with its standard error and its 95 % interval; a side that does not exist is null."""

    value: float | None
    low: float | None = None
    high: float | None = None
    error: float | None = None


@dataclass(frozen=True, eq=False)
class Curve:
    """A Kaplan-Meier curve in seconds: `at` are the durations after which some ended, in order.

    `at_risk` were open until then, of which `ended` ended; `open_share` is the share still open after it,
    `low` and `high` its 95 % interval, made of the logarithm of its logarithm (nothing is known of it where
    all have ended: both are then 0). `scatter` is Greenwood's sum up to there.
    """

    n: int
    n_ended: int
    at: Floats
    at_risk: Floats
    ended: Floats
    open_share: Floats
    low: Floats
    high: Floats
    scatter: Floats
    last: float

    @property
    def reach(self) -> float:
        """Up to how many seconds anything is known: to the longest case, without an end where all ended."""
        return math.inf if len(self.at) and not self.open_share[-1] else self.last

    def done_after(self, share: float) -> Estimate:
        """After how many seconds a share has ended, null where so many have not.

        It is the first duration after which at most the others are open. The interval (Brookmeyer and
        Crowley's) holds the durations at which that share cannot be ruled out.
        """
        others = 1 - share
        return Estimate(
            _first(self.at, self.open_share <= others + NEAR),
            _first(self.at, self.low <= others),
            _first(self.at, (self.high < others) & (self.open_share > 0)),
        )

    def mean_until(self, horizon: float) -> Estimate:
        """The mean of how long each is open, as far as a horizon in seconds: the area under the curve."""
        import numpy as np

        areas = self.areas(horizon)
        added = np.diff(self.scatter[self.at < horizon], prepend=0.0)
        return with_error(float(areas[0]), float(np.sqrt((areas[1:] ** 2 * added).sum())))

    def areas(self, horizon: float) -> Floats:
        """The area from 0 to the horizon, and from each step before it."""
        import numpy as np

        known = self.at < horizon
        edges = np.concatenate(([0.0], self.at[known], [horizon]))
        pieces = np.concatenate(([1.0], self.open_share[known])) * np.diff(edges)
        areas: Floats = pieces[::-1].cumsum()[::-1]
        return areas


def _first(at: Floats, holds: Flags) -> float | None:
    return float(at[holds.argmax()]) if holds.any() else None


def with_error(value: float, error: float) -> Estimate:
    """A value with the normal 95 % interval of its standard error."""
    return Estimate(value, value - NORMAL * error, value + NORMAL * error, error)


def kaplan_meier(found: Lifetimes) -> Curve:
    """The curve of lifetimes."""
    import numpy as np

    some = found.ended > 0
    at_risk = (found.n - found.left.cumsum() + found.left)[some].astype(np.float64)
    ended = found.ended[some].astype(np.float64)
    left = at_risk - ended
    open_share = np.cumprod(left / at_risk, dtype=np.float64)
    scatter: Floats = np.cumsum(np.where(left > 0, ended / (at_risk * np.maximum(left, 1)), 0.0))
    low, high = _log_log(open_share, scatter)
    return Curve(
        n=found.n,
        n_ended=found.n_ended,
        at=found.lasted[some] / SECOND,
        at_risk=at_risk,
        ended=ended,
        open_share=open_share,
        low=low,
        high=high,
        scatter=scatter,
        last=float(found.lasted[-1]) / SECOND if len(found.lasted) else 0.0,
    )


def _log_log(open_share: Floats, scatter: Floats) -> tuple[Floats, Floats]:
    import numpy as np

    inside = (open_share > 0) & (open_share < 1)
    share = np.where(inside, open_share, 0.5)
    wide = NORMAL * np.sqrt(scatter) / -np.log(share)
    low, high = share ** np.exp(wide), share ** np.exp(-wide)
    return np.where(inside, low, open_share), np.where(inside, high, open_share)


def plain_average(found: Lifetimes, horizon: float) -> Estimate:
    """The mean of how long those took that ended, as far as a horizon in seconds; null where none did."""
    import numpy as np

    if not found.n_ended:
        return Estimate(None)
    lasted = np.minimum(found.lasted / SECOND, horizon)
    mean = float((lasted * found.ended).sum() / found.n_ended)
    square = float((found.ended * (lasted - mean) ** 2).sum() / found.n_ended)
    return with_error(mean, math.sqrt(square / found.n_ended))


def error_of_average(found: Lifetimes, curve: Curve, horizon: float) -> Estimate:
    """By how much the plain average of those that ended differs from the mean with the open ones kept.

    Both are made of the same cases, so that their errors are not independent: each case's influence on the
    difference is taken, and the interval is made of their squares.
    """
    import numpy as np

    plain = plain_average(found, horizon)
    if plain.value is None:
        return Estimate(None)
    areas, known = curve.areas(horizon), curve.at < horizon
    steps, at_risk, ended = areas[1:], curve.at_risk[known], curve.ended[known]
    # What a case at risk loses until it leaves, and what it brings back by ending; nothing where all end.
    each = steps / np.maximum(at_risk - ended, 1)
    lost = np.concatenate(([0.0], (each * ended / at_risk).cumsum())) * curve.n
    brings = np.concatenate(([0.0], each)) * curve.n
    lasted = found.lasted / SECOND
    before = np.searchsorted(curve.at[known], lasted, side="right")
    brought = np.where((lasted < horizon) & (found.ended > 0), brings[before], 0.0)
    of_mean = lost[before]
    of_plain = (np.minimum(lasted, horizon) - plain.value) * curve.n / found.n_ended
    squares = found.ended * (of_plain + brought - of_mean) ** 2 + (found.left - found.ended) * of_mean**2
    value = plain.value - float(areas[0])
    return with_error(value, float(np.sqrt(squares.sum())) / curve.n)
