"""What the metrics mean."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from deskwise.api.answers import tagged_answer
from deskwise.api.caller import Calling
from deskwise.app.show_catalogue import show_catalogue

router = APIRouter()


@router.get("/metrics", name="metrics")
def metrics(request: Request, who: Calling) -> Response:  # noqa: ARG001 - whoever has a token
    """All metrics, each with its definition, unit, statistics and dimensions."""
    return tagged_answer(request, [each.to_json() for each in show_catalogue()])


@router.get("/metrics/{name}", name="metric")
def metric(request: Request, who: Calling, name: str) -> Response:  # noqa: ARG001 - whoever has a token
    """One metric, with all that the catalogue says of it."""
    (found,) = show_catalogue(name)
    return tagged_answer(request, found.to_json())
