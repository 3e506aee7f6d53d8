"""The parts of an analysis' page: its choices, its numbers, the rows of its table, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.finding import CasePart, Cell, Finding, Number
from deskwise.analyses.registry import ANALYSES
from deskwise.app.access.things import Act, Kind
from deskwise.app.chart_changed import group_name
from deskwise.app.chart_finding import chart_finding
from deskwise.app.compared_periods import PERIOD_NAMES, USUAL
from deskwise.app.seen_figures import list_of
from deskwise.kernel.language import marked, say
from deskwise.kernel.periods import Grain
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.number_words import MINUS, change_words, count_words, value_words
from deskwise.reports.time_words import edge_text
from deskwise.web.asked import Asked
from deskwise.web.metric_chart import SIZES, PageChart, page_look
from deskwise.web.metric_parts import SHORT_PERIODS, Option
from deskwise.web.served import Served
from deskwise.web.templating import Links
from deskwise.web.visitor import Visitor

OFFERED = ("channel", "category", "type", "team", "product", "priority", "agent", "organisation")
SPLIT_WORDS = {"subject": marked("Subject")}
OF_WHOM = {"agent": Kind.AGENT_FIGURES, "organisation": Kind.CUSTOMER}


def has_stat(entry: AnalysisEntry, metric: Metric) -> bool:
    """Whether an analysis has something to say of a statistic of a metric."""
    return any(entry.supports(metric, stat) for stat in metric.stats)


def what_changed_link(links: Links, chosen: Asked, metric: Metric) -> str:
    """Where it is said what the change of a metric is made of; empty where nothing can be said of it."""
    entry = ANALYSES["what_changed"]
    if not has_stat(entry, metric):
        return ""
    stat = next((each for each in metric.stats if each == chosen.stat and entry.supports(metric, each)), "")
    asked = Asked(
        metric=metric.name,
        stat=stat,
        clock=chosen.clock,
        within=chosen.within if stat == "within" else "",
        period=chosen.period,
        since=chosen.since,
        until=chosen.until,
        where=chosen.where,
    )
    return links.page("analysis", asked.query(), name=entry.name)


def control_chart_link(links: Links, chosen: Asked, metric: Metric, stat: Stat, grain: Grain) -> str:
    """Where the control chart of a metric is; empty where it has none."""
    entry = ANALYSES["control_chart"]
    if not entry.supports(metric, stat) or (chosen.within and stat == "within"):
        return ""
    asked = Asked(metric=metric.name, stat=stat, clock=chosen.clock, where=chosen.where, every=grain)
    return links.page("analysis", asked.query(), name=entry.name)


@dataclass(frozen=True)
class FindingAddresses:
    """Where the parts of a finding's page lead; `chosen` is what the address said."""

    links: Links
    who: Visitor
    name: str
    chosen: Asked
    finding: Finding

    def itself(self, asked: Asked) -> str:
        """The same page, asked otherwise."""
        return self.links.page("analysis", asked.query(), name=self.name)

    def metric(self) -> str:
        """The figure over time."""
        query = self._figure().query(without=("metric",))
        return self.links.page("metric", query, name=self.finding.rests_on.metric)

    def cases(self, row: Mapping[str, Cell], period: ReadPeriod) -> str:
        """The requests of a group in a period; empty where they may not be listed, or are of several."""
        rests = self.finding.rests_on
        members = row.get("members", 1)
        if rests.by is None or (isinstance(members, int) and members > 1):
            return ""
        group = row["group"]
        asked = self._figure().only(rests.by, (None if group is None else str(group),))
        if not all(self.who.may(Act.READ, each) for each in list_of(asked.where)):
            return ""
        edges = {
            "since": edge_text(period.start_at, rests.zone),
            "until": edge_text(period.end_at, rests.zone),
        }
        query = asked.changed(period="", **edges).query()
        return self.links.page("requests", f"{query}&state=counted")

    def row(self, row: Mapping[str, Cell], period: ReadPeriod) -> str:
        """Where a row of the first table leads: to its groups' cases of the metric that is looked into.

        They are those that a column of it opens to apart, where one does.
        """
        finding = self.finding
        if finding.rests_on.by is not None and "group" in row:
            return self.cases(row, period)
        groups = {each.dimension: row[each.name] for each in finding.columns if each.dimension}
        part = next((each.part for each in finding.columns if each.part is not None), None)
        return self.opened(finding.rests_on.metric, groups, period, part) if groups else ""

    def number(self, number: Number) -> str:
        """The cases that a number counts; empty where it counts none, or they may not be listed."""
        if not number.opens or not number.value:
            return ""
        return self.opened(number.opens, {}, self.finding.rests_on.period, number.part)

    def opened(
        self, name: str, groups: Mapping[str, Cell], period: ReadPeriod, part: CasePart | None = None
    ) -> str:
        """The cases of any metric in groups of dimensions, or a part of them.

        Empty where they may not be listed.
        """
        rests, within = self.finding.rests_on, self.chosen.within
        if part is not None and part.within_seconds is not None:
            within = f"{part.within_seconds:f}"
        asked = self.chosen.changed(
            metric=name, by="", stat="", clock=rests.clock or "", within=within, more={},
            where={each: tuple(values) for each, values in rests.where},
        )  # fmt: skip
        for of, value in groups.items():
            asked = asked.only(of, (None if value is None else str(value),))
        if not all(self.who.may(Act.READ, each) for each in list_of(asked.where)):
            return ""
        edges = {
            "since": edge_text(period.start_at, rests.zone),
            "until": edge_text(period.end_at, rests.zone),
        }
        query = asked.changed(period="", **edges).query()
        narrowed = "state=counted" if part is None else f"state=counted&gave={part.gave}"
        return self.links.page("requests", f"{query}&{narrowed}")

    def _figure(self) -> Asked:
        rests = self.finding.rests_on
        return self.chosen.changed(
            metric=rests.metric,
            by="",
            more={},
            stat=rests.stat,
            clock=rests.clock or "",
            where={name: tuple(values) for name, values in rests.where},
        )


def period_options(addresses: FindingAddresses) -> tuple[Option, ...]:
    """The periods that have a name."""
    chosen = addresses.chosen
    own = bool(chosen.since or chosen.until)
    usual = ANALYSES[addresses.name].period or USUAL
    return tuple(
        Option(
            say(SHORT_PERIODS[name]),
            addresses.itself(chosen.changed(period=name, since="", until="")),
            not own and name == (chosen.period or usual),
        )
        for name in PERIOD_NAMES
    )


def takes_split(entry: AnalysisEntry) -> bool:
    """Whether an analysis can be asked to part its cases by a dimension."""
    return any(each.name == "by" for each in entry.options)


def split_options(addresses: FindingAddresses, has: tuple[str, ...]) -> tuple[Option, ...]:
    """The dimensions to part by, and what holds without one."""
    chosen, who = addresses.chosen, addresses.who
    offered = [name for name in has if name not in OF_WHOM or who.may_some(Act.READ, OF_WHOM[name])]
    if chosen.by and chosen.by not in offered:
        offered.append(chosen.by)
    option = next(each for each in ANALYSES[addresses.name].options if each.name == "by")
    offered, of_its_own = list(option.choices) or offered, option.label
    best = Option(
        say(of_its_own) if of_its_own else say("Tells most"),
        addresses.itself(chosen.changed(by="")),
        not chosen.by,
    )
    return (
        best,
        *(
            Option(_split_words(name), addresses.itself(chosen.changed(by=name)), name == chosen.by)
            for name in offered
        ),
    )


def _split_words(name: str) -> str:
    return say(SPLIT_WORDS[name]) if name in SPLIT_WORDS else say(dimension(name).label)


@dataclass(frozen=True)
class NumberRow:
    """A number of a finding in words."""

    label: str
    value: str
    interval: str
    link: str


def number_rows(addresses: FindingAddresses) -> tuple[NumberRow, ...]:
    """The numbers of a finding, those that count cases with the address of these."""
    return tuple(
        NumberRow(say(each.label), _told(each, each.value), _interval(each), addresses.number(each))
        for each in addresses.finding.numbers
    )


def _told(number: Number, value: float | None) -> str:
    return change_words(value, number.unit) if number.signed else value_words(value, number.unit)


def _interval(number: Number) -> str:
    if number.low is None or number.high is None:
        return say("none")
    return f"{_told(number, number.low)} – {_told(number, number.high)}"


@dataclass(frozen=True)
class GroupPartsRow:
    """A group in words; links are empty where they lead nowhere. `rate` and `mix` are empty of a count."""

    name: str
    is_none: bool
    n_before: str
    n_before_link: str
    n: str
    n_link: str
    share: str
    value: str
    change: str
    rate: str
    mix: str
    total: str


def group_rows(addresses: FindingAddresses) -> tuple[GroupPartsRow, ...]:
    """The groups of a finding, as its chart has them."""
    finding = addresses.finding
    rests = finding.rests_on
    before = rests.before
    if before is None:
        return ()
    return tuple(
        GroupPartsRow(
            name=group_name(finding, row),
            is_none=row["group"] is None,
            n_before=count_words(int(row["n_before"] or 0)),
            n_before_link=addresses.cases(row, before) if row["n_before"] else "",
            n=count_words(int(row["n"] or 0)),
            n_link=addresses.cases(row, rests.period) if row["n"] else "",
            share=_pair(row["share_before"], row["share"], "share"),
            value=_pair(row["value_before"], row["value"], rests.unit),
            change=_change(row, rests.unit),
            rate=_amount(row.get("rate"), rests.unit),
            mix=_marked(_amount(row.get("mix"), rests.unit), row["share_beyond"]),
            total=_amount(row["total"], rests.unit),
        )
        for row in finding.records()
    )


def _pair(before: Cell, now: Cell, unit: str) -> str:
    told = [
        value_words(float(each), unit) if isinstance(each, int | float) else say("none")
        for each in (before, now)
    ]
    return " → ".join(told)


def _change(row: Mapping[str, Cell], unit: str) -> str:
    if row["change"] is None:
        return say("new") if not row["n_before"] else say("gone")
    words = _amount(row["change"], unit)
    low, high = row["change_low"], row["change_high"]
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        return _marked(words, None)
    return f"{_marked(words, row['beyond'])} ({change_words(low, unit)} – {change_words(high, unit)})"


def _marked(words: str, beyond: Cell) -> str:
    """An amount with the mark of its noise; none where nothing can be said."""
    if not words or beyond is None:
        return words
    if not beyond:
        return f"≈ {words}"
    return f"{'▼' if words.startswith(MINUS) else '▲'} {words}"


def _amount(cell: Cell, unit: str) -> str:
    return change_words(float(cell), unit) if isinstance(cell, int | float) else ""


def finding_charts(here: Served, addresses: FindingAddresses) -> tuple[PageChart, ...]:
    """The drawings of the page, one for each size; none where there is nothing to draw."""
    rests = addresses.finding.rests_on
    chart = chart_finding(addresses.finding, lambda row: addresses.row(row, rests.period))
    if chart is None:
        return ()
    query = addresses.chosen.query()
    return tuple(
        PageChart(
            size,
            # Of our own making: every word in it was escaped when it was drawn.
            Markup(here.drawer.svg(chart, page_look(size))),  # noqa: S704 drawn here
            addresses.links.page("analysis_vega", query, name=addresses.name, size=size),
        )
        for size in SIZES
    )
