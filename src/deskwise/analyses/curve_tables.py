"""The tables of Kaplan-Meier curves: their quantiles, and as many of their steps as a picture shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskwise.analyses.cells import Group
from deskwise.analyses.finding import Cell as TableCell
from deskwise.analyses.finding import NumberColumn, NumberTable
from deskwise.analyses.kaplan_meier import NEAR, Curve
from deskwise.kernel.language import marked
from deskwise.metrics.dimensions import dimension

SHARES = (0.25, 0.5, 0.75, 0.9)
# A step of a picture is a fortieth of all at the least.
STEPS = 40
MOST_DRAWN = 8
Curves = Sequence[tuple[Group, Curve]]


def quantile_table(by: str, whole: Curve, groups: Curves) -> NumberTable:
    """After how long which share is resolved, with intervals."""
    return NumberTable(
        "quantiles",
        marked("After how long which share is resolved"),
        (
            *_group_column(by),
            NumberColumn("share", marked("resolved"), "share"),
            NumberColumn("within", marked("within"), "seconds"),
            NumberColumn("low", marked("from"), "seconds"),
            NumberColumn("high", marked("to"), "seconds"),
        ),
        tuple(
            (*front, share, found.value, found.low, found.high)
            for front, curve in _fronts(by, whole, groups)
            for share in SHARES
            for found in (curve.done_after(share),)
        ),
    )


def curve_table(by: str, whole: Curve, groups: Curves, horizon: float) -> NumberTable:
    """The curves, step by step, as far as the horizon; of many groups those with most requests."""
    drawn = sorted(groups, key=lambda each: -each[1].n)[:MOST_DRAWN]
    kept = [each for each in groups if each in drawn]
    return NumberTable(
        "curve",
        marked("The curve: which share is still open after how long"),
        (
            *_group_column(by),
            NumberColumn("after", marked("after"), "seconds"),
            NumberColumn("open_share", marked("still open"), "share"),
            NumberColumn("low", marked("from"), "share"),
            NumberColumn("high", marked("to"), "share"),
            NumberColumn("at_risk", marked("open that long"), "count"),
        ),
        tuple(
            (*front, *step) for front, curve in _fronts(by, whole, kept) for step in _steps(curve, horizon)
        ),
    )


def _group_column(by: str) -> tuple[NumberColumn, ...]:
    return (NumberColumn(by, dimension(by).label, None, dimension=by),) if by else ()


def _fronts(by: str, whole: Curve, groups: Curves) -> list[tuple[tuple[Group, ...], Curve]]:
    return [((group,), curve) for group, curve in groups] if by else [((), whole)]


def _steps(curve: Curve, horizon: float) -> Iterator[tuple[TableCell, ...]]:
    """From all to as few as are left at the horizon, in steps that are seen."""
    import numpy as np

    yield 0.0, 1.0, 1.0, 1.0, curve.n
    known = int(np.searchsorted(curve.at, horizon, side="right"))
    # The first step at or below each fortieth, and the last one of all.
    fallen = np.floor((1 - curve.open_share[:known]) * STEPS + NEAR)
    seen = np.flatnonzero(np.diff(fallen, prepend=0.0))
    for place in sorted({*seen.tolist(), *([known - 1] if known else [])}):
        yield (
            float(curve.at[place]), float(curve.open_share[place]), float(curve.low[place]),
            float(curve.high[place]), int(curve.at_risk[place]),
        )  # fmt: skip
