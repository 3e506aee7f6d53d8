"""The description of the API as OpenAPI 3.1, made of its routes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from deskwise.kernel.version import __version__


def openapi_document(app: FastAPI, root_path: str) -> dict[str, Any]:
    """The document, for whoever reaches the API under a path."""
    return get_openapi(
        title=app.title,
        version=__version__,
        openapi_version="3.1.0",
        routes=app.routes,
        servers=[{"url": root_path or "/"}],
    )
