"""Events as they are posted: a JSON array, or JSON lines."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request

from deskwise.api.bodies import JSON, check_media_type
from deskwise.api.problems import Problem, ProblemError
from deskwise.app.receive_events import EventLike

LINES = ("application/x-ndjson", "application/jsonl")
EVENT_MEDIA = (JSON, *LINES)
LONGEST_BYTES = 8 * 1024 * 1024


def posted_events(request: Request, body: bytes) -> tuple[EventLike | None, ...]:
    """The events of a body, by what it is said to be; null stands for what is no object.

    Raises a problem of 400 where the body as a whole cannot be read, and of 415 for another kind of body. A
    line that cannot be read is one event that cannot be.
    """
    if check_media_type(request, *EVENT_MEDIA) in LINES:
        return tuple(_of_line(line) for line in body.split(b"\n") if line.strip())
    try:
        said = _json(body)
    except (ValueError, RecursionError) as error:
        raise _unreadable("the body is no JSON") from error
    if not isinstance(said, list):
        raise _unreadable("the body is no array of events")
    return tuple(_object(each) for each in said)


def _of_line(line: bytes) -> EventLike | None:
    try:
        return _object(_json(line))
    except (ValueError, RecursionError):
        return None


def _object(said: Any) -> EventLike | None:
    return said if isinstance(said, dict) else None


def _json(text: bytes) -> Any:
    return json.loads(text, parse_float=_number, parse_constant=_no_number)


def _number(text: str) -> float | str:
    """A number as it is written: one that a float would round stays a text, which an import reads exactly."""
    number = float(text)
    return number if repr(number) == text else text


def _no_number(_: str) -> Any:
    raise ValueError("JSON has no word for what is no number")


def _unreadable(what: str) -> ProblemError:
    do = "send an array of objects, or an object a line as application/x-ndjson"
    return ProblemError(Problem("bad-input", what, do))
