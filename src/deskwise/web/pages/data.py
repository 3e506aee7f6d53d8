"""The data behind the figures: sources, imports, what was refused and what is doubtful; to read only."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from deskwise import bootstrap
from deskwise.app.connections import connections
from deskwise.app.list_rejects import count_rejects
from deskwise.app.show_sources import SourceStatus, show_sources
from deskwise.kernel.language import number, say
from deskwise.reports.number_words import value_words
from deskwise.reports.time_words import instant_words
from deskwise.web.data_health import data_health
from deskwise.web.import_words import at_words
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render

router = APIRouter(include_in_schema=False)
IMPORTS_SHOWN = 20


@dataclass(frozen=True)
class SyncedLine:
    """A connected help desk in words."""

    name: str
    kind: str
    standing: str
    complete_to: str
    behind: str
    last_sync: str
    error: str | None
    next_sync: str | None
    gaps: tuple[str, ...]


@router.get("/data", name="data")
def data(request: Request, here: Here) -> HTMLResponse:
    """The page."""
    with here.workspace.facts() as facts:
        as_of, zone, sources = facts.horizon.as_of, facts.rules.zone, facts.sources
    links = Links(request)
    refused = count_rejects(here.workspace.lake)
    return render(
        request,
        "data.html",
        nav="data",
        as_of=instant_words(as_of, zone),
        health=data_health(here, as_of, zone, sources),
        synced=_synced(here, zone),
        imports=[
            (each, at_words(each.at, zone))
            for each in itertools.islice(here.workspace.lake.past_imports(), IMPORTS_SHOWN)
        ],
        refused=refused.total,
        reasons=[
            (reason, number, links.page("rejects", {"reason": reason.code}))
            for reason, number in refused.by_reason
        ],
    )


def _synced(here: Served, zone: str) -> list[SyncedLine]:
    found = show_sources(
        here.open_syncs(), connections(here.workspace), bootstrap.describe_sources(), here.clock
    )
    return [_line(one, zone) for one in found]


def _next_sync(one: SourceStatus, zone: str) -> str | None:
    """When it is synced next, in words; null where nothing is to sync it."""
    if one.sync_every_minutes is None:
        return None
    if one.next_sync_at is None:
        return say(
            "to be synced every %(n)s minutes, but nothing runs that would", n=number(one.sync_every_minutes)
        )
    return at_words(one.next_sync_at, zone)


def _line(one: SourceStatus, zone: str) -> SyncedLine:
    return SyncedLine(
        one.name,
        one.kind or say("not connected"),
        say(one.standing),
        say("nothing yet") if one.complete_to is None else at_words(one.complete_to, zone),
        value_words(one.behind_seconds, "seconds"),
        say("never") if one.last_attempt_at is None else at_words(one.last_attempt_at, zone),
        one.error,
        _next_sync(one, zone),
        tuple(gap.what for gap in one.gaps),
    )
