"""The page of now: who waits, what nobody holds, what is about to breach, by team and channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from deskwise.app.access.table import SMALLEST_GROUP
from deskwise.app.access.things import Act, Kind
from deskwise.app.seen_now import seen_now, sees_counts
from deskwise.app.show_now import BREACH_SECONDS, Now, NowCounts, OpenRequest, OpenWait, show_now
from deskwise.kernel.language import marked, say
from deskwise.reports.number_words import value_words
from deskwise.reports.time_words import instant_words
from deskwise.web.served import Here
from deskwise.web.templating import Links, render
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
ROWS_SHOWN = 20
# Older than this, the data tells of then and not of now.
OLD_SECONDS = 3_600.0
MICROSECONDS = 1_000_000
CLOCKS = {
    "first_response": marked("first response"),
    "next_reply": marked("next reply"),
    "resolution": marked("resolution"),
}
NOBODY, NO_TEAM, NO_CHANNEL = marked("nobody"), marked("no team"), marked("no channel")


@dataclass(frozen=True)
class CountLine:
    """Counts of a team or channel, or of all; null where whoever looks may not see them."""

    name: str
    counts: NowCounts | None
    oldest: str
    oldest_working: str


@dataclass(frozen=True)
class TicketLine:
    """A ticket that waits, or whose clock runs out: `told` is how long, on each clock that is told."""

    ticket: str
    link: str
    what: str
    told: tuple[str, ...]
    team: str
    holder: str
    channel: str


@router.get("/now", name="now")
def now(request: Request, here: Here, who: Looking) -> HTMLResponse:
    """The page; a script asks for it again when the data has changed."""
    version = here.workspace.version()
    found = show_now(here.workspace)
    links = Links(request)
    # Of the rest there are counts, where these may be seen.
    seen = seen_now(who, found)
    waits, clocks = seen.waits, seen.clocks
    behind = here.clock.now().timestamp() - found.as_of / MICROSECONDS
    return render(
        request,
        "now.html",
        nav="now",
        data_version=version,
        as_of=instant_words(found.as_of, found.zone),
        old=value_words(behind, "seconds") if behind > OLD_SECONDS else "",
        behind=found.behind,
        has_schedule=found.has_schedule,
        has_clocks=found.clocks is not None,
        total=_line(who, found.total, "", ()),
        teams=[_line(who, each, NO_TEAM, (each.name or "",)) for each in found.by_team],
        channels=[_line(who, each, NO_CHANNEL, ()) for each in found.by_channel],
        waits=[_wait(each, links) for each in waits[:ROWS_SHOWN]],
        more_waits=max(0, len(waits) - ROWS_SHOWN),
        clocks=[
            _ticket(
                each.of,
                links,
                say(CLOCKS.get(each.clock, each.clock)),
                (
                    value_words(each.left_seconds, "seconds"),
                    say("working") if each.is_working else say("elapsed"),
                ),
            )
            for each in clocks[:ROWS_SHOWN]
        ],
        more_clocks=max(0, len(clocks) - ROWS_SHOWN),
        within=value_words(BREACH_SECONDS, "seconds"),
        lists=_sees_tickets(who, found),
        reason=say("not shown: fewer than %(num)s people", num=SMALLEST_GROUP),
    )


def _sees_tickets(who: Visitor, found: Now) -> bool:
    """Whether there can be a ticket here that whoever looks may open."""
    return who.may_some(Act.READ, Kind.TICKET) and found.total.open > 0


def _line(who: Visitor, counts: NowCounts, nameless: str, teams: Iterable[str]) -> CountLine:
    name = counts.name or say(nameless)
    if not sees_counts(who, counts, teams):
        return CountLine(name, None, "", "")
    oldest = counts.oldest
    if oldest is None:
        return CountLine(name, counts, "", "")
    return CountLine(name, counts, *_lengths(oldest))


def _wait(wait: OpenWait, links: Links) -> TicketLine:
    return _ticket(wait.of, links, say("first answer") if wait.is_first else say("reply"), _lengths(wait))


def _lengths(wait: OpenWait) -> tuple[str, str]:
    working = wait.working_seconds
    return value_words(wait.elapsed_seconds, "seconds"), (
        "" if working is None else value_words(working, "seconds")
    )


def _ticket(one: OpenRequest, links: Links, what: str, told: Sequence[str]) -> TicketLine:
    return TicketLine(
        one.ticket,
        links.ticket(one.source, one.ticket),
        what,
        tuple(told),
        one.team or say(NO_TEAM),
        one.agent or say(NOBODY),
        one.channel or say(NO_CHANNEL),
    )
