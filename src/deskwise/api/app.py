"""The application: the routes of the API over one workspace, put together."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from starlette.types import ASGIApp

from deskwise.api.parts import Parts
from deskwise.api.problems import handle_problems
from deskwise.api.route_access import check_access
from deskwise.api.routes import ROUTERS
from deskwise.kernel.version import __version__

# Where it is served, beside the pages.
PATH = "/api/v1"


def create_api(parts: Parts) -> ASGIApp:
    """The API of a workspace that is open."""
    # Whatever is added is refused, unless the table of routes says who may ask it.
    app = FastAPI(
        title="Deskwise",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(check_access)],
        redirect_slashes=False,
    )
    app.state.parts = parts
    app.state.routers = ROUTERS
    for router in ROUTERS:
        app.include_router(router)
    handle_problems(app)
    return app
