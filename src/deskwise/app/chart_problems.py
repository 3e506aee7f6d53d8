"""Chart the clearest problem candidate: its requests by day, within what chance makes of the usual."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from deskwise.analyses.control_limits import ControlLimits
from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import mid_sentence, say
from deskwise.kernel.periods import day_start, local_instant, zone_info
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_series import Happening, Point, TimeSeries
from deskwise.reports.time_words import instant_words


def chart_problems(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> TimeSeries | None:
    """The chart of the days around the clearest burst; null where nothing stands out."""
    if not finding.rows:
        return None
    rests, (first, *_) = finding.rests_on, finding.records()
    named = [each.dimension for each in finding.columns if each.dimension]
    group = " · ".join(str(first[each] or without_words(dimension(each).label)) for each in named)
    happened = []
    if first["outage"]:
        began = datetime.fromisoformat(str(first["outage"]))
        happened.append(
            Happening(local_instant(began, zone_info(rests.zone)), mid_sentence(say("An outage began")))
        )
    return TimeSeries(
        title=say("Problem candidate: %(group)s", group=group),
        lines=(
            say("requests a day, within what chance makes of the same days of the weeks before"),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        unit="count",
        grain="day",
        zone=rests.zone,
        points=tuple(_point(finding, row) for row in finding.table("course").records()),
        happenings=tuple(happened),
    )


def _point(finding: Finding, row: Mapping[str, Cell]) -> Point:
    rests, day = finding.rests_on, date.fromisoformat(str(row["day"]))
    period = ReadPeriod(
        day_start(day, rests.zone), day_start(day + timedelta(days=1), rests.zone), partial=False
    )
    requests = int(row["requests"] or 0)
    reading = Reading(
        metric=rests.metric, stat=rests.stat, clock=None, unit="count", period=period, by=(), value=requests,
        n=requests, numerator=None, denominator=None, excluded=(), open=0, provisional=0, ruled=0, unjudged=0,
        interval=None, definition=rests.definition,
    )  # fmt: skip
    usual, most = row["usual"], row["most"]
    limits = None
    if isinstance(usual, float) and isinstance(most, float):
        limits = ControlLimits(0.0, usual, most, 0)
    if not row["in_burst"]:
        return Point(reading, limits=limits)
    return Point(reading, "neutral", limits=limits, mark=say("in the burst"))
