"""What the metrics mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from deskwise.api.answers import tagged_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.schemas import examples
from deskwise.api.schemas.figures import CatalogueEntry
from deskwise.api.selection_words import LONGEST
from deskwise.app.show_catalogue import show_catalogue

router = APIRouter()
Name = Annotated[
    str, Path(max_length=LONGEST, description="The name of the metric.", examples=["first_response_time"])
]


MEETS = ("token-needed", "bad-question")


@router.get(
    "/metrics",
    name="metrics",
    responses=answers(list[CatalogueEntry], [examples.catalogue_entry()], meets=MEETS),
)
def metrics(request: Request, who: Calling) -> Response:  # noqa: ARG001 - whoever has a token
    """All metrics, each with its definition, unit, statistics and dimensions."""
    return tagged_answer(request, [each.to_json() for each in show_catalogue()])


@router.get(
    "/metrics/{name}",
    name="metric",
    responses=answers(CatalogueEntry, examples.catalogue_entry(), "unknown-name", "bad-value", meets=MEETS),
)
def metric(request: Request, who: Calling, name: Name) -> Response:  # noqa: ARG001 - whoever has a token
    """One metric, with all that the catalogue says of it."""
    (found,) = show_catalogue(name)
    return tagged_answer(request, found.to_json())
