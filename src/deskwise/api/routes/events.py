"""Events, sent by programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from deskwise.api.answers import json_answer
from deskwise.api.bodies import read_body
from deskwise.api.caller import Calling
from deskwise.api.described import answers, takes
from deskwise.api.event_bodies import EVENT_MEDIA, LONGEST_BYTES, posted_events
from deskwise.api.parts import Here
from deskwise.api.schemas import examples
from deskwise.api.schemas.events import NewEvents, Received
from deskwise.app.receive_events import EventBatch, receive_events

router = APIRouter()
MEETS = ("token-needed", "not-allowed", "bad-input", "bad-question", "bad-value", "workspace-busy")
DefaultSource = Annotated[
    str,
    Query(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f]+$",
        description="The source of events that name none.",
        examples=["crm"],
    ),
]


@router.post(
    "/events",
    name="send_events",
    responses=answers(
        Received, examples.received(), "too-large", "wrong-media-type", tagged=False, meets=MEETS
    ),
    openapi_extra=takes(dict.fromkeys(EVENT_MEDIA, NewEvents), examples.new_events()),
)
async def send_events(request: Request, here: Here, who: Calling, source: DefaultSource = "api") -> Response:
    """Send up to 10,000 events, as an array or one a line; each is told what became of it, in order.

    They go the way of an import. An event is the same by its source, ticket and `event_id`: sent again it
    adds nothing, so a batch that was not answered can be sent again as it was. What cannot stand is kept
    among the rejects, and the rest is taken. Once this has answered, what was added is on the disk and in
    every figure.
    """
    events = posted_events(request, await read_body(request, LONGEST_BYTES))
    batch = EventBatch(events, source, f"events of token {who.token.id}")
    found = await run_in_threadpool(receive_events, here.workspace, here.open_syncs(), here.clock, batch)
    return json_answer(found.to_json())
