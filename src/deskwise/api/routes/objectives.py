"""Objectives: cycles, where their objectives stand, and one with all that is known of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from deskwise.api.answers import tagged_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.parts import Here
from deskwise.api.schemas import objective_examples as examples
from deskwise.api.schemas.objectives import Cycles, ObjectiveShown, StandingCycle
from deskwise.api.selection_words import LONGEST
from deskwise.app.objectives.list_cycles import list_cycles
from deskwise.app.objectives.standings_seen import cycle_seen, objective_seen

router = APIRouter()
ObjectiveId = Annotated[
    str,
    Path(pattern="^[0-9a-f]{1,32}$", description="The id of the objective.", examples=["8a60d1c7e25f9b34"]),
]
InCycle = Annotated[
    str | None,
    Query(
        max_length=LONGEST,
        description="The id or the name of the cycle; without it the one that runs today.",
        examples=["Q1 2027"],
    ),
]


@router.get("/okr/cycles", name="cycles", responses=answers(Cycles, examples.cycles()))
def cycles(request: Request, here: Here, who: Calling) -> Response:
    """The cycles, the earliest first: what `deskwise okr cycles --format json` prints."""
    found = list_cycles(here.state, here.clock, who.token, here.workspace.rules().zone)
    return tagged_answer(request, {"cycles": found.to_json()})


@router.get(
    "/okr/objectives",
    name="objectives",
    responses=answers(StandingCycle, examples.standing_cycle(), "unknown-name", "nothing-imported"),
)
def objectives(request: Request, here: Here, who: Calling, cycle: InCycle = None) -> Response:
    """The objectives of a cycle and where each stands: what `deskwise okr tree --format json` prints.

    Figures of too few people are withheld, with all that tells them. Where there is no cycle it is 404.
    """
    found = cycle_seen(here.workspace, here.state, here.clock, who.token, who, cycle)
    return tagged_answer(request, found)


@router.get(
    "/okr/objectives/{objective}",
    name="objective",
    responses=answers(ObjectiveShown, examples.objective_shown(), "unknown-name", "nothing-imported"),
)
def objective(request: Request, here: Here, who: Calling, objective: ObjectiveId) -> Response:
    """One objective with all that is known of it: what `deskwise okr show KEY --format json` prints.

    Each key result has every value that was typed of it too. Figures of too few people are withheld.
    """
    found = objective_seen(here.workspace, here.state, here.clock, who.token, who, objective)
    return tagged_answer(request, found)
