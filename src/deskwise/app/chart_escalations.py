"""Chart the causes of escalations: each category, as a multiple of what is usual of its agents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading
from deskwise.reports.by_dimension import ByDimension, Group
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import instant_words, span_words

MOST = 20
NAMED = ("category", "product", "team")


def chart_escalations(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> ByDimension | None:
    """The categories with the most times the usual; null where none was judged."""
    table = next((each for each in finding.more if each.name == "categories"), None)
    if table is None:
        return None
    rests, rows, judged = finding.rests_on, table.records(), len(table.rows)
    rows = rows[:MOST]
    # Names are short: what all have in common tells nothing, and a team only where two have the same.
    telling = [name for name in NAMED[:2] if len({row[name] for row in rows}) > 1] or list(NAMED[:1])
    if len({tuple(row[name] for name in telling) for row in rows}) < len(rows):
        telling.append("team")
    return ByDimension(
        title=say("Escalations: which categories many agents escalate"),
        lines=(
            " · ".join(
                (say("times what their agents escalate otherwise"), span_words(rests.period, rests.zone))
            ),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        unit="score",
        dimension=say(dimension("category").label),
        groups=tuple(_group(finding, telling, row) for row in rows),
        more=max(judged - MOST, 0),
    )


def _group(finding: Finding, telling: list[str], row: Mapping[str, Cell]) -> Group:
    rests = finding.rests_on
    name = " · ".join(str(row[each] or without_words(dimension(each).label)) for each in telling)
    times, low, high = (float(str(row[each])) for each in ("times", "low", "high"))
    reading = Reading(
        metric=rests.metric, stat=rests.stat, clock=None, unit="score", period=rests.period, by=(),
        value=times, n=int(str(row["requests"])), numerator=None, denominator=None, excluded=(), open=0,
        provisional=0, ruled=0, unjudged=0, interval=(low, high), definition=rests.definition,
    )  # fmt: skip
    return Group(name, reading)
