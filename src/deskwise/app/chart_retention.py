"""Chart retention: how many customers bought (or wrote again, without sales) by what support did to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from deskwise.analyses.experiences import FEWEST
from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.metrics.intervals import wilson
from deskwise.metrics.readings import Reading
from deskwise.reports.by_dimension import ByDimension, Group
from deskwise.reports.time_words import instant_words, span_words


def chart_retention(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> ByDimension | None:
    """The chart of the groups that are large enough, against all customers; null where there is none."""
    rests, sold = finding.rests_on, finding.number("bought")
    name = "bought" if sold is not None else "again"
    whole = sold or finding.number("again")
    rows = [row for row in finding.records() if _count(row) >= FEWEST]
    if not rows or whole is None or whole.value is None:
        return None
    reading = Reading(
        metric=rests.metric, stat="share", clock=None, unit="share", period=rests.period, by=(),
        value=whole.value, n=rests.n, numerator=None, denominator=None, excluded=(), open=0, provisional=0,
        ruled=0, unjudged=0, interval=(whole.low, whole.high), definition=rests.definition,
    )  # fmt: skip
    return ByDimension(
        title=say("Customers who bought, by what support did")
        if sold is not None
        else say("Customers who wrote again, by what support did"),
        lines=(
            span_words(rests.period, rests.zone),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        unit="share",
        dimension=say("the request was"),
        groups=tuple(_group(row, name, reading) for row in rows),
        whole=reading,
    )


def _group(row: Mapping[str, Cell], name: str, whole: Reading) -> Group:
    n, share = _count(row), row[name]
    value = float(share) if isinstance(share, float) else None
    interval = None if value is None else wilson(round(value * n), n)
    return Group(say(str(row["experience"])), replace(whole, value=value, n=n, interval=interval))


def _count(row: Mapping[str, Cell]) -> int:
    n = row["customers"]
    return n if isinstance(n, int) else 0
