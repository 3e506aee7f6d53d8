"""How the durations behind a metric are spread, as numbers and as pictures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response, StreamingResponse

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.reports.distribution import Distribution, spread_rows
from deskwise.web.csv_cells import csv_answer
from deskwise.web.metric_chart import page_look, size_of
from deskwise.web.metric_spread import metric_spread
from deskwise.web.pages.metric import Found, picture
from deskwise.web.served import Here

router = APIRouter(include_in_schema=False)
CSV_HEAD = ("from_seconds", "below_seconds", "n", "share", "n_before", "share_before")


def _spread(here: Here, found: Found) -> Distribution:
    """The spread of a metric as far as it is shown; raises `UsageError` where there is none to show."""
    chart = metric_spread(here, found.metric)
    if chart is None:
        raise UsageError(
            say("there is no spread to show"),
            do=say("choose a metric of durations, over a period with cases"),
        )
    return chart


Spread = Annotated[Distribution, Depends(_spread)]


@router.get("/metrics/{name}/spread.csv", name="spread_csv")
def spread_csv(found: Found, chart: Spread) -> StreamingResponse:
    """The steps as CSV; the first begins at nought, and the last has no end."""
    rows = (
        (row["from"], row["below"], row["n"], row["now"], row["n_before"], row["before"])
        for row in spread_rows(chart)
    )
    return csv_answer(f"{found.metric.followed.metric.name}_spread", CSV_HEAD, rows)


@router.get("/metrics/{name}/spread-{size}.json", name="spread_vega")
def spread_vega(here: Here, chart: Spread, size: str) -> Response:
    """What a browser draws the spread with, so that it can be pointed at."""
    return Response(here.drawer.vega(chart, page_look(size_of(size))), media_type="application/json")


@router.get("/metrics/{name}/spread.{form}", name="spread_picture")
def spread_picture(request: Request, here: Here, found: Found, chart: Spread, form: str) -> Response:
    """The spread as a picture that stands alone, as SVG or PNG."""
    return picture(request, here, chart, f"{found.metric.followed.metric.name}_spread", form)
