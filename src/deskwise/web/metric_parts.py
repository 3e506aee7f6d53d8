"""The parts of a metric's page: its switches, the rows of its tables, and where each of them leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskwise.app.compared_periods import PERIOD_NAMES
from deskwise.app.follow_metric import COURSE, MetricFollowed
from deskwise.app.followed_metric import Followed
from deskwise.app.seen_figures import Where
from deskwise.kernel.language import marked, say, sentence_start
from deskwise.metrics.definition import CLOCKS, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading
from deskwise.reports.number_words import count_words, round_words, value_words
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import edge_text, instant_words, period_title
from deskwise.web.asked import Asked
from deskwise.web.charts.interval_dots import IntervalDot, interval_dot, scale_of
from deskwise.web.charts.sparkline import Sparkline, signal_mark, sparkline
from deskwise.web.figure_words import CLOCK_WORDS, Badge, badge, interval_of, value_of
from deskwise.web.templating import Links

MICROSECONDS = 1_000_000
SHORT_STATS: dict[Stat, str] = {
    "p50": marked("Median"), "mean": marked("Mean"), "p90": "p90", "p95": "p95",
    "km50": marked("Median with open"), "within": marked("Within"), "gross": marked("Gross"),
    "refunds": marked("Refunds"),
}  # fmt: skip
SHORT_PERIODS = {
    "4_weeks": marked("4 weeks"), "week": marked("Week"), "month": marked("Month"),
    "quarter": marked("Quarter"),
}  # fmt: skip


@dataclass(frozen=True)
class Addresses:
    """Where the parts of a metric's page lead; `opens` says whether a list of these filters may be seen."""

    links: Links
    chosen: Asked
    found: MetricFollowed
    opens: Callable[[Where], bool]

    def cases(self, reading: Reading, state: str = "") -> str:
        """The requests behind a reading, those of one state if named; empty where not shown."""
        asked = self.chosen
        for name, value in reading.by:
            asked = asked.only(name, (value,))
        if not self.opens(asked.where):
            return ""
        period, zone = reading.period, self.found.zone
        asked = asked.changed(
            period="",
            every="",
            by="",
            since="" if period is None else edge_text(period.start_at, zone),
            until="" if period is None else edge_text(period.end_at, zone),
        )
        return self.links.page("requests", asked.query() + (f"&state={state}" if state else ""))

    def itself(self, asked: Asked) -> str:
        """The same page, asked otherwise."""
        query = asked.query(without=("metric",))
        return self.links.page("metric", query, name=self.found.followed.metric.name)


@dataclass(frozen=True)
class Option:
    """One position of a switch."""

    words: str
    link: str
    chosen: bool


@dataclass(frozen=True)
class Switch:
    """A choice among few, each an address."""

    label: str
    options: tuple[Option, ...]


def switches(addresses: Addresses) -> tuple[Switch, ...]:
    """The switches that make a difference to the metric, to be read as a sentence."""
    chosen, found = addresses.chosen, addresses.found
    metric = found.followed.metric

    def option(words: str, *, is_chosen: bool, **changed: str) -> Option:
        return Option(words, addresses.itself(chosen.changed(**changed)), is_chosen)

    made = []
    if len(metric.stats) > 1:
        within = {"within": str(found.within_seconds)}
        made.append(
            Switch(
                say("Statistic"),
                tuple(
                    option(
                        say("Within %(words)s", words=round_words(found.within_seconds))
                        if stat == "within"
                        else say(SHORT_STATS[stat]),
                        is_chosen=stat == found.followed.stat,
                        stat=stat,
                        **(within if stat == "within" else {}),
                    )
                    for stat in sorted(metric.stats, key=list(SHORT_STATS).index)
                ),
            )
        )
    if metric.clocked and found.other_clock is not None:
        clocks = tuple(
            option(sentence_start(say(CLOCK_WORDS[clock])), is_chosen=clock == found.clock, clock=clock)
            for clock in reversed(CLOCKS)
        )
        made.append(Switch(say("Clock"), clocks))
    made.append(
        Switch(
            say("By"),
            tuple(
                option(sentence_start(say(grain)), is_chosen=grain == found.grain, every=grain)
                for grain in COURSE
            ),
        )
    )
    made.append(
        Switch(
            say("Over the last full"),
            tuple(
                option(
                    say(SHORT_PERIODS[name]),
                    is_chosen=name == found.periods.name,
                    period=name,
                    since="",
                    until="",
                )
                for name in PERIOD_NAMES
            ),
        )
    )
    return tuple(made)


@dataclass(frozen=True)
class CourseRow:
    """A period of the course in words."""

    period: str
    value: str
    has_value: bool
    link: str
    interval: str
    n: str
    signal: str


def course_rows(addresses: Addresses) -> tuple[CourseRow, ...]:
    """The periods of the course, the last one first: the chart's numbers, with the same links."""
    found, followed = addresses.found, addresses.found.followed
    signals = {id(each) for each in followed.signals}
    return tuple(
        CourseRow(
            period_title(each.period, found.grain, found.zone),
            value_of(each),
            each.value is not None,
            addresses.cases(each),
            interval_of(each) or "",
            count_words(each.n),
            _signal(followed, each, signal=id(each) in signals),
        )
        for each in reversed(followed.course)
    )


def _signal(followed: Followed, reading: Reading, *, signal: bool) -> str:
    if reading.period is not None and reading.period.partial:
        return say("not ended, not judged")
    if followed.limits is None or reading.value is None:
        return say("too few periods for limits") if followed.limits is None else ""
    if not signal:
        return say("within limits")
    limits = followed.own.at(reading) if followed.own is not None else None
    above = limits is not None and float(reading.value) > limits.high
    side = say("above the upper limit") if above else say("below the lower limit")
    mark = signal_mark(followed, reading)
    return f"◆ {side}" + (f", {say(mark)}" if mark in {"better", "worse"} else "")


@dataclass(frozen=True)
class GroupRow:
    """A group in words, with its pictures."""

    name: str
    is_none: bool
    narrowed: str
    n: str
    value: str
    has_value: bool
    link: str
    dot: IntervalDot | None
    interval: str
    badge: Badge
    picture: Sparkline | None
    picture_words: str


def group_rows(addresses: Addresses) -> tuple[GroupRow, ...]:
    """The groups of the dimension the metric is split by, the largest first, all on the same scales."""
    found = addresses.found
    scale = scale_of([each.followed.now for each in found.groups], found.followed.now)
    courses = [
        float(one.value) for each in found.groups for one in each.followed.course if one.value is not None
    ]
    bounds = (min(courses), max(courses)) if courses else None
    rows = []
    for each in found.groups:
        now = each.followed.now
        name = each.value or without_words(dimension(found.by or "").label)
        narrowed = addresses.chosen.only(found.by or "", (each.value,)).changed(by="")
        rows.append(
            GroupRow(
                name,
                each.value is None,
                addresses.itself(narrowed),
                count_words(now.n),
                value_of(now),
                now.value is not None,
                addresses.cases(now),
                interval_dot(now, scale),
                interval_of(now) or say("none"),
                badge(each.followed.change, now.unit, short=True),
                sparkline(without_limits(each.followed), bounds),
                say("%(name)s: %(n)s periods", name=name, n=len(each.followed.course)),
            )
        )
    return tuple(rows)


def without_limits(followed: Followed) -> Followed:
    """A course without its limits: in a row of a table only its shape is shown."""
    return Followed(
        followed.metric, followed.stat, followed.now, followed.before, followed.change, followed.course, None
    )


@dataclass(frozen=True)
class WaitingRow:
    """A case that is open, in words."""

    ticket: str
    link: str
    since: str
    age: str
    team: str


def waiting_rows(addresses: Addresses) -> tuple[WaitingRow, ...]:
    """The cases that are open at as-of, the oldest first."""
    found = addresses.found
    rows = () if found.waiting is None else found.waiting.rows
    return tuple(
        WaitingRow(
            each.ticket,
            addresses.links.ticket(each.source, each.ticket),
            instant_words(each.anchor_at, found.zone),
            value_words((found.as_of - each.anchor_at) / MICROSECONDS, "seconds"),
            each.team or "",
        )
        for each in rows
        if each.ticket is not None and each.anchor_at is not None
    )
