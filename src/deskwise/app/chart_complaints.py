"""Chart a complaint pattern: everybody's complaints against what is expected of their requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.complaint_pattern import FEWER, MORE
from deskwise.analyses.finding import Cell, Finding
from deskwise.analyses.funnel import INNER, OUTER, funnel_limits
from deskwise.kernel.language import say
from deskwise.metrics.dimensions import dimension
from deskwise.reports.funnel_plot import FunnelLimit, FunnelPlot, FunnelPoint
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import instant_words, span_words

# Of how many expectations the limits are worked out, closer together where they are steep.
STEPS = 60
# Of less than this, one alone would be beyond the limits; and the band reaches a little beyond the last dot.
LEAST, BEYOND = 0.25, 1.04
SIDES = {MORE: 1, FEWER: -1}


def chart_complaints(finding: Finding, link: Callable[[Mapping[str, Cell]], str]) -> FunnelPlot | None:
    """The funnel plot of a complaint pattern; null where nobody has an expectation to be held against."""
    rests = finding.rests_on
    of_whom = rests.by or "agent"
    points = tuple(
        FunnelPoint(
            str(row[of_whom] or without_words(dimension(of_whom).label)),
            float(row["expected"]),
            int(row["complaints"] or 0),
            SIDES.get(str(row["verdict"]), 0),
            link(row),
        )
        for row in finding.records()
        if isinstance(row["expected"], float) and row["expected"] > 0
    )
    complaints, spread = finding.number("complaints"), finding.number("spread")
    if not points or complaints is None or spread is None:
        return None
    most = max(each.expected for each in points) * BEYOND
    least = min(LEAST, most / 2)
    return FunnelPlot(
        title=say("Complaints: a pattern, or chance"),
        lines=(
            " · ".join(
                (
                    span_words(rests.period, rests.zone),
                    say("band: 95 % of them by chance"),
                    say("lines: 99.8 % of them by chance"),
                )
            ),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        dimension=say(dimension(of_whom).label),
        points=points,
        limits=tuple(
            _limit(least + (most - least) * (step / STEPS) ** 2, complaints.value or 0.0, spread.value or 1.0)
            for step in range(STEPS + 1)
        ),
    )


def _limit(expected: float, complaints: float, spread: float) -> FunnelLimit:
    # What is expected of somebody rests on the complaints about all others.
    of_others = max(complaints - expected, 1.0)
    inner = funnel_limits(expected, INNER, spread, of_others)
    outer = funnel_limits(expected, OUTER, spread, of_others)
    return FunnelLimit(
        expected, inner[0] / expected, inner[1] / expected, outer[0] / expected, outer[1] / expected
    )
