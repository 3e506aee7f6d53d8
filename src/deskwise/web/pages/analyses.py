"""The analyses: which there are, and what one of them found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.finding import Finding
from deskwise.analyses.registry import ANALYSES
from deskwise.analyses.registry import analysis as analysis_called
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.chart_finding import chart_finding
from deskwise.app.headlines import HEADLINES
from deskwise.app.read_metrics import threshold
from deskwise.app.seen_figures import narrows
from deskwise.app.show_catalogue import show_catalogue
from deskwise.kernel.errors import DeskwiseError, UsageError
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric
from deskwise.metrics.dimensions import REASON, dimension
from deskwise.reports.chart_drawing import Chart as DrawnChart
from deskwise.reports.sentence_words import sentence_words
from deskwise.reports.time_words import instant_words, span_words
from deskwise.web.analysis_parts import (
    OFFERED,
    FindingAddresses,
    finding_charts,
    group_rows,
    has_stat,
    number_rows,
    period_options,
    split_options,
    takes_split,
)
from deskwise.web.analysis_tables import table_views
from deskwise.web.asked import Asked, asked
from deskwise.web.csv_cells import csv_answer
from deskwise.web.figure_words import STAT_WORDS
from deskwise.web.limits_shown import limits_shown
from deskwise.web.metric_chart import page_look, size_of
from deskwise.web.pages.definitions import families
from deskwise.web.pages.metric import DARK, PICTURES, picture
from deskwise.web.posted_forms import PostedForm
from deskwise.web.reasons_shown import reasons_shown
from deskwise.web.selection_form import chips, fields
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render, theme_of
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
# Its groups are told in words of their own.
CHANGED = ANALYSES["what_changed"]
# Its limits can be set anew on its page.
CHARTED = ANALYSES["control_chart"]
# Its reasons can be named on its page.
REASONED = ANALYSES["contact_reasons"]
CATEGORY = "category"


@dataclass(frozen=True)
class FoundHere:
    """What the address asked, and what was found."""

    said: Asked
    entry: AnalysisEntry
    finding: Finding


def found_here(request: Request, here: Here, who: Looking, name: str) -> FoundHere:
    """What every address of an analysis shows whoever looks, as page, numbers or picture."""
    entry = analysis_called(name)
    said = asked(request.query_params.multi_items(), [each.name for each in entry.options])
    said = replace(said, metric=entry.of or said.metric or HEADLINES[0].metric)
    return FoundHere(said, entry, _finding(here, who, entry, said))


def _finding(here: Served, who: Visitor, entry: AnalysisEntry, said: Asked) -> Finding:
    question = AnalysisQuestion(
        entry.name,
        said.metric,
        stat=said.stat,
        clock=said.clock,
        within_seconds=threshold(said.within) if said.within else None,
        period=said.period,
        since=said.since,
        until=said.until,
        where=said.where,
        options={each.name: _said(said, each.name) for each in entry.options},
    )
    return analyse(Asking(here.workspace, here.state, who.holder, who, here.comments), question)


def _said(said: Asked, name: str) -> str:
    """What the address says of an option: some are words that other pages know as well."""
    return {"by": said.by, "every": said.every}.get(name) or said.more.get(name, "")


Found = Annotated[FoundHere, Depends(found_here)]


def _chart(found: Found) -> DrawnChart:
    """The chart of a finding; raises `UsageError` where there is nothing to draw."""
    chart = chart_finding(found.finding)
    if chart is None:
        raise UsageError(
            say("there is nothing to draw"), do=say("choose a dimension and a period with cases")
        )
    return chart


Chart = Annotated[DrawnChart, Depends(_chart)]


@router.get("/analyses", name="analyses")
def analyses(request: Request) -> HTMLResponse:
    """Which there are."""
    return render(request, "analyses.html", nav="analyses", entries=tuple(ANALYSES.values()))


@router.get("/analyses/{name}.csv", name="analysis_csv")
def analysis_csv(found: Found, table: str = "") -> StreamingResponse:
    """The rows of a table as CSV, unrounded."""
    finding, told = found.finding, found.finding.table(table)
    head = [each.name for each in told.columns]
    name = "_".join(filter(None, (finding.analysis, finding.rests_on.metric, told.name)))
    return csv_answer(name, head, told.rows)


@router.get("/analyses/{name}/chart.{form}", name="analysis_picture")
def analysis_picture(request: Request, here: Here, found: Found, chart: Chart, form: str) -> Response:
    """The chart as a picture that stands alone, as SVG or PNG."""
    finding = found.finding
    return picture(request, here, chart, f"{finding.analysis}_{finding.rests_on.metric}", form)


@router.get("/analyses/{name}/chart-{size}.json", name="analysis_vega")
def analysis_vega(
    request: Request, here: Here, who: Looking, found: Found, chart: Chart, size: str
) -> Response:
    """What a browser draws the chart with, so that it can be pointed at."""
    addresses = _addresses(request, who, found)
    period = found.finding.rests_on.period
    linked = chart_finding(found.finding, lambda row: addresses.row(row, period)) or chart
    return Response(here.drawer.vega(linked, page_look(size_of(size))), media_type="application/json")


@router.get("/analyses/{name}", name="analysis")
def analysis(request: Request, here: Here, who: Looking, found: Found) -> HTMLResponse:
    """The page."""
    return finding_page(request, here, who, found)


def finding_page(
    request: Request,
    here: Served,
    who: Visitor,
    found: FoundHere,
    *,
    told: DeskwiseError | None = None,
    form: PostedForm | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The page of a finding; `told` is what went wrong with `form`, one of it that was sent."""
    said, entry, finding = found.said, found.entry, found.finding
    rests, links, addresses = finding.rests_on, Links(request), _addresses(request, who, found)
    of = metric(rests.metric)
    zone, query = rests.zone, said.query()
    drawn = query + (f"&theme={DARK}" if theme_of(request) == DARK else "")
    has = tuple(name for name in OFFERED if of.has_dimension(name) and len(said.where.get(name, ())) != 1)
    return render(
        request,
        "analysis.html",
        status,
        nav="analyses",
        told=told,
        posted=form,
        limits=limits_shown(here.state, who, of.name, said.where, zone) if entry is CHARTED else None,
        **_reasons(here, who, entry, finding),
        query=query,
        entry=entry,
        metric=of,
        metric_link=addresses.metric(),
        families=_families(entry),
        periods=period_options(addresses),
        splits=split_options(addresses, has) if takes_split(entry) else (),
        own=[(each, _said(said, each.name)) for each in entry.options if each.name != "by"],
        fields=fields(here.workspace, said, partial(narrows, who, said.where), of),
        filters=chips(said, links, "analysis", name=entry.name),
        hidden=replace(said, more={}).pairs(without=("metric", "since", "until", "stat", "every")),
        chosen=said,
        period_words=span_words(rests.period, zone),
        before_words=span_words(rests.before, zone) if rests.before is not None else "",
        as_of=instant_words(rests.as_of, zone),
        outcome=finding.outcome,
        sentences=[sentence_words(each, zone) for each in finding.sentences],
        doubts=[sentence_words(each, zone) for each in finding.doubts],
        numbers=number_rows(addresses),
        rests=rests,
        stat_words=say(STAT_WORDS[rests.stat]),
        by=None if rests.by is None else say(dimension(rests.by).label),
        parted=finding.number("rate") is not None,
        charts=finding_charts(here, addresses),
        rows=group_rows(addresses) if entry is CHANGED else (),
        tables=() if entry is CHANGED else table_views(addresses),
        csv=links.page("analysis_csv", query, name=entry.name),
        pictures=[
            (form.upper(), links.page("analysis_picture", drawn, name=entry.name, form=form))
            for form in PICTURES
        ],
    )


def _reasons(here: Served, who: Visitor, entry: AnalysisEntry, finding: Finding) -> dict[str, object]:
    """The names of reasons where they are read from subjects, and how to begin where they could be."""
    shown, begin = None, False
    if entry is REASONED and finding.rests_on.by == REASON:
        shown = reasons_shown(here.workspace, here.state, who.holder, who)
        begin = shown is None
    elif entry is REASONED and finding.outcome == "too few":
        nothing = not any(row[CATEGORY] for row in finding.records())
        begin = nothing and not here.workspace.keeps_text()
    return {"reasons": shown, "begin_reasons": begin}


def _families(entry: AnalysisEntry) -> list[tuple[str, list[Metric]]]:
    """The metrics that an analysis has something to say of, by their families; none if it asks for none."""
    if entry.of:
        return []
    return [
        (family, [each.metric for each in entries if has_stat(entry, each.metric)])
        for family, entries in families(show_catalogue()).items()
    ]


def _addresses(request: Request, who: Visitor, found: FoundHere) -> FindingAddresses:
    return FindingAddresses(Links(request), who, found.entry.name, found.said, found.finding)
