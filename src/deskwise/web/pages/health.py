"""Whether the server lives, and whether it can answer: for what keeps it running."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse

from deskwise.kernel.errors import DeskwiseError, EmptyWorkspaceError
from deskwise.kernel.version import __version__
from deskwise.web.served import Here

router = APIRouter(include_in_schema=False)


@router.get("/health", name="health")
async def health() -> JSONResponse:
    """It lives."""
    return JSONResponse({"status": "ok", "version": __version__})


@router.get("/ready", name="ready")
def ready(here: Here) -> JSONResponse:
    """Whether the workspace can be read now; an empty one can."""
    try:
        with here.workspace.facts():
            return JSONResponse({"status": "ready"})
    except EmptyWorkspaceError:
        return JSONResponse({"status": "ready", "workspace": "empty"})
    except DeskwiseError as error:
        return JSONResponse({"status": "not ready", "error": type(error).__name__}, 503)
