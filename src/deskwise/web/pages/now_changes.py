"""The stream by which a page of now learns that the data has changed; what has changed it asks for itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from deskwise.app.access.holders import holder_id
from deskwise.app.access.table import may_some
from deskwise.app.access.things import Act, Kind
from deskwise.app.sign_in import whose_session
from deskwise.web.served import Here, Served
from deskwise.web.visitor import Looking, Visitor, WhoIsLooking

router = APIRouter(include_in_schema=False)
# So often a line is sent that says nothing, for proxies to keep the stream, and it is looked whether whoever
# listens still may.
HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 5_000
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("/now/changes", name="now_changes")
async def now_changes(request: Request, here: Here, who: Looking) -> StreamingResponse:
    """Server-sent events: `version` with the state that is current, at once and whenever it is another one.

    `ended` says that whoever listens may no longer. Answers 503 where too many listen.
    """
    if not here.watch.has_room(holder_id(who.holder)):
        raise HTTPException(503, headers={"Retry-After": "60"})
    return StreamingResponse(_told(request, here, who), media_type="text/event-stream", headers=HEADERS)


async def _told(request: Request, here: Served, who: Visitor) -> AsyncIterator[str]:
    async with here.watch.listening(holder_id(who.holder)) as listener:
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        yield event("version", here.watch.version or "")
        while True:
            changed = await listener.woken(HEARTBEAT_SECONDS)
            if here.watch.stopped:
                return
            if not await run_in_threadpool(_still_may, request, here, who):
                yield event("ended", "")
                return
            yield event("version", here.watch.version or "") if changed else ": still here\n\n"


def event(name: str, data: str) -> str:
    r"""An event as it is sent.

    >>> event("version", "lake-000002")
    'event: version\ndata: lake-000002\n\n'
    """
    return f"event: {name}\ndata: {data}\n\n"


def _still_may(request: Request, here: Served, who: Visitor) -> bool:
    """Whether whoever listens is signed in and may; to listen keeps nobody signed in."""
    if who.session is None:
        look: WhoIsLooking = request.app.state.who_is_looking
        return look(request) is not None
    person = whose_session(here.state, here.clock, who.session)
    return person is not None and may_some(person, Act.READ, Kind.AGGREGATE)
