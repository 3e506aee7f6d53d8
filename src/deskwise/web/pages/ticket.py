"""A ticket."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from deskwise.web.served import Here
from deskwise.web.templating import render
from deskwise.web.visitor import may_read

router = APIRouter(include_in_schema=False, dependencies=[Depends(may_read("tickets"))])


@router.get("/tickets", name="ticket_asked")
def ticket_asked(request: Request, here: Here) -> HTMLResponse:
    """By query."""
    return render(request, "empty.html", what="", do="", home=here.home)


@router.get("/tickets/{ticket:path}", name="ticket")
def ticket(request: Request, here: Here, ticket: str) -> HTMLResponse:
    """By path."""
    return render(request, "empty.html", what="", do="", home=here.home)
