"""Chart knowledge gaps: in what share of each group's requests an article was used, against all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.analyses.knowledge_gaps_tables import OF_GROUP
from deskwise.kernel.language import say
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.intervals import Interval, wilson
from deskwise.metrics.readings import Reading
from deskwise.reports.by_dimension import ByDimension, Group
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import instant_words, span_words

MOST = 40


def chart_gaps(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> ByDimension | None:
    """The chart of what is answered with an article, most requests first; null where none is recorded."""
    rests, rows = finding.rests_on, finding.records()
    together = finding.number("with_article")
    if not rows or together is None or not together.value:
        return None
    by = [each.dimension for each in finding.columns if each.dimension in OF_GROUP]

    def reading(value: float | None, n: int, interval: Interval | None) -> Reading:
        return Reading(
            metric=rests.metric, stat=rests.stat, clock=None, unit="share", period=rests.period, by=(),
            value=value, n=n, numerator=None, denominator=None, excluded=(), open=0, provisional=0, ruled=0,
            unjudged=0, interval=interval, definition=rests.definition,
        )  # fmt: skip

    groups = []
    for row in rows[:MOST]:
        hits, n = int(row["with_article"] or 0), int(row["resolved"] or 0)
        name = " · ".join(str(row[each] or without_words(dimension(each).label)) for each in by)
        groups.append(Group(name, reading(hits / n, n, wilson(hits, n))))
    return ByDimension(
        title=say("Knowledge gaps: requests answered with an article"),
        lines=(
            " · ".join((say("share of what was resolved"), span_words(rests.period, rests.zone))),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        unit="share",
        dimension=" · ".join(say(dimension(each).label) for each in by),
        groups=tuple(groups),
        whole=reading(together.value, rests.n, None),
        more=max(len(rows) - MOST, 0),
    )
