"""A ticket: its course, its events with what each did, and every figure it is part of."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, StreamingResponse

from deskwise.app.access.things import Act, Kind
from deskwise.app.dispute_figures import disputes_of_ticket
from deskwise.app.explain_ticket import ExplainedTicket, explain_on_both_clocks
from deskwise.app.headlines import HEADLINES
from deskwise.app.offered_rulings import offered_rulings
from deskwise.app.rule_on_event import ruled_before
from deskwise.app.ruled_figures import WATCHED
from deskwise.app.ticket_course import TicketCourse, ticket_course
from deskwise.app.whose_ticket import thing_of_ticket, whose_ticket
from deskwise.kernel.errors import DeskwiseError
from deskwise.kernel.language import mid_sentence, say
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.reports.time_words import instant_words
from deskwise.web.charts.ticket_timeline import length_words, ticket_timeline
from deskwise.web.csv_cells import csv_answer
from deskwise.web.dispute_words import dispute_lines, event_names
from deskwise.web.posted_forms import PostedForm
from deskwise.web.ruling_words import RulingsShown, names_of, rulings_shown
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render, theme_of
from deskwise.web.ticket_words import counted_lines, event_lines, not_counted, piece_lines
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
CSV_HEAD = ("at", "kind", "role", "actor", "what", "did", "event_id")
PIECES_SHOWN = 12
ALL = "all"


@router.get("/tickets", name="ticket_asked")
def ticket_asked(
    request: Request, here: Here, who: Looking, ticket: str, source: str = "", figures: str = ""
) -> HTMLResponse:
    """The page of a ticket whose id cannot stand in a path."""
    return ticket_page(request, here, who, ticket, source, whole=figures == ALL)


@router.get("/tickets.csv", name="ticket_csv")
def ticket_csv(here: Here, who: Looking, ticket: str, source: str = "") -> StreamingResponse:
    """The events as CSV."""
    found, _ = explain_on_both_clocks(here.workspace, ticket, source or None, ())
    who.require(Act.READ, thing_of_ticket(Kind.TICKET, [each.event for each in found.events]))
    events = zip(found.events, event_lines(found.events, "UTC"), strict=True)
    rows = (
        (
            each.event.at.isoformat(),
            each.event.kind,
            each.event.role,
            each.event.actor,
            line.what,
            "; ".join(each.did),
            each.event.event_id,
        )
        for each, line in events
    )
    return csv_answer("events", CSV_HEAD, rows)


@router.get("/tickets/{ticket:path}", name="ticket")
def ticket(
    request: Request, here: Here, who: Looking, ticket: str, source: str = "", figures: str = ""
) -> HTMLResponse:
    """The page; with `figures=all` what every metric takes of it, which is more to find out."""
    return ticket_page(request, here, who, ticket, source, whole=figures == ALL)


def ticket_page(
    request: Request,
    here: Served,
    who: Visitor,
    ticket: str,
    source: str,
    *,
    whole: bool = False,
    told: DeskwiseError | None = None,
    said: PostedForm | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The page of a ticket; `told` is what went wrong with `said`, a form of it that was sent."""
    names = None if whole else [each.metric for each in HEADLINES]
    found, working = explain_on_both_clocks(here.workspace, ticket, source or None, names)
    events = [each.event for each in found.events]
    who.require(Act.READ, thing_of_ticket(Kind.TICKET, events))
    may_rule = who.may(Act.CHANGE, thing_of_ticket(Kind.RULING, events))
    names_of_rulers = names_of(here.state, (event.actor for event in events if event.kind == "ruled"))
    rulings = rulings_shown(
        offered_rulings(here.workspace, found),
        ruled_before(here.state, found.source, found.ticket),
        names_of_rulers,
        found.zone,
        found.ticket,
        may_rule=may_rule,
    )
    course = ticket_course(found, here.workspace.rules())
    links = Links(request)
    named = event_names(events, found.zone)
    this = {"ticket": found.ticket, "source": found.source}
    return render(
        request,
        "ticket.html",
        status,
        nav="requests",
        ticket=found.ticket,
        source=found.source,
        about=_about(found),
        states=_states(found),
        nowhere=found.nowhere,
        as_of=instant_words(found.as_of, found.zone),
        zone=found.zone,
        schedule=None if course is None else course.schedule,
        picture=None if course is None else ticket_timeline(course, found.zone),
        in_full=None if course is None or course.told is None else _told(course),
        pieces=() if course is None else piece_lines(course.pieces[:PIECES_SHOWN], found.zone),
        more_pieces=0 if course is None else max(0, len(course.pieces) - PIECES_SHOWN),
        events=event_lines(found.events, found.zone, names_of_rulers),
        rulings=rulings,
        may_rule=may_rule,
        disputes=dispute_lines(
            disputes_of_ticket(here.state, who.holder, found.source, found.ticket),
            here.state,
            who.holder,
            found.zone,
            links,
            named,
        ),
        may_dispute=who.person is not None and who.may(Act.CHANGE, whose_ticket(found, Kind.DISPUTE)),
        disputable_events=[("", say("The ticket as a whole")), *named.items()],
        disputable_figures=[
            ("", say("None of these")),
            *((each, say(CATALOGUE[each].label)) for each in WATCHED),
        ],
        done=_done(request, rulings),
        told=told,
        said=said,
        counted=counted_lines(found, working, links),
        others=not_counted(found, names),
        further=None if whole else links.ticket(found.source, found.ticket, figures=ALL),
        further_count=len(CATALOGUE) - len(HEADLINES),
        csv=links.page("ticket_csv", this),
        pictures=[
            (form.upper(), links.page("ticket_picture", {**this, "theme": _theme(request)}, form=form))
            for form in ("svg", "png")
        ],
    )


def _theme(request: Request) -> str:
    """The theme of a picture that is kept; empty for the light one."""
    chosen = theme_of(request)
    return chosen if chosen == "dark" else ""


def _done(request: Request, rulings: RulingsShown) -> str:
    """What was done on the page before this one, in a sentence; empty where nothing was."""
    asked = request.query_params
    ruling = asked.get("ruled")
    standing = (each.ruling for each in rulings.under.values() if each.ruling is not None)
    line = next((each for each in standing if each.id == ruling), None)
    if line is not None:
        return say("Ruled: %(ruling)s. The figures are those with it.", ruling=mid_sentence(line.label))
    if "taken_back" in asked:
        return say("The ruling is taken back. The figures are those without it.")
    disputed = say("It is disputed. A lead of the ticket's teams decides.")
    return disputed if "disputed" in asked else ""


def _about(found: ExplainedTicket) -> str:
    """What is known of the ticket's last request, in a line."""
    requests = found.facts["requests"]
    if not requests:
        return ""
    last = requests[-1]
    names = ("category", "priority", "channel", "type", "product")
    words = [str(last[name]) for name in names if last[name]]
    words += [say("customer %(name)s", name=last["customer"])] if last["customer"] else []
    words += [say("of %(name)s", name=last["organisation"])] if last["organisation"] else []
    return " · ".join(words)


def _states(found: ExplainedTicket) -> list[tuple[str, str, bool]]:
    """Each request with how it stands, and whether it is solved, be its window still open."""
    told = []
    for row in found.facts["requests"]:
        name = say("Request %(n)s", n=row["request"])
        if row["merged_at"] is not None:
            told.append((name, say("Merged away"), False))
        elif row["resolved_at"] is None:
            told.append((name, say("Open") if row["ended_at"] is None else say("Ended"), False))
        else:
            words = say("Solved, mature") if row["mature"] else say("Solved, provisional")
            told.append((name, words, True))
    return told


def _told(course: TicketCourse) -> tuple[str, str, str]:
    """The interval that is told in full: which, in working time, in elapsed time."""
    told = course.told
    assert told is not None
    assert told.working is not None
    return say(told.kind), length_words(told.working), length_words(told.elapsed)
