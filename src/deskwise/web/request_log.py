"""What the server writes about its work: a JSON object a line, without anything that customers said.

A line names the page by its pattern and never by its address, which may hold ids, words and filters.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import IO, Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("deskwise.web")
REQUEST_ID = "X-Request-ID"
# What a proxy may call a request; anything else is not taken over into the log.
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class JsonLines(logging.Formatter):
    """A record as a JSON object. Of an error its kind and places, not its words, which may quote a ticket."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__name__
            line["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(line, ensure_ascii=False)


def log_to(stream: IO[str] | None = None) -> None:
    """Write the log of this server and of what runs it to a stream, the errors' if none is named."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("deskwise.web", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO)


class RequestLog:
    """Gives every request an id, writes a line when it was answered, and lets it be counted.

    `counted` is given the method, the pattern of the page or null, the status and the seconds.
    """

    def __init__(
        self, app: ASGIApp, counted: Callable[[str, str | None, int, float], None] = lambda *_: None
    ) -> None:
        self._app = app
        self._counted = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and tell."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(REQUEST_ID.lower().encode(), b"").decode("latin-1")
        request_id = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        begun, status, root = time.perf_counter(), 500, str(scope.get("root_path", ""))

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        try:
            await self._app(scope, receive, told)
        finally:
            route = getattr(scope.get("route"), "path", None)
            if route is not None:
                # What is mounted knows its addresses only below where it is.
                route = str(scope.get("root_path", "")).removeprefix(root) + route
            seconds = time.perf_counter() - begun
            self._counted(scope["method"], route, status, seconds)
            fields = {
                "request_id": request_id,
                "method": scope["method"],
                "page": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
            }
            LOG.info("answered", extra={"fields": fields})
