"""An objective: where its key results stand, what was said of it, and their courses as numbers and charts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.readings import iso
from deskwise.reports.key_result_course import KeyResultCourse
from deskwise.web.csv_cells import csv_answer
from deskwise.web.metric_chart import page_look, size_of
from deskwise.web.objective_page import objective_page
from deskwise.web.pages.metric import picture
from deskwise.web.served import Here
from deskwise.web.shown_objective import shown_objective
from deskwise.web.visitor import Looking

router = APIRouter(include_in_schema=False)
CSV_HEAD = ("at", "value", "low", "high", "n", "expected", "partial")


@router.get("/objectives/{objective}", name="objective")
def objective(request: Request, here: Here, who: Looking, objective: str) -> Response:
    """The page; `kr` chooses one of its key results by its key, `key_result` by its id."""
    said = request.query_params
    return objective_page(request, here, who, objective, said.get("kr") or said.get("key_result", ""))


def _course(request: Request, here: Here, who: Looking, objective: str, key: str) -> KeyResultCourse:
    """The chart of a key result as far as it may be seen; raises `UsageError` where there is none to show."""
    chart = shown_objective(request, here, who, objective, key).chart()
    if chart is None:
        raise UsageError(
            say("there is nothing to draw"), do=say("choose a key result that has a figure you may see")
        )
    return chart


Course = Annotated[KeyResultCourse, Depends(_course)]


@router.get("/objectives/{objective}/key-results/{key}/course.csv", name="key_result_csv")
def key_result_csv(chart: Course, key: str) -> StreamingResponse:
    """The course as CSV, unrounded."""
    rows = (
        (
            iso(each.at), each.value, *(each.interval or (None, None)), each.n, chart.expected_at(each.at),
            each.partial,
        )
        for each in chart.marks
    )  # fmt: skip
    return csv_answer(key, CSV_HEAD, rows)


@router.get("/objectives/{objective}/key-results/{key}/course-{size}.json", name="key_result_vega")
def key_result_vega(here: Here, chart: Course, size: str) -> Response:
    """What a browser draws the course with, so that it can be pointed at."""
    return Response(here.drawer.vega(chart, page_look(size_of(size))), media_type="application/json")


@router.get("/objectives/{objective}/key-results/{key}/course.{form}", name="key_result_picture")
def key_result_picture(request: Request, here: Here, chart: Course, key: str, form: str) -> Response:
    """The course as a picture that stands alone, as SVG or PNG."""
    return picture(request, here, chart, key, form)
