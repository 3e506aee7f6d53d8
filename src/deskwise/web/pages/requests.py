"""The requests behind a figure: where every figure of these pages leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, StreamingResponse

from deskwise.app.compared_periods import USUAL, last_full
from deskwise.app.list_requests import STATES, Opened, list_requests
from deskwise.app.seen_figures import list_of, narrows, require_all
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, said_name, say
from deskwise.metrics.catalogue import FAMILIES
from deskwise.metrics.catalogue import metric as named
from deskwise.metrics.definition import STATS, Metric
from deskwise.metrics.drill import CaseRow
from deskwise.metrics.gave import GAVE, Gave, parts_of
from deskwise.reports.time_words import edge_text, instant_words
from deskwise.web.asked import Asked, asked
from deskwise.web.csv_cells import Cell, csv_answer
from deskwise.web.figure_words import CLOCK_WORDS, STAT_WORDS, gave_words, unit_of_case
from deskwise.web.selection_form import chips, fields
from deskwise.web.served import Here
from deskwise.web.templating import Links, render
from deskwise.web.visitor import Looking

router = APIRouter(include_in_schema=False)
SHOWN = 100
FIRST_METRIC = "requests_received"
CURSOR = re.compile(r"(\d{1,17})-(\d{1,9})")
CSV_HEAD = ("source", "ticket", "request", "counted_at", "agent", "team", "state", "reason", "gave", "unit")
STATE_WORDS = {
    "counted": marked("counted"),
    "below": marked("only in the number it is divided by"),
    "open": marked("still open"),
    "provisional": marked("provisional"),
    "excluded": marked("left out"),
    "censored": marked("not ended yet"),
}
GAVE_WORDS: dict[str, str] = {
    "yes": marked("yes"),
    "no": marked("no"),
    "within": marked("within the threshold"),
    "beyond": marked("beyond the threshold"),
    "promoter": marked("promoters (9 and 10)"),
    "passive": marked("passives (7 and 8)"),
    "detractor": marked("detractors (0 to 6)"),
}


@dataclass(frozen=True)
class CaseLine:
    """A case in words."""

    ticket: str | None
    link: str
    request: str
    at: str
    agent: str
    team: str
    gave: str
    state: str
    quiet: bool


@dataclass(frozen=True)
class Only:
    """Which of the cases are listed: those in a state, those of a part by what they gave; null of any."""

    state: str | None = None
    gave: Gave | None = None


@router.get("/requests", name="requests")
def requests(request: Request, here: Here, who: Looking) -> HTMLResponse:
    """The page."""
    chosen = _with_period(here.workspace, asked(request.query_params.multi_items()))
    require_all(who, list_of(chosen.where))
    only = _only(request, chosen)
    skip, known_at = _cursor(request.query_params.get("after", ""))
    opened = list_requests(
        here.workspace, chosen.question(), SHOWN, skip=skip, state=only.state, gave=only.gave
    )
    links = Links(request)
    found, metric = opened.cases, named(chosen.metric)
    shown_to = skip + len(found.rows)
    more = _query(chosen, only, after=f"{opened.as_of}-{shown_to}") if shown_to < found.total else None
    return render(
        request,
        "requests.html",
        nav="requests",
        metric=metric,
        metric_link=links.page("metric", chosen.query(without=("metric",)), name=metric.name),
        kind=_kind(chosen),
        chosen=chosen,
        families=FAMILIES,
        states=[(name, say(STATE_WORDS[name]), name == only.state) for name in STATES],
        parts=[(name, say(GAVE_WORDS[name]), name == only.gave) for name in _parts(chosen)],
        narrowed=only != Only(),
        lines=[case_line(row, opened, links) for row in found.rows],
        total=found.total,
        first=skip + 1,
        last=shown_to,
        moved_on=known_at is not None and known_at != opened.as_of,
        more=None if more is None else links.page("requests", more),
        beginning=links.page("requests", _query(chosen, only)) if skip else None,
        csv=links.page("requests_csv", _query(chosen, only)),
        as_of=instant_words(opened.as_of, opened.zone),
        fields=fields(here.workspace, chosen, partial(narrows, who, chosen.where), metric),
        filters=chips(chosen, links, "requests"),
        hidden=chosen.pairs(without=("metric", "since", "until", "period")),
    )


@router.get("/requests.csv", name="requests_csv")
def requests_csv(request: Request, here: Here, who: Looking) -> StreamingResponse:
    """All of the cases, as CSV."""
    chosen = _with_period(here.workspace, asked(request.query_params.multi_items()))
    require_all(who, list_of(chosen.where))
    only = _only(request, chosen)
    opened = list_requests(here.workspace, chosen.question(), state=only.state, gave=only.gave)
    rows = (_cells(row, named(opened.cases.metric)) for row in opened.cases.rows)
    return csv_answer(opened.cases.metric, CSV_HEAD, rows)


def _with_period(workspace: Workspace, chosen: Asked) -> Asked:
    """With the edges of the period it names; without any question, the requests received lately."""
    if not chosen.metric:
        chosen = chosen.changed(metric=FIRST_METRIC)
        if not (chosen.period or chosen.since or chosen.until):
            chosen = chosen.changed(period=USUAL)
    if not chosen.period or chosen.since or chosen.until:
        return chosen.changed(period="", every="", by="")
    with workspace.facts() as facts:
        now = last_full(chosen.period, facts.rules, facts.horizon.as_of).now
        zone = facts.rules.zone
    edges = {"since": edge_text(now.start_at, zone), "until": edge_text(now.end_at, zone)}
    return chosen.changed(period="", every="", by="", **edges)


def _cursor(text: str) -> tuple[int, int | None]:
    """How many cases come before the page, and as of when they were counted so."""
    if not text:
        return 0, None
    told = CURSOR.fullmatch(text)
    if told is None:
        raise UsageError(say("the page's place is none"), do=say("begin at the first page"))
    return int(told.group(2)), int(told.group(1))


def _only(request: Request, chosen: Asked) -> Only:
    """What the address narrows to; a part of another metric's cases narrows nothing."""
    said = request.query_params.get("gave", "")
    gave = next((each for each in GAVE if each == said), None)
    if said and gave is None:
        raise UsageError(
            say("no part is called %(gave)s", gave=repr(said)),
            do=say("choose from %(names)s", names=", ".join(GAVE)),
        )
    return Only(request.query_params.get("state") or None, gave if gave in _parts(chosen) else None)


def _parts(chosen: Asked) -> tuple[Gave, ...]:
    """The parts that the page offers: those of durations where there is a threshold."""
    parts = parts_of(named(chosen.metric))
    return parts if chosen.within or "within" not in parts else ()


def _query(chosen: Asked, only: Only, after: str | None = None) -> str:
    said = {"state": only.state, "gave": only.gave, "after": after}
    return chosen.query() + "".join(f"&{name}={value}" for name, value in said.items() if value is not None)


def _kind(chosen: Asked) -> str:
    words = [say(STAT_WORDS[stat]) for stat in STATS if stat == chosen.stat]
    words += [say(CLOCK_WORDS[chosen.clock])] if chosen.clock in CLOCK_WORDS else []
    return " · ".join(words)


def case_line(row: CaseRow, opened: Opened, links: Links) -> CaseLine:
    """A case as the list shows it."""
    unit = unit_of_case(named(opened.cases.metric), dict(row.by))
    state = say(STATE_WORDS.get(row.state, row.state))
    return CaseLine(
        ticket=row.ticket,
        link="" if row.ticket is None else links.ticket(row.source, row.ticket),
        request="" if row.request is None else str(row.request),
        at="" if row.anchor_at is None else instant_words(row.anchor_at, opened.zone),
        agent=row.agent or "",
        team=row.team or "",
        gave=gave_words(row.gave, unit),
        state=state if row.reason is None else f"{state}: {said_name(row.reason)}",
        quiet=row.state != "counted",
    )


def _cells(row: CaseRow, metric: Metric) -> tuple[Cell, ...]:
    told = row.to_json()
    names = ("source", "ticket", "request", "at", "agent", "team", "state", "reason", "gave")
    return (*(told[name] for name in names), unit_of_case(metric, dict(row.by)))
