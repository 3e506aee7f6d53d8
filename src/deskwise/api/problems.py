"""Errors as RFC 9457 has them: what happened, to what, and what to do; never what customers wrote."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from deskwise.api.as_it_is_now import as_it_is_now
from deskwise.api.caller import TokenNeededError
from deskwise.kernel.errors import (
    ChangedMeanwhileError,
    DeskwiseError,
    EmptyWorkspaceError,
    InputError,
    NotAllowedError,
    ReplayedError,
    SignatureError,
    UnknownNameError,
    UsageError,
    WorkspaceBusyError,
)

LOG = logging.getLogger("deskwise.web")
MEDIA_TYPE = "application/problem+json"
AGAIN_SECONDS = 5
REALM = 'Bearer realm="deskwise"'
# A word of each kind of problem, its status, and its title.
KINDS: Mapping[str, tuple[int, str]] = {
    "bad-question": (400, "The question cannot be answered"),
    "bad-input": (400, "What was sent cannot be read"),
    "token-needed": (401, "A token is needed"),
    "bad-signature": (401, "The delivery is not signed as it has to be"),
    "not-allowed": (403, "The token may not do this"),
    "unknown-name": (404, "There is no such thing"),
    "no-such-address": (404, "There is no such address"),
    "wrong-method": (405, "This cannot be done at this address"),
    "nothing-imported": (409, "The workspace holds no events yet"),
    "changed-meanwhile": (409, "Somebody else changed it meanwhile"),
    "replayed": (409, "It was delivered before"),
    "changed-since": (412, "It is not the version that If-Match names"),
    "too-large": (413, "What was sent is too large"),
    "wrong-media-type": (415, "What was sent is of no kind that is read here"),
    "bad-value": (422, "A value is none that can be given here"),
    "unforeseen": (500, "Something went wrong that was not foreseen"),
    "workspace-busy": (503, "The workspace is busy"),
    "secret-unreadable": (503, "Signatures cannot be checked for now"),
    "workspace-unreadable": (503, "The workspace cannot be read"),
}
OF_ERRORS: tuple[tuple[type[DeskwiseError], str], ...] = (
    (UnknownNameError, "unknown-name"),
    (SignatureError, "bad-signature"),
    (ReplayedError, "replayed"),
    (ChangedMeanwhileError, "changed-meanwhile"),
    (UsageError, "bad-question"),
    (InputError, "bad-input"),
    (NotAllowedError, "not-allowed"),
    (EmptyWorkspaceError, "nothing-imported"),
    (WorkspaceBusyError, "workspace-busy"),
    (DeskwiseError, "workspace-unreadable"),
)


@dataclass(frozen=True)
class Problem:
    """One problem: its kind, what happened and what to do, and what else is to be said of it."""

    kind: str
    detail: str
    do: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_json(self, request_id: str) -> dict[str, Any]:
        """The object; `instance` names this one answer, as the log does."""
        status, title = KINDS[self.kind]
        return {
            "type": f"urn:deskwise:problem:{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail,
            "do": self.do,
            "instance": f"urn:deskwise:request:{request_id}",
            **self.more,
        }


class ProblemError(Exception):
    """A request that is refused before any use case is asked."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


def answer_problem(request: Request, problem: Problem) -> Response:
    """A problem as an answer."""
    told = problem.to_json(getattr(request.state, "request_id", ""))
    content = json.dumps(told, indent=2) + "\n"
    return Response(content, told["status"], dict(problem.headers), MEDIA_TYPE)


def handle_problems(app: FastAPI) -> None:
    """Give an application a problem for everything that can go wrong."""
    app.add_exception_handler(ProblemError, _refused)
    app.add_exception_handler(TokenNeededError, _token_needed)
    app.add_exception_handler(DeskwiseError, _told)
    app.add_exception_handler(RequestValidationError, _bad_value)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return answer_problem(request, error.problem)


def _token_needed(request: Request, error: Exception) -> Response:
    assert isinstance(error, TokenNeededError)
    what = "the token is none, is revoked or has run out" if error.shown else "the request shows no token"
    do = "send the header Authorization: Bearer TOKEN; an admin makes one: deskwise tokens make NAME"
    told = f'{REALM}, error="invalid_token"' if error.shown else REALM
    return answer_problem(request, Problem("token-needed", what, do, headers={"WWW-Authenticate": told}))


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskwiseError)
    LOG.info("refused", extra={"fields": {"error": type(error).__name__}})
    kind = next(kind for each, kind in OF_ERRORS if isinstance(error, each))
    more: dict[str, Any] = {}
    headers: dict[str, str] = {}
    if isinstance(error, ChangedMeanwhileError):
        more = {"now": as_it_is_now(error.now)}
    if isinstance(error, WorkspaceBusyError):
        headers = {"Retry-After": str(AGAIN_SECONDS)}
    if isinstance(error, SignatureError):
        headers = {"WWW-Authenticate": 'Deskwise-Signature realm="deskwise"'}
    elif kind == "not-allowed":
        headers = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope"'}
    return answer_problem(request, Problem(kind, error.what, error.do, more, headers))


def _bad_value(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # What was sent is not repeated: it may be somebody's words.
    found = [
        {"at": ".".join(str(part) for part in each["loc"]), "what": str(each["msg"])}
        for each in error.errors()
    ]
    problem = Problem(
        "bad-value",
        f"{len(found)} values cannot be taken" if len(found) > 1 else "a value cannot be taken",
        "see errors for which and why, and openapi.json for what can be given",
        {"errors": found},
    )
    return answer_problem(request, problem)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kinds = {
        HTTPStatus.NOT_FOUND: ("no-such-address", "nothing has this address"),
        HTTPStatus.METHOD_NOT_ALLOWED: ("wrong-method", "this address does not take this method"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too-large", "the body is longer than is read here"),
    }
    kind, what = kinds.get(HTTPStatus(error.status_code), ("bad-input", "the request cannot be read"))
    return answer_problem(
        request, Problem(kind, what, "see the routes in openapi.json", headers=error.headers or {})
    )


def _unforeseen(request: Request, error: Exception) -> Response:
    problem = Problem(
        "unforeseen",
        f"the server met an error of kind {type(error).__name__}",
        "try again; if it stays, report it with the instance",
    )
    return answer_problem(request, problem)
