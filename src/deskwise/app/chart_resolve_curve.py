"""Chart how long requests take: which share is still open after how long, by groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.analyses.time_to_resolve_curve import LONGER, SHORTER
from deskwise.kernel.language import say
from deskwise.metrics.dimensions import dimension
from deskwise.reports.curves import CurvePoint, Curves, ShareCurve, Stretch
from deskwise.reports.number_words import value_words
from deskwise.reports.stat_words import CLOCK_WORDS, without_words
from deskwise.reports.time_words import instant_words, span_words

SIDES = {LONGER: 1, SHORTER: -1}
# Beyond where so few are left the curves say nothing that is seen.
LEFT = 0.025


def chart_resolve_curve(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> Curves | None:
    """The curves of a finding; null where there is none."""
    rests, by = finding.rests_on, finding.rests_on.by
    horizon, median = finding.number("horizon"), finding.number("median")
    if horizon is None or horizon.value is None or median is None:
        return None
    points: dict[str, list[CurvePoint]] = {}
    for row in finding.table("curve").records():
        name = say("all requests") if by is None else str(row[by] or without_words(dimension(by).label))
        points.setdefault(name, []).append(
            CurvePoint(*(_number(row[each]) for each in ("after", "open_share", "low", "high")))
        )
    sides = (
        {} if by is None else {str(row[by]): SIDES.get(str(row["verdict"]), 0) for row in finding.records()}
    )
    half = () if median.value is None else (_half(median.value),)
    clock = () if rests.clock is None else (say(CLOCK_WORDS[rests.clock]),)
    return Curves(
        title=say("Time to resolve: how many are still open"),
        lines=(
            " · ".join((say("raised %(period)s", period=span_words(rests.period, rests.zone)), *clock)),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        across=say("after"),
        up=say("still open"),
        longest=min(horizon.value, max(map(_settled, points.values()))),
        curves=tuple(
            ShareCurve(name, tuple(each), sides.get(name, 0), steps=True, banded=by is None)
            for name, each in points.items()
        ),
        stretches=half,
    )


def _half(seconds: float) -> Stretch:
    return Stretch(seconds, seconds, say("half within %(length)s", length=value_words(seconds, "seconds")))


def _settled(points: list[CurvePoint]) -> float:
    """Where hardly any is left, else the curve's end."""
    return next((each.after for each in points if each.share <= LEFT), float("inf"))


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0
