"""The data behind the figures: sources, rows that were refused, and what is doubtful."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from deskwise import bootstrap
from deskwise.api.answers import Fresh, tagged_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.page_words import AfterCursor, PageSize
from deskwise.api.parts import Here
from deskwise.api.schemas import examples
from deskwise.api.schemas.data import Quality, Rejects, Sources
from deskwise.api.selection_words import LONGEST
from deskwise.app.connections import connections
from deskwise.app.page_rejects import page_rejects
from deskwise.app.show_quality import show_quality
from deskwise.app.show_sources import show_sources
from deskwise.events.reject_reasons import REASON_BY_CODE

router = APIRouter()
ImportId = Annotated[
    int | None, Query(alias="import", ge=1, le=2**31 - 1, description="The number of an import.")
]
Reason = Annotated[
    str | None,
    Query(
        max_length=LONGEST,
        description="Only rows refused for this reason.",
        json_schema_extra={"enum": list(REASON_BY_CODE)},
    ),
]


@router.get("/sources", name="sources", responses=answers(Sources, examples.sources()))
def sources(request: Request, here: Here, who: Calling) -> Response:  # noqa: ARG001 - the table of routes asks
    """Every source that is connected or was ever synced: how far it is, what failed, what it cannot give."""
    found = show_sources(
        here.open_syncs(), connections(here.workspace), bootstrap.describe_sources(), here.clock
    )
    return tagged_answer(request, {"sources": [each.to_json() for each in found]})


@router.get("/rejects", name="rejects", responses=answers(Rejects, examples.rejects(), "nothing-imported"))
def rejects(
    here: Here,
    who: Calling,  # noqa: ARG001 - the table of routes asks
    fresh: Fresh,
    import_id: ImportId = None,
    reason: Reason = None,
    limit: PageSize = 100,
    cursor: AfterCursor = None,
) -> Response:
    """The rows that could not be events, each with its place, the reason and what to do; page by page."""
    return fresh.answer(lambda: page_rejects(here.workspace.lake, import_id, reason, limit, cursor).to_json())


@router.get(
    "/quality",
    name="quality",
    responses=answers(Quality, examples.quality(), "nothing-imported", "workspace-unreadable"),
)
def quality(here: Here, who: Calling, fresh: Fresh, import_id: ImportId = None) -> Response:  # noqa: ARG001 - the table of routes asks
    """What is doubtful in the data of an import, most serious first; of the last one if none is named."""
    return fresh.answer(lambda: show_quality(here.workspace.lake, import_id).to_json())
