"""Rulings given on a ticket's page, and taken back there."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from deskwise.app.dispute_figures import settle_disputes
from deskwise.app.rule_on_event import RulingOrder, rule_on_event, take_back_ruling
from deskwise.kernel.errors import ChangedMeanwhileError, DeskwiseError, UsageError, WorkspaceBusyError
from deskwise.web.pages.ticket import ticket_page
from deskwise.web.posted_forms import Posted, PostedForm
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)


@router.post("/rulings", name="ruling_made")
def ruling_made(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Rule on an event; the ticket's page shows what came of it."""
    ticket, source = form.one("ticket"), form.one("source")
    order = RulingOrder(
        ticket, form.one("event"), form.one("ruling"), form.one("why"), source or None, form.one("seen")
    )
    try:
        done = rule_on_event(here.workspace, here.state, here.clock, who.holder, order)
    except (UsageError, WorkspaceBusyError) as error:
        return _again(request, here, who, form, error)
    settle_disputes(here.state, here.clock, who.holder, done, form.all("disputes"))
    return RedirectResponse(Links(request).ticket(done.source, done.ticket, ruled=done.ruling.id), 303)


@router.post("/rulings/taken-back", name="ruling_taken_back")
def ruling_taken_back(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Take a ruling back; the ticket's page shows the event as it is then."""
    ticket, source = form.one("ticket"), form.one("source")
    try:
        done = take_back_ruling(
            here.workspace,
            here.state,
            here.clock,
            who.holder,
            ticket,
            form.one("ruling_id"),
            form.one("why"),
            source or None,
        )
    except (UsageError, WorkspaceBusyError) as error:
        return _again(request, here, who, form, error)
    return RedirectResponse(Links(request).ticket(done.source, done.ticket, taken_back=done.ruling.id), 303)


def _again(request: Request, here: Served, who: Visitor, form: PostedForm, error: DeskwiseError) -> Response:
    """The ticket's page once more, with what went wrong and what was written."""
    status = 409 if isinstance(error, ChangedMeanwhileError) else 400
    if isinstance(error, WorkspaceBusyError):
        status = 503
    return ticket_page(
        request, here, who, form.one("ticket"), form.one("source"), told=error, said=form, status=status
    )
