"""The parts of a customer's history in words: its figures, its requests, and what else happened."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.analyses.change import Change
from deskwise.app.customer_history import Happening, History, PastRequest
from deskwise.app.customer_queries import By
from deskwise.app.followed_metric import Followed
from deskwise.app.headlines import usual_stat
from deskwise.kernel.language import marked, say, say_many
from deskwise.metrics.catalogue import metric
from deskwise.metrics.readings import Reading
from deskwise.reports.number_words import count_words, value_words
from deskwise.reports.time_words import instant_words, period_title
from deskwise.web.asked import Asked
from deskwise.web.charts.sparkline import Sparkline, sparkline
from deskwise.web.figure_words import qualifier, value_of
from deskwise.web.rating_words import rating_words
from deskwise.web.templating import Links

WAIT_WORDS = {
    "answered": "",
    "unanswered": marked("never answered"),
    "abandoned": marked("given up"),
    "open": marked("still waits"),
    "merged": marked("merged away"),
}


@dataclass(frozen=True)
class FigureLine:
    """A figure over all time, with where it leads."""

    label: str
    qualifier: str
    value: str
    has_value: bool
    n: str
    link: str


def figure_lines(history: History, links: Links) -> tuple[FigureLine, ...]:
    """The figures at the top of a history."""
    return tuple(_figure(each, history, links) for each in history.figures)


def _figure(reading: Reading, history: History, links: Links) -> FigureLine:
    found = metric(reading.metric)
    asked = Asked(
        metric=found.name,
        stat=reading.stat if len(found.stats) > 1 else "",
        clock=history.clock if found.clocked else "",
        where={name: tuple(values) for name, values in history.where.items()},
    )
    return FigureLine(
        say(found.label),
        qualifier(found, reading.stat, reading).replace(say("in the period"), say("ever")),
        value_of(reading),
        reading.value is not None,
        count_words(reading.n),
        links.page("requests", asked.query()),
    )


@dataclass(frozen=True)
class Months:
    """Requests by month as a small picture, with the same numbers as rows."""

    picture: Sparkline | None
    words: str
    rows: tuple[tuple[str, str], ...]
    link: str


def months(history: History, links: Links) -> Months:
    """How many requests there were, month by month."""
    name = history.figures[0].metric
    found = metric(name)
    course = history.months
    nothing = Change(None, None, "no data", None)
    followed = Followed(found, usual_stat(found), course[-1], course[-1], nothing, course, None)
    rows = tuple((period_title(each.period, "month", history.zone), count_words(each.n)) for each in course)
    asked = Asked(every="month", where={each: tuple(values) for each, values in history.where.items()})
    return Months(
        sparkline(followed),
        "; ".join(f"{month}: {n}" for month, n in rows),
        rows[::-1],
        links.page("metric", asked.query(), name=name),
    )


@dataclass(frozen=True)
class RequestLine:
    """A request of the history in words."""

    ticket: str
    link: str
    request: str
    raised: str
    customer: str
    customer_link: str
    about: str
    holder: tuple[str, ...]
    wait: str
    state: str
    solved: str
    contacts: str
    rating: str
    marks: tuple[str, ...]


def request_lines(history: History, links: Links) -> tuple[RequestLine, ...]:
    """The requests of a page, the latest first."""
    return tuple(_request(each, history.zone, links) for each in history.requests)


def _request(each: PastRequest, zone: str, links: Links) -> RequestLine:
    marks = [say("came back")] if each.recontact else []
    marks += [say("is a return")] if each.again else []
    marks += [say("escalated")] if each.escalated else []
    marks += [say("complained")] if each.complained else []
    marks += [say_many("reopened", "reopened %(num)s times", each.reopenings)] if each.reopenings else []
    return RequestLine(
        each.ticket,
        links.ticket(each.source, each.ticket),
        str(each.request) if each.request > 1 else "",
        instant_words(each.raised_at, zone),
        each.customer or "",
        "" if each.customer is None else links.named("customer", each.customer),
        " · ".join(filter(None, (each.category, each.channel))),
        tuple(filter(None, (each.team, each.agent))),
        wait_words(each),
        say(each.state),
        "" if each.resolved_at is None else instant_words(each.resolved_at, zone),
        count_words(each.contacts),
        "" if each.rating is None else rating_words(each.rating_scale or "", float(each.rating)),
        tuple(marks),
    )


def wait_words(request: PastRequest) -> str:
    """How long the first response took, in working hours where a schedule applies, and what became of it."""
    elapsed, working = request.wait_elapsed_seconds, request.wait_working_seconds
    seconds = elapsed if working is None else working
    if request.wait_outcome is None or seconds is None:
        return say("nothing to wait for")
    outcome = WAIT_WORDS.get(request.wait_outcome, request.wait_outcome)
    told = say(outcome) if outcome else ""
    words = value_words(seconds, "seconds")
    if working is not None:
        words = say("%(length)s working", length=words)
    return f"{words}, {told}" if told else words


@dataclass(frozen=True)
class HappeningLine:
    """Something that happened, in words; `link` is empty where it has no ticket."""

    at: str
    words: str
    ticket: str
    link: str
    other: str
    other_link: str


def happening_lines(history: History, kind: str, links: Links) -> tuple[HappeningLine, ...]:
    """What happened of one kind, the latest first."""
    return tuple(_happening(each, kind, history.zone, links) for each in history.of(kind).rows)


def _happening(each: Happening, kind: str, zone: str, links: Links) -> HappeningLine:
    is_problem = kind == "problem"
    return HappeningLine(
        instant_words(each.at, zone),
        _words(each, kind),
        each.ticket or "",
        "" if each.ticket is None else links.ticket(each.source, each.ticket),
        each.word if is_problem else "",
        links.ticket(each.source, each.word) if is_problem and each.word else "",
    )


def _words(each: Happening, kind: str) -> str:
    if kind == "rating":
        return rating_words(each.word, float(each.amount))
    if kind == "sale":
        return value_words(float(each.amount), each.word or "count")
    if kind == "problem":
        return each.amount
    if kind == "complaint":
        return say("dismissed by a ruling") if each.word else say("complained")
    return each.word


def listing_page(by: By) -> str:
    """The name of the page that lists such."""
    return f"{by}s"
