"""The parts of an agent's page in words: who can see it, its measures, the work, what is worth a talk."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from deskwise.app.chart_agent import chart_measure
from deskwise.app.follow_agent import AgentFollowed, Measure
from deskwise.app.who_sees_agent import SeenBy
from deskwise.kernel.language import say, say_many
from deskwise.metrics.readings import Reading
from deskwise.reports.chart_theme import NARROW, Look
from deskwise.reports.number_words import count_words, interval_words, value_words
from deskwise.reports.own_course import FEW_CASES
from deskwise.reports.time_series import is_partial
from deskwise.reports.time_words import edge_text, period_title
from deskwise.web.asked import Asked
from deskwise.web.figure_words import Badge, badge, interval_of, qualifier, value_of
from deskwise.web.served import Served
from deskwise.web.templating import Links

PICTURES = ("svg", "png")
COUNTED = "counted"
# Half a card is no wider than a narrow picture.
LOOK = Look("page", NARROW, titled=False)


@dataclass(frozen=True)
class MeasureRow:
    """A period of a measure in words."""

    period: str
    value: str
    has_value: bool
    link: str
    n: str
    spread: str
    team: str
    beside: str


@dataclass(frozen=True)
class MeasureCard:
    """A measure as its card shows it."""

    name: str
    label: str
    metric_link: str
    qualifier: str
    value: str
    has_value: bool
    link: str
    n: str
    interval: str | None
    badge: Badge
    team: str
    picture: Markup
    rows: tuple[MeasureRow, ...]
    csv: str
    pictures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Talk:
    """A change beyond noise, in words."""

    label: str
    words: str
    link: str
    badge: Badge


@dataclass(frozen=True)
class AgentAddresses:
    """Where the parts of an agent's page lead; `period` is as the address says it."""

    links: Links
    found: AgentFollowed
    period: str

    def own(self) -> str:
        """What an address of this page's own files says; an empty team is one."""
        said = {"agent": self.found.agent, "team": self.found.team or ""}
        return "?" + urlencode({**said, "period": self.period} if self.period else said)

    def asked(self, measure: Measure | None = None, metric: str = "") -> Asked:
        """The agent's work in the team, as other pages are asked for it."""
        where = {"agent": (self.found.agent,), "team": (self.found.team,)}
        if measure is None:
            return Asked(metric=metric, where=where)
        followed = measure.followed
        return Asked(
            metric=followed.metric.name,
            stat=followed.stat if len(followed.metric.stats) > 1 else "",
            clock=self.found.clock if followed.metric.clocked else "",
            where=where,
        )

    def cases(self, asked: Asked, reading: Reading, state: str = "") -> str:
        """The requests behind a reading, those of one state if named."""
        period, zone = reading.period, self.found.zone
        edges = (None, None) if period is None else (period.start_at, period.end_at)
        since, until = (edge_text(edge, zone) for edge in edges)
        query = asked.changed(since=since, until=until).query()
        return self.links.page("requests", query + (f"&state={state}" if state else ""))


def measure_card(here: Served, addresses: AgentAddresses, measure: Measure) -> MeasureCard:
    """The card of a measure, with its drawing."""
    found, followed, links = addresses.found, measure.followed, addresses.links
    metric, now = followed.metric, followed.now
    asked = addresses.asked(measure)
    own, name = addresses.own(), metric.name
    course = asked.changed(period=found.periods.name or "", every=found.grain)
    return MeasureCard(
        name=name,
        label=say(metric.label),
        metric_link=links.page("metric", course.query(without=("metric",)), name=name),
        qualifier=qualifier(metric, followed.stat, now),
        value=value_of(now),
        has_value=now.value is not None,
        link=addresses.cases(asked, now),
        n=count_words(now.n),
        interval=interval_of(now),
        badge=badge(followed.change, now.unit),
        team="" if measure.team_now is None else value_of(measure.team_now),
        # Of our own making: every word in it was escaped when it was drawn.
        picture=Markup(here.drawer.svg(chart_measure(found, measure), LOOK)),  # noqa: S704 drawn here
        rows=_rows(addresses, asked, measure),
        csv=links.page("agent_measure_csv", own, name=name),
        pictures=tuple(
            (form.upper(), links.page("agent_measure_picture", own, name=name, form=form))
            for form in PICTURES
        ),
    )


def _rows(addresses: AgentAddresses, asked: Asked, measure: Measure) -> tuple[MeasureRow, ...]:
    found, followed = addresses.found, measure.followed
    signals = {id(each) for each in followed.signals}
    rows = []
    for reading, spread, team in zip(followed.course, measure.spread, measure.team, strict=True):
        beside = [say("not ended, not judged")] if is_partial(reading) else []
        beside += [f"◆ {say('outside own limits')}"] if id(reading) in signals else []
        beside += [say("few cases")] if 0 < reading.n < FEW_CASES else []
        rows.append(
            MeasureRow(
                period_title(reading.period, found.grain, found.zone),
                value_of(reading),
                reading.value is not None,
                addresses.cases(asked, reading),
                count_words(reading.n),
                "" if spread is None else interval_words(spread.low, spread.high, reading.unit),
                "" if team is None else value_of(team),
                ", ".join(beside),
            )
        )
    return tuple(reversed(rows))


@dataclass(frozen=True)
class MixRow:
    """A category of the work in words; shares are whole hundredths for its bar, null where not shown."""

    category: str
    is_none: bool
    link: str
    n: str
    own: str
    own_share: float
    team: str
    team_share: float | None


def mix_rows(addresses: AgentAddresses) -> tuple[MixRow, ...]:
    """What the work was, the largest category first."""
    found = addresses.found
    return tuple(
        MixRow(
            each.category or say("no category"),
            each.category is None,
            addresses.cases(
                addresses.asked(metric=found.handled.metric).only("category", (each.category,)),
                found.handled,
                COUNTED,
            ),
            count_words(each.requests),
            value_words(each.own_share, "share"),
            round(100 * each.own_share, 1),
            "" if each.team_share is None else value_words(each.team_share, "share"),
            None if each.team_share is None else round(100 * each.team_share, 1),
        )
        for each in found.mix
    )


def talks(addresses: AgentAddresses) -> tuple[Talk, ...]:
    """What is beyond noise, good news too: the rest is nobody's to talk of."""
    return tuple(
        Talk(
            say(each.followed.metric.label),
            value_of(each.followed.now),
            addresses.cases(addresses.asked(each), each.followed.now),
            badge(each.followed.change, each.followed.now.unit),
        )
        for each in addresses.found.measures
        if each.followed.change.beyond_noise
    )


def seen_by_words(seen: SeenBy, agent: str) -> str:
    """Who can see the page, in a sentence; empty where nobody signs in yet.

    >>> seen_by_words(SeenBy(("Anna",), ("Lea", "Leo"), ("Adam",), 0), "anna")
    'Anna; Lea and Leo, who lead the team; Adam, who is admin'
    >>> seen_by_words(SeenBy((), (), (), 0), "anna")
    ''
    """
    parts = [_and(seen.themselves)] if seen.themselves else []
    if seen.leads:
        names, count = _and(seen.leads), len(seen.leads)
        parts.append(
            say_many("%(names)s, who leads the team", "%(names)s, who lead the team", count, names=names)
        )
    if seen.admins:
        names, count = _and(seen.admins), len(seen.admins)
        parts.append(say_many("%(names)s, who is admin", "%(names)s, who are admins", count, names=names))
    if parts and not seen.themselves:
        parts.append(say("%(agent)s has no account that sees it", agent=agent))
    if seen.programs:
        parts.append(say_many("a program with a token", "%(num)s programs with tokens", seen.programs))
    return "; ".join(parts)


def _and(names: tuple[str, ...]) -> str:
    return f" {say('and')} ".join(filter(None, (", ".join(names[:-1]), names[-1])))
