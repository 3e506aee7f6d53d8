"""The application: pages of one workspace, put together."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from deskwise.kernel.clock import Clock
from deskwise.web.error_pages import handle_errors
from deskwise.web.http_headers import SafeHeaders
from deskwise.web.own_hosts import OwnHosts
from deskwise.web.pages import PAGES
from deskwise.web.request_log import RequestLog
from deskwise.web.served import Served, serve_home
from deskwise.web.static_files import FOLDERS, KeptFiles
from deskwise.web.visitor import WhoIsLooking, local, nobody


def create_app(home: Path, *, visitor: WhoIsLooking = nobody, clock: Clock | None = None) -> ASGIApp:
    """The pages of the workspace in a folder.

    `visitor` says who is looking; by default nobody is known and every page refuses. With `visitor.local`
    only requests under a name of this machine are answered. Raises `UsageError` as `open_workspace` does.
    """
    return app_of(serve_home(home, clock), visitor)


def app_of(served: Served, visitor: WhoIsLooking) -> ASGIApp:
    """The pages of a workspace that is open."""
    app = FastAPI(title="Deskwise", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.served = served
    app.state.who_is_looking = visitor
    for router in PAGES:
        app.include_router(router)
    for name, folder in FOLDERS.items():
        app.mount(f"/{name}", KeptFiles(directory=folder, check_dir=False), name=name)
    handle_errors(app)
    # Outside of everything, so that pages of errors have the headers and a line in the log as well.
    safe: ASGIApp = SafeHeaders(OwnHosts(app) if visitor is local else app)
    return RequestLog(safe)
