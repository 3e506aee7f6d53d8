"""How it is going, and how it stands now."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from deskwise.api.answers import Fresh, tagged_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.page_words import PageSize
from deskwise.api.parts import Here
from deskwise.api.period_words import OverPeriod, WithWeeks
from deskwise.api.schemas import standing_examples as examples
from deskwise.api.schemas.standing import Now, Overview
from deskwise.api.selection_words import Filters
from deskwise.app.compared_periods import USUAL
from deskwise.app.limits_anew import kept_anew
from deskwise.app.read_metrics import chosen_values
from deskwise.app.seen_now import seen_now
from deskwise.app.seen_overview import seen_overview
from deskwise.app.show_now import BREACH_SECONDS, show_now

router = APIRouter()
LeftSeconds = Annotated[
    float,
    Query(
        alias="within",
        ge=0,
        le=10_000_000,
        description="What a service level has left, in seconds, when it is about to be missed.",
    ),
]


@router.get(
    "/overview", name="overview", responses=answers(Overview, examples.overview(), "nothing-imported")
)
def overview(
    request: Request,
    here: Here,
    who: Calling,
    period: OverPeriod = USUAL,
    where: Filters = [],  # noqa: B006 - FastAPI copies it
    weeks: WithWeeks = False,
) -> Response:
    """How it is going, as the first page has it: ten figures, which changed beyond noise, what is open."""
    found = seen_overview(who, here.workspace, period, chosen_values(tuple(where)), kept_anew(here.state))
    return tagged_answer(request, found.to_json(weeks=weeks))


@router.get("/now", name="now", responses=answers(Now, examples.now(), "nothing-imported"))
def now(
    here: Here, who: Calling, fresh: Fresh, within: LeftSeconds = BREACH_SECONDS, limit: PageSize = 100
) -> Response:
    """How it stands at as-of: who waits, what nobody holds, which service levels are about to be missed.

    Nothing is measured up to the clock of whoever asks: what happened since as-of nobody knows. `limit` is
    how many waits and clocks are told one by one.
    """
    return fresh.answer(lambda: seen_now(who, show_now(here.workspace, within)).to_json(limit))
