"""Answers: the JSON that the command line prints, and whether who asks has it already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from deskwise.api.caller import Caller, Calling
from deskwise.api.parts import Here
from deskwise.app.plain_json import json_text
from deskwise.kernel.version import __version__

MEDIA_TYPE = "application/json"
# It may be kept by whoever asked, and asked whether it still holds.
KEPT = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as the command line prints it."""
    return Response(_bytes(value), status, dict(headers or {}), MEDIA_TYPE)


def tagged_answer(request: Request, value: object) -> Response:
    """A value that changes without the log, with a tag made of what it says."""
    content = _bytes(value)
    headers = {**KEPT, "ETag": _tag(content.decode())}
    if _has(request, headers["ETag"]):
        return Response(None, 304, headers)
    return Response(content, 200, headers, MEDIA_TYPE)


def versioned_answer(
    request: Request, value: object, version: int, headers: Mapping[str, str] | None = None
) -> Response:
    """A value that is counted in versions, for If-Match of whoever changes it."""
    told = {**KEPT, **(headers or {}), "ETag": f'"{version}"'}
    if _has(request, told["ETag"]):
        return Response(None, 304, told)
    return Response(_bytes(value), 200, told, MEDIA_TYPE)


def text_answer(request: Request, text: str, version: int, media_type: str) -> Response:
    """A text that is counted in versions."""
    told = {**KEPT, "ETag": f'"{version}"'}
    if _has(request, told["ETag"]):
        return Response(None, 304, told)
    return Response(text.encode(), 200, {**told, "Content-Type": media_type})


@dataclass(frozen=True)
class OfLake:
    """An answer that the log, the question and who asks decide: it is not worked out for who has it."""

    request: Request
    tag: str

    def answer(self, make: Callable[[], object]) -> Response:
        """The answer, or that it is the one that is had already."""
        headers = {**KEPT, "ETag": self.tag}
        if _has(self.request, self.tag):
            return Response(None, 304, headers)
        return Response(_bytes(make()), 200, headers, MEDIA_TYPE)


def of_lake(request: Request, here: Here, who: Calling) -> OfLake:
    """The answer of this request; its tag is of the log as it stands before anything is read of it."""
    asked = [
        request.url.path,
        *sorted(f"{name}={value}" for name, value in request.query_params.multi_items()),
    ]
    return OfLake(request, _tag(__version__, str(here.workspace.lake.version()), *_who(who), *asked))


Fresh = Annotated[OfLake, Depends(of_lake)]


def _who(who: Caller) -> tuple[str, ...]:
    person = who.token.person
    # What somebody's own token may changes with what they may.
    of = "" if person is None else f"{person.id} {person.version}"
    return who.token.id, of, *sorted(who.token.scopes)


def _bytes(value: object) -> bytes:
    # Half a character is no text of UTF-8, but can be written in JSON.
    return json_text(value).encode("utf-8", "backslashreplace")


def _tag(*parts: str) -> str:
    return f'"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}"'


def _has(request: Request, tag: str) -> bool:
    said = request.headers.get("if-none-match", "")
    return said.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in said.split(",")]
