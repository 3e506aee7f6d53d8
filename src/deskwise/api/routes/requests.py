"""The cases behind a figure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from deskwise.api.answers import Fresh
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.page_words import AfterCursor, PageSize
from deskwise.api.parts import Here
from deskwise.api.schemas import examples
from deskwise.api.schemas.figures import CasePart, Cases, CaseState
from deskwise.api.selection_words import LONGEST, Selecting
from deskwise.app.page_requests import page_requests
from deskwise.app.seen_figures import list_of, require_all

router = APIRouter()
OneMetric = Annotated[
    str, Query(max_length=LONGEST, description="The metric of the figure.", examples=["first_response_time"])
]
InState = Annotated[
    CaseState | None,
    Query(description="Only cases in this state."),
]
OfPart = Annotated[
    CasePart | None,
    Query(
        description="Only counted cases that gave this: of a share yes (above the line) or no, of a duration"
        " within or beyond the threshold of `within`, of nps promoter, passive or detractor.",
    ),
]


@router.get(
    "/requests",
    name="requests",
    responses=answers(Cases, examples.cases(), "unknown-name", "nothing-imported"),
)
def requests(
    here: Here,
    who: Calling,
    fresh: Fresh,
    words: Selecting,
    metric: OneMetric,
    state: InState = None,
    gave: OfPart = None,
    limit: PageSize = 100,
    cursor: AfterCursor = None,
) -> Response:
    """The cases behind a figure, in the order they are counted, and what each gave; page by page.

    The same selection as for the figure. `next` is the cursor of the next page, null on the last; a cursor
    keeps its place while events are added.
    """
    question = words.question((metric,))
    require_all(
        who, list_of({**question.where, **{name: () for name in words.by if name not in question.where}})
    )
    return fresh.answer(
        lambda: page_requests(
            here.workspace, question, limit, state=state, gave=gave, cursor=cursor
        ).to_json()
    )
