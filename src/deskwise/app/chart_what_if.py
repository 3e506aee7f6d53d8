"""Chart what a figure takes to reach a value: where the missed are, and how many of them have to be met."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.dimensions import dimension
from deskwise.reports.missed_cases import MissedCases, MissedOf
from deskwise.reports.number_words import value_words
from deskwise.reports.stat_words import STAT_WORDS, without_words
from deskwise.reports.time_words import instant_words, span_words

MOST = 15


def chart_what_if(finding: Finding, link: Callable[[Mapping[str, Cell]], str]) -> MissedCases | None:
    """The chart of the groups with missed cases; null where nothing is missed, or no case can be met."""
    rests = finding.rests_on
    short, target = finding.number("short"), finding.number("target")
    if short is None or target is None or rests.by is None or finding.number("met") is None:
        return None
    rows = [row for row in finding.records() if int(row["missed"] or 0) > 0]
    if not rows:
        return None
    label = dimension(rests.by).label
    return MissedCases(
        title=say(
            "%(metric)s: what %(target)s takes",
            metric=say(metric(rests.metric).label),
            target=value_words(target.value, target.unit),
        ),
        lines=(
            " · ".join((say(STAT_WORDS[rests.stat]), span_words(rests.period, rests.zone))),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        dimension=say(label),
        groups=tuple(
            MissedOf(
                str(row[rests.by] or without_words(label)),
                int(row["missed"] or 0),
                int(row["n"] or 0),
                link(row),
            )
            for row in rows[:MOST]
        ),
        needed=int(short.value or 0),
        more=max(len(rows) - MOST, 0),
    )
