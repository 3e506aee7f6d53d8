"""Disputes: what people say is not right in the figures of their tickets, and what came of it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.dispute_figures import Complaint, decline_dispute, list_disputes, open_dispute
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, UsageError
from deskwise.web.dispute_words import dispute_lines
from deskwise.web.pages.ticket import ticket_page
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.version_fields import version_of_form
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)


@router.get("/disputes", name="disputes")
def disputes(request: Request, here: Here, who: Looking) -> Response:
    """The open ones, the oldest first, and those decided last."""
    return _list(request, here, who, done=request.query_params.get("done", ""))


@router.post("/disputes", name="dispute_opened")
def dispute_opened(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Say that a figure of a ticket is not right; the ticket's page shows it from then on."""
    complaint = Complaint(
        form.one("ticket"),
        form.one("why"),
        form.one("source") or None,
        form.one("event") or None,
        form.one("metric") or None,
    )
    try:
        made = open_dispute(here.workspace, here.state, here.clock, who.signed_in, complaint)
    except UsageError as error:
        return ticket_page(
            request, here, who, form.one("ticket"), form.one("source"), told=error, said=form, status=400
        )
    return RedirectResponse(Links(request).ticket(made.source, made.ticket, disputed=made.id), 303)


@router.post("/disputes/{dispute}/declined", name="dispute_declined")
def dispute_declined(request: Request, here: Here, who: Looking, form: Posted, dispute: str) -> Response:
    """Leave the figures as they are, and say why."""
    try:
        decline_dispute(
            here.state, here.clock, who.holder, dispute, version_of_form(form), form.one("answer")
        )
    except ChangedMeanwhileError as error:
        return _list(request, here, who, told=error, status=409)
    except UsageError as error:
        return _list(request, here, who, told=error, said=form, status=400)
    return RedirectResponse(Links(request).page("disputes", {"done": "declined"}), 303)


def _list(
    request: Request,
    here: Served,
    who: Visitor,
    *,
    done: str = "",
    told: DeskwiseError | None = None,
    said: PostedForm | None = None,
    status: int = 200,
) -> Response:
    zone = here.workspace.rules().zone
    lines = dispute_lines(list_disputes(here.state, who.holder), here.state, who.holder, zone, Links(request))
    return render(
        request,
        "disputes.html",
        status,
        nav="disputes",
        open=[each for each in lines if each.is_open],
        decided=[each for each in lines if not each.is_open],
        done=done,
        told=told,
        said=said,
    )
