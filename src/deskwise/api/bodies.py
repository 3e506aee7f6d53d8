"""What is posted, read once and within bounds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from deskwise.api.problems import Problem, ProblemError

Body = TypeVar("Body", bound=BaseModel)
JSON = "application/json"


def json_body(model: type[Body], longest_bytes: int) -> Callable[[Request], Awaitable[Body]]:
    """What reads a body of JSON as a model; problems of 413, 415 and 422 where it is none."""

    async def read(request: Request) -> Body:
        check_media_type(request, JSON)
        content = await read_body(request, longest_bytes)
        try:
            return model.model_validate_json(content)
        except ValidationError as error:
            told = [{"loc": ("body", *each["loc"]), "msg": each["msg"]} for each in error.errors()]
            raise RequestValidationError(told) from error

    return read


async def read_body(request: Request, longest_bytes: int) -> bytes:
    """The body; raises a problem of 413 once it is longer than it may be, whatever it says of its length."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > longest_bytes:
            what = f"the body is longer than {longest_bytes:,} bytes"
            raise ProblemError(Problem("too-large", what, "send less at once"))
    return bytes(read)


def check_media_type(request: Request, *known: str) -> str:
    """What the body is said to be, in small letters; raises a problem of 415 where it is none of these."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in known:
        do = f"say what it is by the header Content-Type: {' or '.join(known)}"
        raise ProblemError(Problem("wrong-media-type", "the body is of no kind that is read here", do))
    return said
