"""The spread of a metric's durations on its page: its drawings, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from deskwise.app.follow_metric import MetricFollowed
from deskwise.app.seen_figures import WithheldReading
from deskwise.app.spread_metric import spread_metric
from deskwise.kernel.language import say
from deskwise.reports.distribution import Distribution, Marks, spread_rows
from deskwise.reports.number_words import count_words, value_words
from deskwise.web.metric_chart import SIZES, PageChart, page_look
from deskwise.web.served import Served
from deskwise.web.templating import Links


@dataclass(frozen=True)
class SpreadRow:
    """A step in words."""

    step: str
    n: str
    share: str
    n_before: str
    share_before: str


@dataclass(frozen=True)
class SpreadCard:
    """The spread as its card shows it; `marks` are the median and the 90th percentile, now and before."""

    charts: tuple[PageChart, ...]
    rows: tuple[SpreadRow, ...]
    n: str
    n_before: str
    marks: tuple[tuple[str, str, str], ...]


def metric_spread(here: Served, found: MetricFollowed) -> Distribution | None:
    """The spread of a metric as far as its figures are shown; null where there is none to show."""
    if isinstance(found.followed.now, WithheldReading):
        return None
    before = not isinstance(found.followed.before, WithheldReading)
    return spread_metric(here.workspace, found, before=before)


def spread_card(here: Served, found: MetricFollowed, links: Links, query: str) -> SpreadCard | None:
    """The card of the spread; null where there is none to show."""
    chart = metric_spread(here, found)
    if chart is None:
        return None
    name = found.followed.metric.name
    before = chart.before
    now, earlier = chart.now.marks, Marks(None, None) if before is None else before.marks
    return SpreadCard(
        charts=tuple(
            PageChart(
                size,
                # Of our own making: every word in it was escaped when it was drawn.
                Markup(here.drawer.svg(chart, page_look(size))),  # noqa: S704 drawn here
                links.page("spread_vega", query, name=name, size=size),
            )
            for size in SIZES
        ),
        rows=tuple(
            SpreadRow(
                row["step"],
                count_words(row["n"]),
                row["now_words"],
                "" if row["n_before"] is None else count_words(row["n_before"]),
                row["before_words"],
            )
            for row in spread_rows(chart)
        ),
        n=count_words(chart.now.n),
        n_before="" if before is None else count_words(before.n),
        marks=tuple(
            (
                words,
                value_words(at, "seconds"),
                "" if before is None else value_words(then, "seconds"),
            )
            for words, at, then in (
                (say("half within"), now.median, earlier.median),
                (say("nine of ten within"), now.p90, earlier.p90),
            )
        ),
    )
