"""The quality report of an import: what is doubtful in its data, what that means, and where to look."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from deskwise.app.lake import DoubtfulRow
from deskwise.app.list_rejects import count_rejects
from deskwise.app.show_quality import ExplainedFinding, show_quality
from deskwise.app.tables.quality_table import place_words
from deskwise.kernel.errors import UnknownNameError, UsageError, WorkspaceError
from deskwise.kernel.language import say
from deskwise.web.import_words import at_words
from deskwise.web.served import Here
from deskwise.web.templating import Links, render

router = APIRouter(include_in_schema=False)
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class FindingLine:
    """A finding with its examples, each with the page of its ticket where it names one."""

    finding: ExplainedFinding
    share: str
    examples: tuple[tuple[str, str | None], ...]


@router.get("/data/quality/{number}", name="quality")
def quality(request: Request, here: Here, number: str) -> HTMLResponse:
    """The report of the import of that number; one that there is not is told."""
    if not (number.isascii() and number.isdigit()) or len(number) > LONGEST_NUMBER:
        raise UnknownNameError(
            say("no import has this number"), do=say("choose one from the page of the data")
        )
    lake, links = here.workspace.lake, Links(request)
    zone = here.workspace.rules().zone
    past = next((one for one in lake.past_imports() if one.import_id == int(number)), None)
    if past is None:
        raise UnknownNameError(
            say("there is no import %(number)s", number=number),
            do=say("choose one from the page of the data"),
        )
    told, findings = None, None
    try:
        findings = [_line(each, links) for each in show_quality(lake, past.import_id).findings]
    except UsageError:
        raise
    except WorkspaceError as error:
        told = error
    return render(
        request,
        "quality.html",
        nav="data",
        past=past,
        at=at_words(past.at, zone),
        findings=findings,
        told=told,
        reasons=[
            (
                reason,
                count,
                links.page("rejects", {"import": str(past.import_id), "reason": reason.code}),
            )
            for reason, count in count_rejects(lake, past.import_id).by_reason
        ],
    )


def _line(each: ExplainedFinding, links: Links) -> FindingLine:
    return FindingLine(
        each,
        f"{each.finding.share:.1%}",
        tuple((place_words(one), _link(one, links)) for one in each.finding.examples),
    )


def _link(one: DoubtfulRow, links: Links) -> str | None:
    return links.ticket(one.source, one.ticket) if one.ticket else None
