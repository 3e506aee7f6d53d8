"""Who changed what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from deskwise.api.answers import tagged_answer
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.instants import Instant
from deskwise.api.page_words import PageSize
from deskwise.api.parts import Here
from deskwise.api.schemas import examples
from deskwise.api.schemas.data import Audit
from deskwise.api.selection_words import LONGEST
from deskwise.app.audit import AuditQuestion, Deed
from deskwise.app.read_audit import read_audit

router = APIRouter()
Who = Annotated[
    str | None,
    Query(max_length=LONGEST, description="A person's id, terminal or token:ID.", examples=["terminal"]),
]
What = Annotated[Deed | None, Query(description="What was done.")]
On = Annotated[
    str | None,
    Query(max_length=LONGEST, description="What was changed: person:ID, token:ID, annotation:ID."),
]
From = Annotated[
    Instant | None, Query(description="From this instant on.", examples=["2026-01-01T00:00:00Z"])
]
To = Annotated[Instant | None, Query(description="Before this instant.", examples=["2026-04-01T00:00:00Z"])]
OlderThan = Annotated[
    int | None,
    Query(ge=1, le=2**62, description="`next` of the page before: older entries than this one."),
]


@router.get(
    "/audit",
    name="audit",
    responses=answers(Audit, {"audit": [examples.audit_entry()], "next": None}),
)
def audit(
    request: Request,
    here: Here,
    caller: Calling,
    who: Who = None,
    what: What = None,
    on: On = None,
    since: From = None,
    until: To = None,
    limit: PageSize = 100,
    cursor: OlderThan = None,
) -> Response:
    """Who changed what among people, tokens and annotations, the latest first; page by page.

    What `deskwise audit --format json` prints, with the cursor.
    """
    question = AuditQuestion(who, what, on, since, until, cursor, limit + 1)
    found = read_audit(here.state, caller.token, question)
    shown = found[:limit]
    older = shown[-1].number if len(found) > limit else None
    return tagged_answer(request, {"audit": [each.to_json() for each in shown], "next": older})
