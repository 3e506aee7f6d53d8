"""Chart how much better or worse the same requests are solved on another channel, by category."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.metrics.dimensions import dimension
from deskwise.reports.contributions import Contribution, Contributions
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import instant_words, span_words


def chart_channels(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> Contributions | None:
    """The chart of the categories that can be moved, the largest difference first; null where none can be."""
    rests, change = finding.rests_on, finding.number("fcr_difference")
    rows = [row for row in finding.table("categories").records() if isinstance(row["difference"], float)]
    if not rows or change is None or change.value is None:
        return None
    return Contributions(
        title=say("First contact resolution: the same requests on the other channel"),
        lines=(
            " · ".join(
                (
                    say("by %(dimension)s", dimension=say("category")),
                    span_words(rests.period, rests.zone),
                )
            ),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        unit="share",
        dimension=say(dimension("category").label),
        groups=tuple(
            Contribution(
                str(row["category"] or without_words(dimension("category").label)),
                float(row["difference"] or 0.0),
            )
            for row in sorted(rows, key=lambda row: -abs(float(row["difference"] or 0.0)))
        ),
        whole=Contribution(say("all together"), change.value),
    )
