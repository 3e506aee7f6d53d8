"""Chart a fair comparison: everybody's figure with the same requests, by name, each with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading
from deskwise.reports.by_dimension import ByDimension, Group
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS, without_words
from deskwise.reports.time_words import instant_words, span_words

MOST = 40


def chart_comparison(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> ByDimension | None:
    """The chart of those who are compared, in the order of names; null where there is nobody."""
    rests, rows = finding.rests_on, finding.records()
    of_whom, all_together = rests.by or "agent", finding.number("value")
    if not rows or all_together is None:
        return None
    whole = Reading(
        metric=rests.metric, stat=rests.stat, clock=rests.clock, unit=rests.unit, period=rests.period, by=(),
        value=all_together.value, n=rests.n, numerator=None, denominator=None, excluded=(), open=0,
        provisional=0, ruled=0, unjudged=0, interval=None, definition=rests.definition,
    )  # fmt: skip
    words = [say(STAT_WORDS[rests.stat]), say("with the same requests")]
    if rests.clock is not None:
        words.append(say(CLOCK_WORDS[rests.clock]))
    label = dimension(of_whom).label
    return ByDimension(
        title=say("%(metric)s: a fair comparison", metric=say(metric(rests.metric).label)),
        lines=(
            " · ".join([*words, span_words(rests.period, rests.zone)]),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        unit=rests.unit,
        dimension=say(label),
        groups=tuple(
            Group(
                str(row[of_whom] or without_words(label)),
                replace(
                    whole, value=_number(row["figure"]), n=int(row["n"] or 0),
                    interval=(_number(row["low"]), _number(row["high"])),
                ),
            )
            for row in rows[:MOST]
        ),
        whole=whole,
        more=max(len(rows) - MOST, 0),
    )  # fmt: skip


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
