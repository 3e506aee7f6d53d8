"""The application: pages of one workspace, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from deskwise.app.passwords import Passwords
from deskwise.kernel.clock import Clock
from deskwise.kernel.language import ENGLISH
from deskwise.web.addresses import Addresses
from deskwise.web.error_pages import handle_errors
from deskwise.web.http_headers import SafeHeaders
from deskwise.web.languages import Spoken
from deskwise.web.own_hosts import OwnHosts
from deskwise.web.pages import PAGES
from deskwise.web.request_log import RequestLog
from deskwise.web.route_access import ROUTES, check_access, routes_of
from deskwise.web.served import Served, serve_home
from deskwise.web.static_files import FOLDERS, KeptFiles
from deskwise.web.visitor import WhoIsLooking, local, signed_in


def create_app(
    home: Path,
    *,
    visitor: WhoIsLooking = signed_in,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
) -> ASGIApp:
    """The pages of the workspace in a folder.

    `visitor` says who is looking; by default whoever is signed in, and nobody else. With `visitor.local`
    only requests under a name of this machine are answered. Raises `UsageError` as `open_workspace` does.
    """
    return app_of(serve_home(home, clock, passwords), visitor)


def app_of(
    served: Served,
    visitor: WhoIsLooking,
    trusted_proxies: Sequence[str] = (),
    beside: Mapping[str, ASGIApp] = MappingProxyType({}),
) -> ASGIApp:
    """The pages of a workspace that is open; `beside` is what else answers under a path.

    Of `trusted_proxies` (addresses, or networks such as 10.0.0.0/8) it is believed who asked, and whether by
    TLS.
    """
    # Whatever is added is refused, unless the table of routes says who may ask it.
    checked = [Depends(check_access)]
    app = FastAPI(title="Deskwise", docs_url=None, redoc_url=None, openapi_url=None, dependencies=checked)
    app.state.served = served
    app.state.addresses = Addresses(app)
    app.state.who_is_looking = visitor
    app.state.needed = {name: ROUTES.get(route) for route, name in routes_of(PAGES)}
    for router in PAGES:
        app.include_router(router)
    for name, folder in FOLDERS.items():
        app.mount(f"/{name}", GZipMiddleware(KeptFiles(directory=folder, check_dir=False)), name=name)
    for path, other in beside.items():
        app.mount(path, Spoken(other, always=ENGLISH))
    handle_errors(app)
    # Outside of everything, so that pages of errors have the headers and a line in the log as well.
    spoken = Spoken(app)
    answering = SafeHeaders(OwnHosts(spoken) if visitor is local else spoken)
    safe: ASGIApp = RequestLog(answering, served.metrics.answered)
    return ProxyHeadersMiddleware(safe, list(trusted_proxies)) if trusted_proxies else safe  # type: ignore[arg-type, return-value]  # the same but for the names of types
