"""What a page says when it cannot be shown: what happened, and what to do."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from deskwise.kernel.errors import (
    DeskwiseError,
    EmptyWorkspaceError,
    UnknownNameError,
    UsageError,
    WorkspaceBusyError,
)
from deskwise.web.templating import render
from deskwise.web.visitor import NotAllowedError, SignInNeededError

LOG = logging.getLogger("deskwise.web")
AGAIN_SECONDS = 5


def handle_errors(app: FastAPI) -> None:
    """Give an application a page for everything that can go wrong."""
    app.add_exception_handler(EmptyWorkspaceError, _empty)
    app.add_exception_handler(DeskwiseError, _told)
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(NotAllowedError, _not_allowed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _unforeseen)


def _page(request: Request, status: int, title: str, what: str, do: str) -> Response:
    request_id = getattr(request.state, "request_id", "")
    context = {"title": title, "what": what, "do": do, "request_id": request_id, "code": status}
    return render(request, "error.html", status, **context)


def _empty(request: Request, error: Exception) -> Response:
    assert isinstance(error, EmptyWorkspaceError)
    return render(request, "empty.html", what=error.what, do=error.do, home=request.app.state.served.home)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskwiseError)
    LOG.info("refused", extra={"fields": {"error": type(error).__name__}})
    if isinstance(error, UnknownNameError):
        return _page(request, 404, "There is no such thing here", error.what, error.do)
    if isinstance(error, UsageError):
        return _page(request, 400, "That question cannot be answered", error.what, error.do)
    if isinstance(error, WorkspaceBusyError):
        answer = _page(request, 503, "The workspace is busy", error.what, error.do)
        answer.headers["Retry-After"] = str(AGAIN_SECONDS)
        return answer
    return _page(request, 503, "The workspace cannot be read", error.what, error.do)


def _sign_in(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler's
    return _page(
        request,
        401,
        "Sign-in is needed",
        "these figures are for people who are known here",
        "sign in, or ask whoever keeps this server for an invitation",
    )


def _not_allowed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler's
    return _page(
        request,
        403,
        "This is not for your role",
        "your role does not let you see this page",
        "ask whoever keeps this server",
    )


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        what, do = "no page has this address", "go to the overview, or follow a link from there"
        return _page(request, 404, "There is no such page", what, do)
    title = HTTPStatus(error.status_code).phrase
    answer = _page(request, error.status_code, title, "this cannot be asked of this address", "go back")
    answer.headers.update(error.headers or {})
    return answer


def _not_understood(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler's
    what, do = "the address holds a value that is none", "follow a link of these pages"
    return _page(request, 400, "That question cannot be answered", what, do)


def _unforeseen(request: Request, error: Exception) -> Response:
    return _page(
        request,
        500,
        "Something went wrong that was not foreseen",
        f"the server met an error of kind {type(error).__name__}",
        "try again; if it stays, report it with the request's number below",
    )
