"""The audit: who changed what among people, tokens and annotations, and when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from deskwise.app.audit import AuditEntry, AuditQuestion, Deed
from deskwise.app.change_people import list_people
from deskwise.app.plain_json import plain
from deskwise.app.read_audit import MOST_AT_ONCE, read_audit
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import said_name, say
from deskwise.web.csv_cells import csv_answer
from deskwise.web.served import Here
from deskwise.web.templating import Links, render
from deskwise.web.utc_words import utc_words
from deskwise.web.visitor import Looking

router = APIRouter(include_in_schema=False)
SHOWN = 50
LONGEST_NUMBER = 18
CSV_HEAD = ("number", "at", "who", "what", "on", "before", "after")


@router.get("/audit", name="audit")
def audit(request: Request, here: Here, who: Looking) -> Response:
    """The page, the latest entry first."""
    asked = _question(request, SHOWN + 1)
    found = read_audit(here.state, who.holder, asked)
    shown, links = found[:SHOWN], Links(request)
    names = {each.id: each.name for each in list_people(here.state, who.holder)}
    said = {name: request.query_params.get(name, "") for name in ("who", "what", "on", "since")}
    older = {**said, "before": str(shown[-1].number)} if len(found) > SHOWN else None
    return render(
        request,
        "audit.html",
        nav="audit",
        entries=[
            (each, utc_words(each.at), names.get(each.who, each.who), _told(each.on, names), changes_of(each))
            for each in shown
        ],
        deeds=[("", say("anything")), *((str(each), said_name(each)) for each in Deed)],
        people=[
            ("", say("anybody")),
            *names.items(),
            ("terminal", say("the terminal")),
            ("nobody", say("nobody known")),
        ],
        said=said,
        older=None if older is None else links.page("audit", older),
        newest=links.page("audit", said) if asked.before is not None else None,
        csv=links.page("audit_csv", said),
    )


@router.get("/audit.csv", name="audit_csv")
def audit_csv(request: Request, here: Here, who: Looking) -> StreamingResponse:
    """The entries as CSV, the latest first, as many as are given at once."""
    found = read_audit(here.state, who.holder, _question(request, MOST_AT_ONCE))
    rows = (
        (
            each.number,
            plain(each.at),
            each.who,
            str(each.what),
            each.on,
            _json(each.before),
            _json(each.after),
        )
        for each in found
    )
    return csv_answer("audit", CSV_HEAD, rows)


def _question(request: Request, most: int) -> AuditQuestion:
    said = request.query_params
    what = said.get("what") or None
    if what is not None and what not in set(Deed):
        raise UsageError(
            say("nothing that is done is called so"), do=say("choose from %(names)s", names=", ".join(Deed))
        )
    before = said.get("before") or None
    if before is not None and not (before.isascii() and before.isdigit() and len(before) <= LONGEST_NUMBER):
        raise UsageError(say("the page's place is none"), do=say("begin at the first page"))
    return AuditQuestion(
        said.get("who") or None,
        None if what is None else Deed(what),
        said.get("on") or None,
        _since(said.get("since", "")),
        before=None if before is None else int(before),
        most=most,
    )


def _since(said: str) -> datetime | None:
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said)
    except ValueError as error:
        raise UsageError(say("that is no date"), do=say("write it as 2026-01-31")) from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _told(on: str, names: Mapping[str, str]) -> str:
    return names.get(on.removeprefix("person:"), on)


def changes_of(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """What changed, field by field: its name, before and after; of what is new there is no before."""
    before, after = entry.before or {}, entry.after or {}
    return [
        (name.replace("_", " "), _word(before.get(name)) if entry.before else "", _word(after.get(name)))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name) and (entry.before or after.get(name) not in (None, []))
    ]


def _word(value: Any) -> str:
    if value is None or value == []:
        return say("nothing")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _json(changes: Mapping[str, Any] | None) -> str | None:
    return None if changes is None else json.dumps(changes, ensure_ascii=False, default=plain)
