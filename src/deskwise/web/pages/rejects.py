"""The rows that do not stand, by reason and by file, with where each is, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, StreamingResponse

from deskwise.app.list_rejects import ExplainedReject, count_rejects, list_rejects
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.web.csv_cells import Cell, csv_answer
from deskwise.web.served import Here
from deskwise.web.templating import Links, render

router = APIRouter(include_in_schema=False)
SHOWN = 100
LONGEST_NUMBER = 9
CSV_HEAD = (
    "import", "file", "line", "row", "source", "ticket", "event_id", "reason", "detail", "sentence", "do",
)  # fmt: skip


@dataclass(frozen=True)
class RejectChoice:
    """Which rejects are asked for, null for all; `after` is how many of them are passed over."""

    import_id: int | None
    reason: str | None
    file: str | None
    after: int

    def query(self, *, without: str = "", **other: str) -> dict[str, str]:
        """What an address says of it, with something else chosen; a page begins at its beginning."""
        said = {
            "import": "" if self.import_id is None else str(self.import_id),
            "reason": self.reason or "",
            "file": self.file or "",
            **other,
        }
        return {name: value for name, value in said.items() if name != without}


@dataclass(frozen=True)
class RejectLine:
    """A row that does not stand, with the page of its ticket where it names one."""

    reject: ExplainedReject
    file: str
    place: str
    link: str | None


@router.get("/data/rejects", name="rejects")
def rejects(request: Request, here: Here) -> HTMLResponse:
    """The page."""
    chosen, links = chosen_rejects(request), Links(request)
    lake = here.workspace.lake
    found = list_rejects(lake, chosen.import_id, chosen.reason, chosen.file, after=chosen.after, most=SHOWN)
    lines = [reject_line(each, links) for each in found]
    counts = count_rejects(lake, chosen.import_id, chosen.reason, chosen.file)
    shown_to = chosen.after + len(lines)
    more = chosen.query(after=str(shown_to)) if shown_to < counts.total else None
    return render(
        request,
        "rejects.html",
        nav="data",
        chosen=chosen,
        lines=lines,
        counts=counts,
        first=chosen.after + 1,
        last=shown_to,
        by_reason=[
            (reason, number, links.page("rejects", chosen.query(reason=reason.code)))
            for reason, number in counts.by_reason
        ],
        by_file=[
            (name, number, links.page("rejects", chosen.query(file=name))) for name, number in counts.by_file
        ],
        filters=_filters(chosen, links),
        more=None if more is None else links.page("rejects", more),
        beginning=links.page("rejects", chosen.query()) if chosen.after else None,
        csv=links.page("rejects_csv", chosen.query()),
    )


@router.get("/data/rejects.csv", name="rejects_csv")
def rejects_csv(request: Request, here: Here) -> StreamingResponse:
    """All of them, as CSV."""
    chosen = chosen_rejects(request)
    found = list_rejects(here.workspace.lake, chosen.import_id, chosen.reason, chosen.file)
    return csv_answer("rejects", CSV_HEAD, (_cells(each) for each in found))


def chosen_rejects(request: Request) -> RejectChoice:
    """What an address asks for; raises `UsageError` where it holds a number that is none."""
    said = request.query_params
    import_id = _number(said.get("import", ""))
    return RejectChoice(
        import_id, said.get("reason") or None, said.get("file") or None, _number(said.get("after", "")) or 0
    )


def reject_line(each: ExplainedReject, links: Links) -> RejectLine:
    """A reject as a line of a page."""
    found = each.reject
    place = f"{found.line:,}" if found.line is not None else "" if found.row is None else f"row {found.row:,}"
    return RejectLine(
        each,
        # Where it was on somebody's machine is nobody else's business.
        PurePath(found.file).name,
        place,
        links.ticket(found.source, found.ticket) if found.ticket else None,
    )


def _filters(chosen: RejectChoice, links: Links) -> list[tuple[str, str]]:
    """What is chosen, in words, each with the address without it."""
    said = {
        "import": None if chosen.import_id is None else f"import {chosen.import_id}",
        "reason": chosen.reason,
        "file": chosen.file,
    }
    return [
        (words, links.page("rejects", chosen.query(without=name)))
        for name, words in said.items()
        if words is not None
    ]


def _cells(each: ExplainedReject) -> tuple[Cell, ...]:
    found = each.reject
    return (
        found.import_id,
        PurePath(found.file).name,
        found.line,
        found.row,
        found.source,
        found.ticket,
        found.event_id,
        found.reason,
        found.detail,
        each.reason.sentence,
        each.reason.do,
    )


def _number(said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdigit()) or len(said) > LONGEST_NUMBER:
        raise UsageError(
            say("the address holds a number that is none"), do=say("follow a link of these pages")
        )
    return int(said)
