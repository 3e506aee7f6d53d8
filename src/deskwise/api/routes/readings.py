"""Figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from deskwise.api.answers import Fresh
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.parts import Here
from deskwise.api.schemas import examples
from deskwise.api.schemas.figures import Readings
from deskwise.api.selection_words import MOST, Selecting, Word
from deskwise.app.read_seen_metrics import read_seen_metrics
from deskwise.kernel.periods import Grain

router = APIRouter()
Names = Annotated[
    list[Word],
    Query(
        max_length=MOST,
        description="The metrics; all that have what is asked if none is named.",
        examples=[["first_response_time"]],
    ),
]
Every = Annotated[Grain | None, Query(description="Split by periods of this length.")]


@router.get(
    "/readings",
    name="readings",
    responses=answers(Readings, examples.readings(), "unknown-name", "nothing-imported"),
)
def readings(
    here: Here,
    who: Calling,
    fresh: Fresh,
    words: Selecting,
    metric: Names = [],  # noqa: B006 - FastAPI copies it
    every: Every = None,
) -> Response:
    """Figures: byte for byte what `deskwise metrics --format json` prints.

    What the policy on figures of single people does not let anybody see is withheld: it has the field
    `withheld`, and groups that may not be seen are left out and counted.
    """
    question = words.question(tuple(metric), every)
    return fresh.answer(lambda: read_seen_metrics(here.workspace, who, question).to_json())
