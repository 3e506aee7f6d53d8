"""Chart a metric's control chart: its periods, or the gaps between its events, in their limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from deskwise.analyses.control_chart_words import GAPS_LABEL as GAPS
from deskwise.analyses.control_limits import ControlLimits
from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import mid_sentence, say
from deskwise.kernel.periods import day_start
from deskwise.metrics.catalogue import metric
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS
from deskwise.reports.time_series import Happening, Point, Signal, TimeSeries
from deskwise.reports.time_words import instant_words

DAY = 86_400_000_000
# The longest period of a grain, in days.
LONGEST = ((1, "day"), (7, "week"), (31, "month"))


def chart_control(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> TimeSeries | None:
    """The chart of the periods that are shown; null where there are no limits.

    Each dated change is noted on it.
    """
    rows, rests = finding.records(), finding.rests_on
    if not rows:
        return None
    value = next(each for each in finding.columns if each.name == "value")
    words = [say(value.label) if _of_gaps(finding) else say(STAT_WORDS[rests.stat])]
    if rests.clock is not None:
        words.append(say(CLOCK_WORDS[rests.clock]))
    words += [
        f"{say(dimension(name).label)}: {', '.join(each or say('none') for each in values)}"
        for name, values in rests.where
    ]
    points = tuple(_point(finding, row) for row in rows)
    return TimeSeries(
        title=say("%(metric)s: control chart", metric=say(metric(rests.metric).label)),
        lines=(" · ".join(words), say("as of %(at)s", at=instant_words(rests.as_of, rests.zone))),
        unit=rests.unit,
        grain="day" if _of_gaps(finding) else _grain(rows[0]),
        zone=rests.zone,
        points=points,
        limits=next((each.limits for each in reversed(points) if each.limits is not None), None),
        happenings=tuple(
            Happening(_start(each["at"], rests.zone), mid_sentence(say("The level changed")))
            for each in finding.table("changes").records()
        ),
    )


def _point(finding: Finding, row: Mapping[str, Cell]) -> Point:
    rests = finding.rests_on
    period = ReadPeriod(_start(row["start"], rests.zone), _start(row["end"], rests.zone), partial=False)
    value = row["value"]
    known = None if value is None or isinstance(value, str) else value
    reading = Reading(
        metric=rests.metric, stat=rests.stat, clock=rests.clock, unit=rests.unit, period=period, by=(),
        value=known, n=int(row["n"] or 0), numerator=None, denominator=None, excluded=(), open=0,
        provisional=0, ruled=0, unjudged=0, interval=None, definition=rests.definition,
    )  # fmt: skip
    ends = [row[name] for name in ("low", "centre", "high")]
    numbers = [float(each) for each in ends if isinstance(each, int | float)]
    limits = ControlLimits(numbers[0], numbers[1], numbers[2], 0) if len(numbers) == len(ends) else None
    mark = row["mark"]
    signal = (
        _side(finding, float(known), limits) if mark and known is not None and limits is not None else None
    )
    return Point(reading, signal, limits=limits, mark=say(str(mark)) if mark else "")


def _side(finding: Finding, value: float, limits: ControlLimits) -> Signal:
    """Whether a marked period lies on the better side; a longer gap between bad events is the better one."""
    better = metric(finding.rests_on.metric).better
    if better == "neutral" or value == limits.centre:
        return "neutral"
    below = value < limits.centre
    return "better" if (below == (better == "lower")) != _of_gaps(finding) else "worse"


def _of_gaps(finding: Finding) -> bool:
    return finding.label == GAPS


def _start(cell: Cell, zone: str) -> int:
    return day_start(date.fromisoformat(str(cell)), zone)


def _grain(row: Mapping[str, Cell]) -> str:
    days = (date.fromisoformat(str(row["end"])) - date.fromisoformat(str(row["start"]))).days
    return next((name for longest, name in LONGEST if days <= longest), "quarter")
