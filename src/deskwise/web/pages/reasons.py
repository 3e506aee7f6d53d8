"""Clusters of subjects named, merged and called by their keys again on the page of contact reasons."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.name_reasons import name_reason, take_name_back
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.web.pages.analyses import REASONED, finding_page, found_here
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.reasons_shown import version_of
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)


@router.post("/analyses/contact_reasons/named", name="reason_named")
def named(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Call a cluster something, or the same as another; the figures are by it."""
    try:
        wanted = form.one("into") or form.one("name")
        version = version_of(form.one("version"))
        name_reason(here.workspace, here.state, here.clock, who.holder, form.one("key"), wanted, version)
    except UsageError as error:
        return _told(request, here, who, form, error)
    return _back(request)


@router.post("/analyses/contact_reasons/name-taken-back", name="reason_name_taken_back")
def name_taken_back(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Call a cluster by its key again."""
    try:
        version = version_of(form.one("version"))
        take_name_back(here.state, here.clock, who.holder, form.one("key"), version)
    except UsageError as error:
        return _told(request, here, who, form, error)
    return _back(request)


def _told(request: Request, here: Served, who: Visitor, form: PostedForm, error: UsageError) -> Response:
    found = found_here(request, here, who, REASONED.name)
    status = 409 if isinstance(error, ChangedMeanwhileError) else 400
    return finding_page(request, here, who, found, told=error, form=form, status=status)


def _back(request: Request) -> RedirectResponse:
    said = request.url.query
    return RedirectResponse(
        Links(request).page("analysis", f"?{said}" if said else "", name=REASONED.name), 303
    )
