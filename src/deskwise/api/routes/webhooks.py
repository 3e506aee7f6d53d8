"""Events that help desks deliver by themselves, signed."""

from __future__ import annotations

import logging
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from deskwise import bootstrap
from deskwise.api.answers import json_answer
from deskwise.api.bodies import read_body
from deskwise.api.described import answers, takes
from deskwise.api.event_bodies import EVENT_MEDIA, posted_events
from deskwise.api.parts import Here
from deskwise.api.problems import Problem, ProblemError
from deskwise.api.schemas import examples
from deskwise.api.schemas.events import NewEvents, Received
from deskwise.app.receive_webhook import Delivery, WebhookReceiver
from deskwise.kernel.errors import SettingsError

LOG = logging.getLogger("deskwise.web")
router = APIRouter()
# Whoever sends is not known before all of it was read.
LONGEST_BYTES = 1024 * 1024
MEETS = ("bad-signature", "replayed", "bad-input", "bad-question", "bad-value", "workspace-busy")
Connection = Annotated[
    str,
    Path(max_length=100, description="The connection, which is the source of the events.", examples=["desk"]),
]
SignedAt = Annotated[
    str,
    Header(
        alias="Deskwise-Timestamp",
        max_length=20,
        description="When it was signed, in seconds since 1970; not more than 5 minutes ago.",
        examples=["1772355600"],
    ),
]
Signatures = Annotated[
    str,
    Header(
        alias="Deskwise-Signature",
        max_length=1_000,
        description="v1= and the HMAC-SHA256 of the timestamp, a dot and the body, in hexadecimal; several,"
        " separated by commas, while the secret is being changed.",
        examples=["v1=0f3b..."],
    ),
]


@router.post(
    "/webhooks/{connection}",
    name="deliver",
    responses=answers(
        Received,
        examples.received(),
        "too-large",
        "wrong-media-type",
        "secret-unreadable",
        tagged=False,
        meets=MEETS,
    ),
    openapi_extra=takes(dict.fromkeys(EVENT_MEDIA, NewEvents), examples.new_events()),
)
async def deliver(
    request: Request, here: Here, connection: Connection, timestamp: SignedAt, signatures: Signatures
) -> Response:
    """Deliver events of a connection, signed with the secret that `deskwise webhooks make` showed.

    It needs no token. Each delivery is taken once: sign another attempt at the time it is sent. All events
    are of the connection's source, whatever they say.
    """
    body = await read_body(request, LONGEST_BYTES)
    receiver = WebhookReceiver(here.workspace, here.open_syncs(), here.state, bootstrap.secrets(), here.clock)
    delivery = Delivery(connection, timestamp, signatures, body)
    try:
        found = await run_in_threadpool(receiver.receive, delivery, partial(posted_events, request))
    except SettingsError as error:
        # Where the secret is kept is nobody's business who has not shown it.
        LOG.warning("no secret", extra={"fields": {"error": type(error).__name__}})
        do = "ask whoever keeps this workspace to look at its connection, and deliver again"
        problem = Problem("secret-unreadable", "there is no way to the secret of webhooks here", do)
        raise ProblemError(problem) from error
    return json_answer(found.to_json())
