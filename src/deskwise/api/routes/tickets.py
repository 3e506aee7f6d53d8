"""A ticket opened."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from deskwise.api.answers import Fresh
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.parts import Here
from deskwise.api.schemas import examples
from deskwise.api.schemas.figures import ExplainedTicket
from deskwise.api.selection_words import LONGEST, OnClock
from deskwise.app.access.things import Act
from deskwise.app.explain_ticket import explain_ticket
from deskwise.app.whose_ticket import whose_ticket

router = APIRouter()
TicketId = Annotated[
    str, Path(max_length=LONGEST, description="The source's id of the ticket.", examples=["T000001"])
]
Source = Annotated[
    str | None,
    Query(max_length=LONGEST, description="The ticket's source, where several have a ticket of this name."),
]


@router.get(
    "/tickets/{ticket:path}",
    name="ticket",
    responses=answers(ExplainedTicket, examples.ticket(), "unknown-name", "nothing-imported"),
)
def ticket(
    here: Here,
    who: Calling,
    fresh: Fresh,
    ticket: TicketId,
    source: Source = None,
    clock: OnClock = "elapsed",
) -> Response:
    """A ticket with its events and what each did, the facts made of them, and what each metric counts of it.

    What `deskwise explain --format json` prints.
    """

    def explained() -> object:
        found = explain_ticket(here.workspace, ticket, source, clock)
        who.require(Act.READ, whose_ticket(found))
        return found.to_json()

    return fresh.answer(explained)
