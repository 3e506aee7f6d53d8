"""What a page says when it cannot be shown: what happened, and what to do."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deskwise.kernel.errors import (
    DeskwiseError,
    EmptyWorkspaceError,
    LinkError,
    NotAllowedError,
    UnknownNameError,
    UsageError,
    WorkspaceBusyError,
)
from deskwise.kernel.language import marked, say
from deskwise.web.import_words import size_words
from deskwise.web.route_access import look
from deskwise.web.served import Served
from deskwise.web.templating import Links, here_of, render
from deskwise.web.visitor import SignInNeededError

LOG = logging.getLogger("deskwise.web")
AGAIN_SECONDS = 5
TITLES: dict[int, str] = {
    HTTPStatus.METHOD_NOT_ALLOWED: marked("This address does something else"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: marked("That is too much at once"),
    HTTPStatus.MISDIRECTED_REQUEST: marked("This server has another name"),
}


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
    if not hasattr(request.state, "visitor"):
        # An address without a page: nobody was looked for.
        look(request)
    request_id = getattr(request.state, "request_id", "")
    context = {"title": title, "what": what, "do": do, "request_id": request_id, "code": status}
    return render(request, "error.html", status, **context)


def _empty(request: Request, error: Exception) -> Response:
    assert isinstance(error, EmptyWorkspaceError)
    here: Served = request.app.state.served
    limit = here.uploads.limit_bytes
    return render(
        request,
        "empty.html",
        what=error.what,
        do=error.do,
        home=here.home,
        limit=limit,
        limit_words=size_words(limit),
    )


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskwiseError)
    LOG.info("refused", extra={"fields": {"error": type(error).__name__}})
    if isinstance(error, UnknownNameError):
        return _page(request, 404, say("There is no such thing here"), error.what, error.do)
    if isinstance(error, UsageError):
        return _page(request, 400, say("That question cannot be answered"), error.what, error.do)
    if isinstance(error, WorkspaceBusyError):
        answer = _page(request, 503, say("The workspace is busy"), error.what, error.do)
        answer.headers["Retry-After"] = str(AGAIN_SECONDS)
        return answer
    return _page(request, 503, say("The workspace cannot be read"), error.what, error.do)


def _sign_in(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler's
    """To the page to sign in at, and back from there; what is no page is told only that it is needed."""
    links = Links(request)
    if request.method == "GET" and "hx-request" not in request.headers and not _is_file(request):
        return RedirectResponse(links.page("sign_in", {"next": here_of(request)}), 303)
    answer = _page(
        request,
        401,
        say("Sign-in is needed"),
        say("you are not signed in, or not any more"),
        say("sign in and try again"),
    )
    if "hx-request" in request.headers:
        answer.headers["HX-Redirect"] = links.page("sign_in")
    return answer


def _is_file(request: Request) -> bool:
    return request.url.path.endswith(".csv")


def _not_allowed(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotAllowedError)
    if isinstance(error, LinkError):
        return _page(request, 404, say("This link does not work"), error.what, error.do)
    return _page(request, 403, say("This is not for you to see or do"), error.what, error.do)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        what, do = say("no page has this address"), say("go to the overview, or follow a link from there")
        return _page(request, 404, say("There is no such page"), what, do)
    title = say(TITLES.get(error.status_code, HTTPStatus(error.status_code).phrase))
    answer = _page(
        request, error.status_code, title, say("this cannot be asked of this address"), say("go back")
    )
    answer.headers.update(error.headers or {})
    return answer


def _not_understood(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler's
    what, do = say("the address holds a value that is none"), say("follow a link of these pages")
    return _page(request, 400, say("That question cannot be answered"), what, do)


def _unforeseen(request: Request, error: Exception) -> Response:
    return _page(
        request,
        500,
        say("Something went wrong that was not foreseen"),
        say("the server met an error of kind %(kind)s", kind=type(error).__name__),
        say("try again; if it stays, report it with the request's number below"),
    )
