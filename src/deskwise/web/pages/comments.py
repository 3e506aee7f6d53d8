"""Comments: what customers wrote to their ratings, the latest first, chosen by what they are of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, StreamingResponse

from deskwise.app.access.reach import whose
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.comments import CHOICES, Comment
from deskwise.app.read_comments import CommentsRead, comment_json, rated_agent, read_comments
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import instant_words
from deskwise.web.csv_cells import csv_answer
from deskwise.web.rating_words import rating_words
from deskwise.web.selection_form import Chip
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
SHOWN = 50
LONGEST = 500
ANY = "dw:any"
LABELS = {
    "score": marked("Score"), "scale": marked("Question"), "about": marked("About"),
    "channel": marked("Channel"), "team": marked("Team"), "category": marked("Category"),
}  # fmt: skip
QUESTIONS = {
    "1-5": marked("How satisfied, 1 to 5"),
    "good_bad": marked("Good or bad"),
    "0-10": marked("Would recommend, 0 to 10"),
    "ces_1-7": marked("How easy, 1 to 7"),
    "solved": marked("Was it solved"),
}
CSV_HEAD = (
    "source", "ticket", "rated_at", "scale", "value", "counts", "about", "channel", "category", "team",
    "agent", "text",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What an address asks: a value for each of some choices (empty: those without one), and dates."""

    chosen: Mapping[str, str]
    since: str
    until: str

    def query(self, *, without: str = "", after: int = 0) -> str:
        """The address's part after the path that asks the same, but for one choice."""
        said = {name: value for name, value in self.chosen.items() if name != without}
        said |= {name: value for name, value in (("since", self.since), ("until", self.until)) if value}
        said |= {"after": str(after)} if after else {}
        return f"?{urlencode(said)}" if said else ""


@dataclass(frozen=True)
class Line:
    """A comment in words; `agent` is empty where whoever looks may not see that person's figures."""

    at: str
    rating: str
    text: str
    ticket: str
    link: str
    about: str
    team: str
    agent: str
    superseded: bool


@router.get("/comments", name="comments")
def comments(request: Request, here: Here, who: Looking) -> HTMLResponse:
    """The page."""
    said, first = _said(request), _place(request)
    read = _read(here, who, said, skip=first, most=SHOWN)
    found, links = read.found, Links(request)
    last = first + len(found.rows)
    anything = any(found.values.values())
    return render(
        request,
        "comments.html",
        nav="comments",
        kept=read.kept,
        anything=anything,
        ratings=found.ratings,
        reach=found.ratings > 0 or who.may(Act.READ, Thing(Kind.COMMENTS)),
        lines=[_line(each, read.zone, who, links) for each in found.rows],
        total=found.total,
        first=first + 1,
        last=last,
        said=said,
        fields=[
            (
                name,
                say(LABELS[name]),
                [(value, _value(name, value), count) for value, count in values.items()],
            )
            for name, values in found.values.items()
            if name not in said.chosen and len(values) > 1
        ],
        filters=[
            Chip(
                f"{say(LABELS[name])}: {_value(name, value)}",
                links.page("comments", said.query(without=name)),
            )
            for name, value in said.chosen.items()
        ],
        hidden=list(said.chosen.items()),
        any=ANY,
        csv=links.page("comments_csv", said.query()),
        more=links.page("comments", said.query(after=last)) if last < found.total else None,
        beginning=links.page("comments", said.query()) if first else None,
        as_of=instant_words(read.as_of, read.zone),
    )


@router.get("/comments.csv", name="comments_csv")
def comments_csv(request: Request, here: Here, who: Looking) -> StreamingResponse:
    """All comments that are asked, as CSV."""
    read = _read(here, who, _said(request))
    rows = (tuple(comment_json(who, each).values()) for each in read.found.rows)
    return csv_answer("comments", CSV_HEAD, rows)


def _read(here: Served, who: Visitor, said: Said, *, skip: int = 0, most: int | None = None) -> CommentsRead:
    reach = whose(who.holder, Kind.COMMENTS, who.policy)
    return read_comments(
        here.workspace, here.comments, reach, said.chosen, said.since, said.until, skip=skip, most=most
    )


def _said(request: Request) -> Said:
    said = request.query_params
    chosen: dict[str, str] = {name: said[name] for name in CHOICES if name in said and said[name] != ANY}
    if any(len(value) > LONGEST for value in said.values()):
        raise UsageError(
            say("the address holds a word that is too long"), do=say("follow a link of these pages")
        )
    return Said(chosen, said.get("since", "").strip(), said.get("until", "").strip())


def _place(request: Request) -> int:
    said = request.query_params.get("after", "0")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise UsageError(say("the page's place is none"), do=say("begin at the first page"))
    return int(said)


def _line(each: Comment, zone: str, who: Visitor, links: Links) -> Line:
    return Line(
        instant_words(each.rated_at, zone),
        rating_words(each.scale, float(each.value)),
        each.text,
        each.ticket or "",
        "" if each.ticket is None else links.ticket(each.source, each.ticket),
        " · ".join(filter(None, (each.category, each.channel))) or each.about or "",
        each.team or "",
        rated_agent(who, each) or "",
        not each.counts,
    )


def _value(name: str, value: str) -> str:
    """A value that can be chosen, in words.

    >>> _value("score", "1-5 = 2"), _value("scale", "solved"), _value("team", "")
    ('2 of 5', 'Was it solved', 'no team')
    """
    if not value:
        return without_words(LABELS[name])
    if name == "score":
        scale, _, told = value.partition(" = ")
        return rating_words(scale, float(told))
    return say(QUESTIONS.get(value, value)) if name == "scale" else value
