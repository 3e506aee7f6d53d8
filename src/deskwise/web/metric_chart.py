"""A metric's chart on its page: drawn here first, and again in the browser, where it can be pointed at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from deskwise.app.access.holders import TERMINAL, Holder
from deskwise.app.chart_metric import chart_followed, happenings_of
from deskwise.app.follow_metric import MetricFollowed
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import Period
from deskwise.metrics.readings import Reading
from deskwise.reports.chart_theme import NARROW, WIDE, Look
from deskwise.reports.note_places import shortened
from deskwise.reports.time_series import Happening, TimeSeries, place
from deskwise.reports.time_words import instant_words, span_words
from deskwise.web.figure_words import value_of
from deskwise.web.served import Served
from deskwise.web.templating import Links

Size = Literal["wide", "narrow"]
# Both are in the page, and the style sheet shows the one that fits.
SIZES: dict[Size, int] = {"wide": WIDE, "narrow": NARROW}
# What a finger or a pointer finds.
SMALLEST_TARGET = 24.0


@dataclass(frozen=True)
class Note:
    """Something that happened, in words; `short` where the picture has all of them."""

    when: str
    words: str
    short: bool


@dataclass(frozen=True)
class PageChart:
    """The drawing of one size, and the address of what a browser makes it alive with."""

    size: Size
    svg: Markup
    vega: str


def size_of(word: str) -> Size:
    """The size that a word names; raises `UsageError` where it names none."""
    found = next((each for each in SIZES if each == word), None)
    if found is None:
        raise UsageError(
            say("no chart has this size"), do=say("choose from %(names)s", names=", ".join(SIZES))
        )
    return found


def _nowhere(_: Reading) -> str:
    return ""


def course_chart(
    here: Served,
    found: MetricFollowed,
    size: Size | None = None,
    link: Callable[[Reading], str] = _nowhere,
    by: Holder = TERMINAL,
) -> TimeSeries:
    """The chart of a metric's course; its periods are links where there is room to meet them.

    A picture that stands alone has no size and leads nowhere.
    """
    team = found.where.get("team", ())
    happenings = happenings_of(
        here.state,
        by,
        found.followed.course,
        found.followed.metric.name,
        team[0] if len(team) == 1 else None,
    )
    step = 0.0 if size is None else SIZES[size] / max(len(found.followed.course), 1)
    leads = link if step >= SMALLEST_TARGET else _nowhere
    return chart_followed(found, happenings, leads, value_of)


def page_charts(
    here: Served, found: MetricFollowed, links: Links, query: str, link: Callable[[Reading], str]
) -> tuple[PageChart, ...]:
    """The drawings of the page, one for each size."""
    name = found.followed.metric.name
    return tuple(
        PageChart(
            size,
            # Of our own making: every word in it was escaped when it was drawn.
            Markup(here.drawer.svg(course_chart(here, found, size, link), page_look(size))),  # noqa: S704 drawn here
            links.page("metric_vega", query, name=name, size=size),
        )
        for size in SIZES
    )


def page_look(size: Size) -> Look:
    """How a chart looks on a page."""
    return Look("page", SIZES[size], titled=False)


def chart_notes(here: Served, found: MetricFollowed) -> tuple[Note, ...]:
    """What happened in the time of the course, in words for below the picture."""
    series = course_chart(here, found)
    return tuple(_note(each, found.zone) for each in series.happenings if place(series, each.at) is not None)


def _note(happening: Happening, zone: str) -> Note:
    when = (
        instant_words(happening.at, zone)
        if happening.end_at is None
        else span_words(Period(happening.at, happening.end_at), zone)
    )
    short = shortened(happening.words) == happening.words
    return Note(when, happening.words, short)
