"""What watches the server asks here, by a token of its own; without one there is no such page."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import PlainTextResponse, Response

from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say
from deskwise.web.served import Here
from deskwise.web.server_metrics import WorkspaceMetrics

router = APIRouter(include_in_schema=False)


@router.get("/prometheus", name="prometheus")
def prometheus(request: Request, here: Here) -> Response:
    """The numbers of this server, for whoever shows the token."""
    if here.prometheus_token is None:
        raise UnknownNameError(
            say("this server tells nobody of itself"), do=say("start it with --prometheus-token-from")
        )
    said = request.headers.get("authorization", "").encode("utf-8", "surrogateescape")
    if not hmac.compare_digest(said, f"Bearer {here.prometheus_token}".encode()):
        return PlainTextResponse("a token is needed\n", 401, {"WWW-Authenticate": "Bearer"})
    state = WorkspaceMetrics(here.workspace, here.open_syncs(), here.clock)
    return Response(here.metrics.text(state), media_type=CONTENT_TYPE_LATEST)
