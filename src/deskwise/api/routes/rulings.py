"""Rulings on the events of tickets: what can be ruled on, ruled and taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from deskwise.api.answers import Fresh, json_answer
from deskwise.api.bodies import JSON, json_body
from deskwise.api.caller import Calling
from deskwise.api.described import answers, takes
from deskwise.api.parts import Here
from deskwise.api.schemas import ruling_examples as examples
from deskwise.api.schemas.ruling_bodies import RulingBody, TakenBackBody
from deskwise.api.schemas.rulings import RulableEvents, Ruled
from deskwise.api.selection_words import LONGEST
from deskwise.app.access.things import Act, Kind
from deskwise.app.dispute_figures import settle_disputes
from deskwise.app.offered_rulings import rulable_events
from deskwise.app.rule_on_event import RulingOrder, rule_on_event, take_back_ruling
from deskwise.app.whose_ticket import whose_ticket

router = APIRouter()
LONGEST_BYTES = 16_384
OfTicket = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST,
        description="The source's id of the ticket.",
        examples=["T000001"],
    ),
]
Source = Annotated[
    str | None,
    Query(max_length=LONGEST, description="The ticket's source, where several have a ticket of this name."),
]
CHANGES = ("too-large", "wrong-media-type", "unknown-name", "nothing-imported", "changed-meanwhile")


@router.get(
    "/rulings",
    name="rulings",
    responses=answers(RulableEvents, examples.rulable_events(), "unknown-name", "nothing-imported"),
)
def rulings(here: Here, who: Calling, fresh: Fresh, ticket: OfTicket, source: Source = None) -> Response:
    """What can be ruled on a ticket, and the rulings that stand: what `deskwise rule TICKET` prints."""

    def told() -> object:
        found, events = rulable_events(here.workspace, ticket, source)
        who.require(Act.READ, whose_ticket(found, Kind.RULING))
        return {
            "source": found.source,
            "ticket": found.ticket,
            "events": [each.to_json() for each in events],
        }

    return fresh.answer(told)


@router.post(
    "/rulings",
    name="rule",
    responses=answers(Ruled, examples.ruled(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: RulingBody}, examples.new_ruling()),
)
def rule(
    here: Here, who: Calling, body: Annotated[RulingBody, Depends(json_body(RulingBody, LONGEST_BYTES))]
) -> Response:
    """Rule on an event: what `deskwise rule TICKET EVENT RULING` prints, with the figures it changed.

    The same ruling for the same reason by the same token is written once: one that was not answered can be
    sent again as it was. The last ruling on an event counts.
    """
    order = RulingOrder(body.ticket, body.event, body.ruling, body.why, body.source, body.seen)
    done = rule_on_event(here.workspace, here.state, here.clock, who.token, order)
    if body.disputes:
        settle_disputes(here.state, here.clock, who.token, done, body.disputes)
    return json_answer(done.to_json())


@router.post(
    "/rulings/taken-back",
    name="take_back_ruling",
    responses=answers(Ruled, examples.ruled(), *CHANGES, tagged=False),
    openapi_extra=takes({JSON: TakenBackBody}, examples.taken_back()),
)
def take_back(
    here: Here,
    who: Calling,
    body: Annotated[TakenBackBody, Depends(json_body(TakenBackBody, LONGEST_BYTES))],
) -> Response:
    """Take a ruling back that was made here: what stood before it counts, and what it said stays in the log.

    What `deskwise rule TICKET --take-back RULING` prints.
    """
    done = take_back_ruling(
        here.workspace,
        here.state,
        here.clock,
        who.token,
        body.ticket,
        body.ruling_id,
        body.why,
        body.source,
    )
    return json_answer(done.to_json())
