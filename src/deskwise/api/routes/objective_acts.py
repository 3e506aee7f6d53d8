"""What is done with objectives: comment, propose, make active; check in, override, and read again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from deskwise.api.answers import json_answer
from deskwise.api.bodies import JSON, json_body
from deskwise.api.caller import Calling
from deskwise.api.described import answers, takes
from deskwise.api.parts import Here
from deskwise.api.routes.objectives import ObjectiveId
from deskwise.api.schemas import objective_examples as examples
from deskwise.api.schemas.objective_bodies import CheckInBody, OverrideBody, RemarkBody, StepBody
from deskwise.api.schemas.objectives import CheckIn, Objective, Remark, TypedValue
from deskwise.app.objectives.activate_objectives import activate_objective
from deskwise.app.objectives.check_in import Said, check_in
from deskwise.app.objectives.draft_objectives import move_objective
from deskwise.app.objectives.override_values import override_value, resume_reading
from deskwise.app.objectives.standings_seen import said_seen
from deskwise.app.objectives.talk_of_objectives import remark
from deskwise.app.objectives.values_told import told
from deskwise.okr.objective import ObjectiveState

router = APIRouter()
LONGEST_BYTES = 16_384
KeyResultId = Annotated[
    str,
    Path(pattern="^[0-9a-f]{1,32}$", description="The id of the key result.", examples=["1f0c9d27a4e3b865"]),
]
Step = Annotated[StepBody, Depends(json_body(StepBody, LONGEST_BYTES))]
TAKEN = ("too-large", "wrong-media-type", "unknown-name")


@router.post(
    "/okr/objectives/{objective}/remarks",
    name="remark_on_objective",
    status_code=201,
    responses=answers(Remark, examples.remark(), *TAKEN, status=201, tagged=False),
    openapi_extra=takes({JSON: RemarkBody}, examples.new_remark()),
)
def remarked(
    here: Here,
    who: Calling,
    objective: ObjectiveId,
    body: Annotated[RemarkBody, Depends(json_body(RemarkBody, LONGEST_BYTES))],
) -> Response:
    """Say something of an objective, as `deskwise okr comment` does; it stays as it was said."""
    return json_answer(told(remark(here.state, here.clock, who.token, objective, body.text)), 201)


@router.post(
    "/okr/objectives/{objective}/proposed",
    name="propose_objective",
    responses=answers(Objective, examples.proposed(), *TAKEN, "changed-meanwhile", tagged=False),
    openapi_extra=takes({JSON: StepBody}, examples.step()),
)
def proposed(here: Here, who: Calling, objective: ObjectiveId, body: Step) -> Response:
    """Propose a draft to the team, as `deskwise okr propose` does."""
    state = ObjectiveState.PROPOSED
    done = move_objective(here.state, here.clock, who.token, objective, body.version, state)
    return json_answer(told(done))


@router.post(
    "/okr/objectives/{objective}/activated",
    name="activate_objective",
    responses=answers(
        Objective, examples.objective(), *TAKEN, "changed-meanwhile", "nothing-imported", tagged=False
    ),
    openapi_extra=takes({JSON: StepBody}, examples.step()),
)
def activated(here: Here, who: Calling, objective: ObjectiveId, body: Step) -> Response:
    """Make an objective active: the baselines of its key results are read and frozen.

    What `deskwise okr activate` does. A target that is the baseline already or lies on its wrong side, and a
    metric without data, are refused (400).
    """
    done = activate_objective(here.workspace, here.state, here.clock, who.token, objective, body.version)
    return json_answer(told(done))


@router.post(
    "/okr/key-results/{key_result}/check-ins",
    name="check_in",
    status_code=201,
    responses=answers(CheckIn, examples.check_in(), *TAKEN, "nothing-imported", status=201, tagged=False),
    openapi_extra=takes({JSON: CheckInBody}, examples.new_check_in()),
)
def checked_in(
    here: Here,
    who: Calling,
    key_result: KeyResultId,
    body: Annotated[CheckInBody, Depends(json_body(CheckInBody, LONGEST_BYTES))],
) -> Response:
    """Check in on a key result, as `deskwise okr check-in` does: what it reads now is kept with it."""
    said = Said(body.confidence, body.moved_by, body.next_step, body.value)
    made = check_in(here.workspace, here.state, here.clock, who.token, key_result, said, who)
    return json_answer(said_seen(here.workspace, here.state, who, made), 201)


@router.post(
    "/okr/key-results/{key_result}/overrides",
    name="override_value",
    status_code=201,
    responses=answers(TypedValue, examples.override(), *TAKEN, "nothing-imported", status=201, tagged=False),
    openapi_extra=takes({JSON: OverrideBody}, examples.new_override()),
)
def overridden(
    here: Here,
    who: Calling,
    key_result: KeyResultId,
    body: Annotated[OverrideBody, Depends(json_body(OverrideBody, LONGEST_BYTES))],
) -> Response:
    """Let a value count in the place of what is read, as `deskwise okr override` does.

    The reading stays beside it. One before ends with it.
    """
    workspace, state, clock = here.workspace, here.state, here.clock
    made = override_value(workspace, state, clock, who.token, key_result, body.value, body.why, who)
    return json_answer(said_seen(workspace, state, who, made), 201)


@router.post(
    "/okr/key-results/{key_result}/resumed",
    name="resume_reading",
    responses=answers(TypedValue, examples.resumed(), "unknown-name", tagged=False),
)
def resumed(here: Here, who: Calling, key_result: KeyResultId) -> Response:
    """Let a key result read by itself again, as `deskwise okr resume` does.

    Answered is the value that counts no more; it stays on record.
    """
    resume_reading(here.state, here.clock, who.token, key_result)
    with here.state.reading() as stores:
        ended = stores.okr.typed_values([key_result])[-1]
    return json_answer(said_seen(here.workspace, here.state, who, ended))
