"""Limits set anew on the page of a control chart, and taken back there."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.limits_anew import set_anew, since_instant, take_back
from deskwise.kernel.errors import UsageError
from deskwise.web.pages.analyses import CHARTED, finding_page, found_here
from deskwise.web.posted_forms import Posted
from deskwise.web.served import Here
from deskwise.web.templating import Links
from deskwise.web.visitor import Looking

router = APIRouter(include_in_schema=False)


@router.post("/analyses/control_chart/limits", name="limits_set")
def limits_set(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Draw the limits of a figure anew; the chart shows them."""
    try:
        since_at = since_instant(form.one("anew"), here.workspace.rules().zone)
        team = form.one("team") or None
        set_anew(here.state, here.clock, who.holder, form.one("metric"), since_at, form.one("why"), team)
    except UsageError as error:
        found = found_here(request, here, who, CHARTED.name)
        return finding_page(request, here, who, found, told=error, form=form, status=400)
    return _back(request)


@router.post("/analyses/control_chart/limits/taken-back", name="limits_taken_back")
def limits_taken_back(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Draw them as they were drawn before; the chart shows them."""
    try:
        take_back(here.state, here.clock, who.holder, form.one("anew_id"))
    except UsageError as error:
        found = found_here(request, here, who, CHARTED.name)
        return finding_page(request, here, who, found, told=error, status=400)
    return _back(request)


def _back(request: Request) -> RedirectResponse:
    return RedirectResponse(Links(request).page("analysis", _query(request), name=CHARTED.name), 303)


def _query(request: Request) -> str:
    said = request.url.query
    return f"?{said}" if said else ""
