"""A stat card: a figure with all that must stand beside it, and where each part leads."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.followed_metric import Followed
from deskwise.kernel.language import say
from deskwise.reports.number_words import value_words
from deskwise.reports.time_words import edge_text
from deskwise.web.asked import Asked
from deskwise.web.charts.sparkline import Sparkline, sparkline
from deskwise.web.figure_words import Badge, badge, beside, qualifier, value_of
from deskwise.web.templating import Links


@dataclass(frozen=True)
class StatCard:
    """What a card shows."""

    label: str
    metric_link: str
    qualifier: str
    value: str
    has_value: bool
    requests_link: str
    beside: str
    badge: Badge
    picture: Sparkline | None
    picture_words: str
    csv: str
    pictures: tuple[tuple[str, str], ...]


def stat_card(followed: Followed, links: Links, chosen: Asked, zone: str, clock: str) -> StatCard:
    """The card of a metric; `chosen` is the page's own period and filters."""
    metric, now = followed.metric, followed.now
    own = chosen.changed(
        metric=metric.name,
        stat=followed.stat if len(metric.stats) > 1 else "",
        clock=clock if metric.clocked else "",
    )
    period = now.period
    assert period is not None
    cases = own.changed(
        period="",
        every="",
        since=edge_text(period.start_at, zone),
        until=edge_text(period.end_at, zone),
    )
    return StatCard(
        label=say(metric.label),
        metric_link=links.page("metric", own.query(without=("metric",)), name=metric.name),
        qualifier=qualifier(metric, followed.stat, now),
        value=value_of(now),
        has_value=now.value is not None,
        requests_link=links.page("requests", cases.query()),
        beside=beside(metric, now),
        badge=badge(followed.change, now.unit),
        picture=sparkline(followed),
        picture_words=course_words(followed),
        csv=links.page("metric_csv", own.changed(every="week").query(without=("metric",)), name=metric.name),
        pictures=tuple(
            (form.upper(), links.page("overview_picture", chosen.query(), name=metric.name, form=form))
            for form in ("svg", "png")
        ),
    )


def course_words(followed: Followed) -> str:
    """What a picture of a metric's course shows, for who cannot see it."""
    values = [float(each.value) for each in followed.course if each.value is not None]
    if not values:
        return f"{say(followed.metric.label)}: {say('no data')}"
    unit = followed.now.unit
    low, high = value_words(min(values), unit), value_words(max(values), unit)
    signals = len(followed.signals)
    words = say(
        "%(metric)s over %(n)s weeks: between %(low)s and %(high)s",
        metric=say(followed.metric.label),
        n=len(followed.course),
        low=low,
        high=high,
    )
    if followed.limits is None:
        return words
    return f"{words}, {say('%(n)s outside ordinary variation', n=signals)}"
