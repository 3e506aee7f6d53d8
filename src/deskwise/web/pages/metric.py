"""A metric: what it says now, its course, what it counts, its groups and who still waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from deskwise.app.access.things import Act, Kind
from deskwise.app.chart_metric import chart_groups
from deskwise.app.follow_metric import MetricFollowed, MetricQuestion, follow_metric
from deskwise.app.limits_anew import kept_anew
from deskwise.app.read_metrics import threshold
from deskwise.app.seen_figures import (
    Where,
    WithheldReading,
    list_of,
    narrows,
    require_split,
    seen_figures,
)  # fmt: skip
from deskwise.app.show_catalogue import show_catalogue
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import said_name, say
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading
from deskwise.reports.chart_drawing import Chart
from deskwise.reports.chart_theme import Look
from deskwise.reports.number_words import count_words, round_words
from deskwise.reports.time_words import instant_words, span_words
from deskwise.web.analysis_parts import control_chart_link, what_changed_link
from deskwise.web.asked import Asked, asked
from deskwise.web.csv_cells import csv_answer
from deskwise.web.figure_words import STAT_WORDS, badge, interval_of, qualifier, value_of, withheld_words
from deskwise.web.metric_chart import chart_notes, course_chart, page_charts, page_look, size_of
from deskwise.web.metric_parts import Addresses, course_rows, group_rows, switches, waiting_rows
from deskwise.web.metric_spread import spread_card
from deskwise.web.selection_form import chips, fields
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render, theme_of
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
DARK: Literal["dark"] = "dark"
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
CSV_HEAD = (
    "period_start",
    "period_end",
    "partial",
    "value",
    "n",
    "low",
    "high",
    "open",
    "provisional",
    "definition",
)


def _question(name: str, chosen: Asked) -> MetricQuestion:
    return MetricQuestion(
        metric=name,
        stat=chosen.stat,
        clock=chosen.clock,
        grain=chosen.every,
        by=chosen.by,
        period=chosen.period,
        since=chosen.since,
        until=chosen.until,
        within_seconds=threshold(chosen.within) if chosen.within else None,
        where=chosen.where,
    )


@dataclass(frozen=True)
class FollowedHere:
    """What the address asked, and the metric it asked for as far as it is shown."""

    said: Asked
    metric: MetricFollowed


def _followed(request: Request, here: Here, who: Looking, name: str) -> FollowedHere:
    """What every address of a metric shows whoever looks, as page, numbers or picture."""
    said = asked(request.query_params.multi_items())
    require_split(who, said.where, said.by)
    found = follow_metric(here.workspace, _question(name, said), kept_anew(here.state))
    return FollowedHere(said, _seen(who, here, found))


Found = Annotated[FollowedHere, Depends(_followed)]


@router.get("/metrics/{name}.csv", name="metric_csv")
def metric_csv(found: Found) -> StreamingResponse:
    """The course as CSV, unrounded."""
    followed = found.metric.followed
    return csv_answer(followed.metric.name, CSV_HEAD, (_cells(each) for each in followed.course))


@router.get("/metrics/{name}/chart.{form}", name="metric_picture")
def metric_picture(request: Request, here: Here, found: Found, form: str) -> Response:
    """The course as a picture that stands alone, as SVG or PNG."""
    name = found.metric.followed.metric.name
    return picture(request, here, course_chart(here, found.metric), name, form)


@router.get("/metrics/{name}/groups.csv", name="groups_csv")
def groups_csv(found: Found) -> StreamingResponse:
    """The groups as CSV, unrounded."""
    name = f"{found.metric.followed.metric.name}_groups"
    rows = ((each.value, *_cells(each.followed.now)) for each in found.metric.groups)
    return csv_answer(name, (found.metric.by or "group", *CSV_HEAD), rows)


@router.get("/metrics/{name}/groups.{form}", name="groups_picture")
def groups_picture(request: Request, here: Here, found: Found, form: str) -> Response:
    """The groups as a picture that stands alone, as SVG or PNG."""
    chart = chart_groups(found.metric)
    if chart is None:
        raise UsageError(
            say("there is nothing to draw"), do=say("choose a dimension and a period with cases")
        )
    return picture(request, here, chart, f"{found.metric.followed.metric.name}_groups", form)


def picture(request: Request, here: Served, chart: Chart, name: str, form: str) -> Response:
    """A chart as a file to keep, in the theme the address names; raises `UsageError` for another form."""
    if form not in PICTURES:
        raise UsageError(
            say("no picture has this form"), do=say("choose from %(names)s", names=", ".join(PICTURES))
        )
    look = Look(DARK if request.query_params.get("theme") == DARK else "light")
    content = here.drawer.png(chart, look) if form == "png" else here.drawer.svg(chart, look)
    kept = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=PICTURES[form], headers=kept)


@router.get("/metrics/{name}/chart-{size}.json", name="metric_vega")
def metric_vega(request: Request, here: Here, who: Looking, found: Found, size: str) -> Response:
    """What a browser draws the course with, so that it can be pointed at."""
    fits = size_of(size)
    addresses = Addresses(Links(request), _whole(found.said, found.metric), found.metric, _lists(who))
    chart = course_chart(here, found.metric, fits, addresses.cases)
    return Response(here.drawer.vega(chart, page_look(fits)), media_type="application/json")


@router.get("/metrics/{name}", name="metric")
def metric(request: Request, here: Here, who: Looking, shown: Found) -> HTMLResponse:
    """The page."""
    said, found = shown.said, shown.metric
    links, followed = Links(request), found.followed
    chosen = _whole(said, found)
    addresses = Addresses(links, chosen, found, _lists(who))
    (entry,) = show_catalogue(followed.metric.name)
    narrowing = fields(here.workspace, chosen, partial(narrows, who, chosen.where), followed.metric)
    # What all cases have in common splits nothing.
    own = {each.dimension for each in narrowing} | set(entry.metric.own_dimensions + entry.metric.always_by)
    now = followed.now
    drawn = chosen.query(without=("metric",)) + (f"&theme={DARK}" if theme_of(request) == DARK else "")
    return render(
        request,
        "metric.html",
        nav="metrics",
        metric=followed.metric,
        family=entry.family,
        excluded=[
            (said_name(reason), count_words(count), addresses.cases(now, state="excluded"))
            for reason, count in now.excluded
        ],
        switches=switches(addresses),
        fields=narrowing,
        filters=chips(chosen, links, "metric", name=followed.metric.name),
        hidden=chosen.pairs(without=("metric", "since", "until")),
        chosen=said,
        period_words=span_words(found.periods.now, found.zone),
        before_words=span_words(found.periods.before, found.zone),
        as_of=instant_words(found.as_of, found.zone),
        value=value_of(now),
        has_value=now.value is not None,
        kind=qualifier(followed.metric, followed.stat, now),
        interval=interval_of(now),
        cases=addresses.cases(now),
        badge=badge(followed.change, now.unit),
        before=value_of(followed.before),
        n=count_words(now.n),
        withheld=withheld_words(now),
        reading=now,
        counted_cases=addresses.cases(now, state="counted"),
        open_cases=addresses.cases(now, state="open"),
        provisional_cases=addresses.cases(now, state="provisional"),
        within=None if found.within is None else value_of(found.within),
        within_words=round_words(found.within_seconds),
        within_link=links.page(
            "metric",
            chosen.changed(stat="within", within=str(found.within_seconds)).query(without=("metric",)),
            name=followed.metric.name,
        ),
        other_clock=None if found.other_clock is None else value_of(found.other_clock),
        other_words=say("elapsed") if found.clock == "working" else say("working hours"),
        other_is_elapsed=found.clock == "working",
        what_changed=what_changed_link(links, chosen, followed.metric),
        control_chart=control_chart_link(links, chosen, followed.metric, followed.stat, found.grain),
        charts=page_charts(here, found, links, chosen.query(without=("metric",)), addresses.cases),
        notes=chart_notes(here, found),
        bind=_bind(links, who, chosen, found),
        pictures=_pictures(links, "metric_picture", followed.metric.name, drawn),
        group_pictures=_pictures(links, "groups_picture", followed.metric.name, drawn),
        groups_csv=links.page("groups_csv", chosen.query(without=("metric",)), name=followed.metric.name),
        spread=spread_card(here, found, links, chosen.query(without=("metric",))),
        spread_csv=links.page("spread_csv", chosen.query(without=("metric",)), name=followed.metric.name),
        spread_pictures=_pictures(links, "spread_picture", followed.metric.name, drawn),
        grain=found.grain,
        stat_words=say(STAT_WORDS[followed.stat]),
        rows=course_rows(addresses),
        signals=len(followed.signals),
        limits=followed.limits,
        csv=links.page("metric_csv", chosen.query(without=("metric",)), name=followed.metric.name),
        by=None if found.by is None else say(dimension(found.by).label),
        dimensions=[
            (say(dimension(each).label), addresses.itself(chosen.changed(by=each)), each == found.by)
            for each in found.dimensions
            if each in own or each == found.by
        ],
        groups=group_rows(addresses),
        more_groups=found.more_groups,
        waiting=waiting_rows(addresses),
        waiting_total=0 if found.waiting is None else found.waiting.total,
        waiting_link=links.page(
            "requests", Asked(metric=followed.metric.name, where=found.where).query() + "&state=open"
        ),
    )


def _bind(links: Links, who: Visitor, chosen: Asked, found: MetricFollowed) -> str:
    """Where a key result is made that reads this figure; empty where whoever looks may make none."""
    if not who.may_some(Act.CHANGE, Kind.OBJECTIVES):
        return ""
    followed = found.followed
    figure = chosen.changed(
        stat=followed.stat, clock=found.clock, every="", by="", period="", since="", until=""
    )
    return links.page("objective_chosen", figure.query())


def _seen(who: Visitor, here: Served, found: MetricFollowed) -> MetricFollowed:
    """What of a metric may be seen; groups that may not are left out, and told as smaller ones are."""
    whole = found.followed
    readings = [whole.now, whole.before, *whole.course]
    seen = seen_figures(who, here.workspace, readings, found.where, found.clock)
    shown_now = seen.shows(whole.now)
    lists = all(who.may(Act.READ, each) for each in list_of(found.where))
    found = replace(
        found,
        followed=seen.followed(whole),
        other_clock=found.other_clock if shown_now else None,
        within=found.within if shown_now else None,
        waiting=found.waiting if lists else None,
    )
    if found.by is None or not found.groups:
        return found
    split = [one for each in found.groups for one in (each.followed.now, each.followed.before)]
    split += [one for each in found.groups for one in each.followed.course]
    by = seen_figures(who, here.workspace, split, found.where, found.clock, (found.by,))
    shown = [each for each in found.groups if by.shows(each.followed.now)]
    kept = tuple(replace(each, followed=by.followed(each.followed)) for each in shown)
    return replace(found, groups=kept, more_groups=found.more_groups + len(found.groups) - len(kept))


def _lists(who: Visitor) -> Callable[[Where], bool]:
    """Whether the requests behind a figure of these filters may be listed."""
    return lambda where: all(who.may(Act.READ, each) for each in list_of(where))


def _pictures(links: Links, page: str, name: str, query: str) -> list[tuple[str, str]]:
    return [(form.upper(), links.page(page, query, name=name, form=form)) for form in PICTURES]


def _whole(said: Asked, found: MetricFollowed) -> Asked:
    """What was asked, with what was chosen where nothing was said."""
    metric = found.followed.metric
    return replace(
        said,
        metric=metric.name,
        stat=found.followed.stat if len(metric.stats) > 1 else "",
        clock=found.clock if metric.clocked else "",
        every=found.grain,
        period=found.periods.name or "",
        where={name: tuple(values) for name, values in found.where.items()},
        by=found.by or "",
    )


def _cells(reading: Reading) -> tuple[str | int | float | bool | None, ...]:
    told = reading.to_json()
    low, high = told["interval"] or (None, None)
    period = told["period"] or {"start": None, "end": None, "partial": False}
    return (
        period["start"],
        period["end"],
        period["partial"],
        "not shown" if isinstance(reading, WithheldReading) else told["value"],
        told["n"],
        low,
        high,
        told["open"],
        told["provisional"],
        told["definition"],
    )
