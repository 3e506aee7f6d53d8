"""How often a control chart marks something though nothing changes: by drawing such charts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deskwise.analyses.control_limits import RANGE_OF_TWO
from deskwise.analyses.measured_period import MeasuredPeriod
from deskwise.analyses.own_limits import DAYS_OF_WEEK, LEVEL, OwnLimits
from deskwise.analyses.rare_events import GapLimits
from deskwise.analyses.run_rules import RuleName, longest_run, marks
from deskwise.analyses.small_counts import ONE_SIDE, SMALL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
else:
    Floats = Flags = Any

CHARTS = 2_000
SEED = 20_260_102


@dataclass(frozen=True)
class FalseAlarms:
    """What chance alone does to a chart of as many periods, with limits drawn of as many.

    `per_period` is how many of the periods a rule marks, `per_chart` in how many charts it marks any, both as
    shares. `any_mark` is the share of charts with a mark of any rule; `as_striking` the share of those in
    which something is as striking as in the chart at hand.
    """

    per_period: Mapping[RuleName, float]
    per_chart: Mapping[RuleName, float]
    any_mark: float
    as_striking: float


def false_alarms_of(
    limits: OwnLimits, first: Sequence[MeasuredPeriod], judged: Sequence[MeasuredPeriod], sigmas: list[float]
) -> FalseAlarms:
    """The false alarms of a chart, whose judged periods lie so many standard deviations from their centre."""
    import numpy as np

    draws = np.random.default_rng(SEED)
    if limits.kind in {"p", "u", "c"}:
        drawn = _counted_charts(limits, first, judged, draws)
    else:
        drawn = _normal_charts(limits, first, judged, draws)
    return _told(*drawn, sigmas)


def false_alarms_of_gaps(limits: GapLimits, judged: int, sigmas: list[float]) -> FalseAlarms:
    """The false alarms of a g chart of so many gaps after those that its limits are drawn of."""
    import numpy as np
    from scipy.special import ndtri

    draws = np.random.default_rng(SEED)
    known = limits.periods
    sizes = draws.geometric(limits.chance, (CHARTS, known + judged)) - 1
    chance = (known - 1) / known / (sizes[:, :known].mean(axis=1, keepdims=True) + 1)
    later = sizes[:, known:]
    longer = (1 - chance) ** later
    scores = -ndtri(longer * (1 - chance / 2))
    beyond = (longer < ONE_SIDE / (1 - chance)) | (1 - longer * (1 - chance) < ONE_SIDE)
    return _told(scores, beyond, sigmas)


def _normal_charts(
    limits: OwnLimits, first: Sequence[MeasuredPeriod], judged: Sequence[MeasuredPeriod], draws: Any
) -> tuple[Floats, Flags]:
    """Charts of moving ranges, and of counts whose spread is taken from moving ranges."""
    import numpy as np

    known, later = _places(limits, first), _places(limits, judged)
    drawn = draws.standard_normal((CHARTS, len(known) + len(later)))
    base = drawn[:, : len(known)]
    groups = _groups(known)
    sums, sizes = base @ groups, groups.sum(axis=0)
    centres = np.where(sizes > 0, sums / np.maximum(sizes, 1), base.mean(axis=1, keepdims=True))
    rest = base - centres[:, known]
    weeks = len(known) / len(set(known.tolist()))
    freed = math.sqrt(weeks / (weeks - 1)) if limits.by_weekday else 1.0
    spread = np.abs(np.diff(rest, axis=1)).mean(axis=1, keepdims=True) / RANGE_OF_TWO * freed
    scores = (drawn[:, len(known) :] - centres[:, later]) / spread
    return scores, np.abs(scores) > 3


def _counted_charts(
    limits: OwnLimits, first: Sequence[MeasuredPeriod], judged: Sequence[MeasuredPeriod], draws: Any
) -> tuple[Floats, Flags]:
    """Charts of counts that chance alone draws, as much to count in as in the chart at hand."""
    import numpy as np
    from scipy.special import chdtri

    periods = [*first, *judged]
    exposure = np.array([each.exposure for each in periods])
    truth = np.array([limits.level(each) for each in periods])
    hits = limits.family == "p"
    cases = np.round(exposure).astype(int)
    drawn = (
        draws.binomial(cases, truth, (CHARTS, len(periods)))
        if hits
        else draws.poisson(truth * exposure, (CHARTS, len(periods)))
    ).astype(float)
    places = _places(limits, periods)
    count = len(first)
    groups = _groups(places[:count])
    known = groups.sum(axis=0) > 0
    below = np.where(known, exposure[:count] @ groups, exposure[:count].sum())
    above = np.where(known, drawn[:, :count] @ groups, drawn[:, :count].sum(axis=1, keepdims=True))
    level = np.where(above > 0, above, 0.5) / np.where(above > 0, below, below + 1)
    level = np.where(hits & (level >= 1), (below + 0.5) / (below + 1), level)
    expected = level[:, places] * exposure
    sigma = np.sqrt(expected * (1 - level[:, places] if hits else 1.0))
    scores = (drawn - expected) / sigma
    base = scores[:, :count]
    ranges = np.abs(np.diff(base, axis=1)).mean(axis=1, keepdims=True) / RANGE_OF_TWO
    far = (base**2).sum(axis=1, keepdims=True) > chdtri(count - known.sum(), LEVEL)
    spread = np.where(far, np.maximum(ranges, 1.0), 1.0)
    later = scores[:, count:] / spread
    return later, _beyond(drawn[:, count:], expected[:, count:], cases[count:], later, spread, hits=hits)


def _beyond(
    drawn: Floats, expected: Floats, cases: Any, scores: Floats, spread: Floats, *, hits: bool
) -> Flags:
    """Which counts lie beyond their limits: exact ones where few are expected."""
    import numpy as np

    beyond = np.abs(scores) > 3
    few = expected < SMALL
    if hits:
        few |= cases - expected < SMALL
    if not few.any():
        return np.asarray(beyond)
    from scipy.special import bdtr, bdtrc, pdtr, pdtrc

    rows, columns = np.nonzero(few)
    middle, counts = expected[rows, columns], cases[columns]
    # A limit lies `spread` times as far away as the exact one: as many times nearer lies the count to that.
    nearer = (drawn[rows, columns] - middle) / spread[rows, 0] + middle
    up, down = np.ceil(nearer - 1e-9) - 1, np.floor(nearer + 1e-9)
    if hits:
        share = np.clip(middle / np.maximum(counts, 1), 0.0, 1.0)
        above, below = (
            bdtrc(np.clip(up, 0, counts), counts, share),
            bdtr(np.clip(down, 0, counts), counts, share),
        )
    else:
        above, below = pdtrc(np.maximum(up, 0), middle), pdtr(np.maximum(down, 0), middle)
    above, below = np.where(up < 0, 1.0, above), np.where(down < 0, 0.0, below)
    beyond[rows, columns] = (above <= ONE_SIDE) | (below <= ONE_SIDE)
    return np.asarray(beyond)


def _told(scores: Floats, beyond: Flags, sigmas: list[float]) -> FalseAlarms:
    import numpy as np

    found = marks(scores, beyond)
    any_mark = np.zeros(beyond.shape, dtype=bool)
    for each in found.values():
        any_mark |= each
    return FalseAlarms(
        {name: float(each.mean()) if each.size else 0.0 for name, each in found.items()},
        {name: float(each.any(axis=1).mean()) for name, each in found.items()},
        float(any_mark.any(axis=1).mean()),
        _as_striking(scores, np.array([sigmas])) if sigmas else 1.0,
    )


def _as_striking(drawn: Floats, own: Floats) -> float:
    """The share of charts in which what stands out most is as rare as in one's own.

    Three things are looked at: the farthest period, the farthest pair of three, the longest run on one side.
    Of each chart the rarest of them counts, so that looking at three is paid for.
    """
    import numpy as np

    rarest = np.ones(len(drawn))
    of_own = 1.0
    for measure in (_farthest, _farthest_pair, longest_run):
        all_of_them, mine = measure(drawn), float(measure(own)[0])
        ordered = np.sort(all_of_them)
        as_far = (len(drawn) - np.searchsorted(ordered, all_of_them - 1e-9)) / len(drawn)
        rarest = np.minimum(rarest, as_far)
        of_own = min(of_own, (len(drawn) - int(np.searchsorted(ordered, mine - 1e-9)) + 1) / (len(drawn) + 1))
    return float((np.sum(rarest <= of_own) + 1) / (len(drawn) + 1))


def _farthest(scores: Floats) -> Floats:
    import numpy as np

    return np.asarray(np.abs(scores).max(axis=1))


def _farthest_pair(scores: Floats) -> Floats:
    """The second farthest on one side of any three in a row."""
    import numpy as np

    if scores.shape[1] < 3:
        return np.zeros(len(scores))
    threes = np.stack([scores[:, :-2], scores[:, 1:-1], scores[:, 2:]], axis=2)
    return np.asarray(np.maximum(np.median(threes, axis=2), np.median(-threes, axis=2)).max(axis=1))


def _places(limits: OwnLimits, periods: Sequence[MeasuredPeriod]) -> Any:
    import numpy as np

    return np.array([(each.weekday or 0) if limits.by_weekday else 0 for each in periods], dtype=int)


def _groups(places: Any) -> Floats:
    import numpy as np

    return np.asarray(np.eye(DAYS_OF_WEEK)[places])
