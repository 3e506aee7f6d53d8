"""What each event of a ticket did: which facts begin, end or rest on it, and why it does not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from deskwise.app.rulings import ACKNOWLEDGEMENT, Ruling, is_acknowledged
from deskwise.app.ticket_facts import MICROSECONDS, Row
from deskwise.app.workspace import LoggedEvent
from deskwise.events.reject_reasons import REASON_BY_CODE
from deskwise.kernel.language import said_name, say
from deskwise.kernel.units import format_value
from deskwise.metrics.readings import iso

Facts = Mapping[str, Sequence[Row]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RESOLVED = ("solved", "closed")
ENDS = {
    "answered": {"message", "answered"},
    "unanswered": {"status"},
    "abandoned": {"abandoned"},
    "merged": {"merged"},
}
ACTS = {"message": "message", "answered": "answered", "resolution": "status"}


def effects(event: LoggedEvent, facts: Facts, rulings: Mapping[str, Ruling] | None = None) -> tuple[str, ...]:
    """What an event did, in words; a reason where it does not count; nothing where it only is.

    `rulings` are those that stand, by the event they are on; null where rulings do not count.
    """
    silent = _why_not(event)
    if silent is not None:
        return (silent,)
    if event.kind == "ruled":
        return (_of_ruling(event, rulings),)
    asks = _asks(event, facts, (rulings or {}).get(event.event_id))
    return (*_request(event, facts), *asks, *(words for told in TELLERS for words in told(event, facts)))


def _of_ruling(event: LoggedEvent, rulings: Mapping[str, Ruling] | None) -> str:
    if rulings is None:
        return say("does not count: the settings let no ruling count")
    fields = dict(event.fields)
    if "event" not in fields:
        return say("takes back: %(ruling)s", ruling=said_name(fields.get("taken_back", "a_ruling")))
    standing = rulings.get(fields["event"])
    if standing is not None and standing.id != event.event_id:
        return say("does not count: a later ruling on the same event does")
    return say("counts: the last ruling on its event")


def _why_not(event: LoggedEvent) -> str | None:
    if event.superseded:
        return say("does not count: a higher revision took its place")
    if event.refusal is not None:
        known = REASON_BY_CODE.get(event.refusal)
        why = say(known.sentence) if known is not None else event.refusal
        return say("does not count: %(why)s", why=why)
    return say("does not count yet: it lies after its source's as-of") if event.late else None


def instant(event: LoggedEvent) -> int:
    """The event's instant in microseconds since 1970-01-01 UTC."""
    return (event.at - EPOCH) // timedelta(microseconds=1)


def _request(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    for row in facts["requests"]:
        if row["raised_at"] != instant(event):
            continue
        if row["began_by"] == "first_event" or event.kind == ("opened" if row["request"] == 1 else "status"):
            who, began = say(str(row["raised_by"])), said_name(str(row["began_by"]))
            raised = say(
                "request %(n)s is raised by the %(who)s (%(began)s)", n=row["request"], who=who, began=began
            )
            problem = say("a problem: in no figure but the problems' own")
            yield f"{raised}, {problem}" if row["problem"] else raised
            return
    if _reopens(event, facts):
        yield say("a reopening within the window: the request goes on, and it is a re-contact")
    if event.kind == "merged":
        yield say("the request of the time is merged away: never handled, never resolved")
    if event.kind == "removed":
        yield say("the whole ticket leaves every figure")


def _reopens(event: LoggedEvent, facts: Facts) -> bool:
    """Whether it moves the ticket out of a resolved status."""
    if event.kind != "status" or event.status in RESOLVED:
        return False
    spells = sorted(facts["status_spells"], key=lambda row: row["started_at"])
    begun = [row["started_at"] for row in spells]
    place = begun.index(instant(event)) if instant(event) in begun else 0
    return place > 0 and spells[place - 1]["status"] in RESOLVED


def _asks(event: LoggedEvent, facts: Facts, ruling: Ruling | None) -> Iterator[str]:
    """Which wait a customer opens or adds to; why none, where they write and do neither."""
    role = event.role or ("customer" if event.kind == "opened" else "system")
    if event.kind not in {"opened", "message"} or role != "customer":
        return
    if is_acknowledged(event, ruling):
        if ruling is not None and ruling.ruling == ACKNOWLEDGEMENT:
            yield say("an acknowledgement by a ruling: opens no wait and is no contact")
        else:
            yield say("an acknowledgement: opens no wait and is no contact")
        return
    at, heard = instant(event), False
    for row in facts["waits"]:
        name = say("wait %(wait)s of request %(request)s", wait=row["wait"], request=row["request"])
        if row["started_at"] == at:
            heard = True
            opens = say("opens %(wait)s", wait=name)
            yield f"{opens} ({say('first response')})" if row["wait"] == 1 else opens
        elif row["started_at"] < at and (row["ended_at"] is None or at < row["ended_at"]):
            heard = True
            yield say("adds to %(wait)s, which is open", wait=name)
    spells = [row for row in facts["status_spells"] if row["started_at"] <= at]
    if event.kind == "message" and not heard and spells and spells[-1]["status"] in RESOLVED:
        yield say("on a resolved ticket: opens no wait by itself")


def _ends_waits(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    at = instant(event)
    for row in facts["waits"]:
        if row["ended_at"] == at and event.kind in ENDS.get(row["outcome"], ()) and _may_end(event, row):
            name = say("wait %(wait)s of request %(request)s", wait=row["wait"], request=row["request"])
            outcome = say(str(row["outcome"]))
            yield say(
                "ends %(wait)s as %(outcome)s after %(length)s",
                wait=name,
                outcome=outcome,
                length=_measured(row),
            )


def _may_end(event: LoggedEvent, wait: Row) -> bool:
    if event.kind == "message":
        return event.role == "agent"
    return event.kind != "status" or (event.status in RESOLVED and wait["outcome"] == "unanswered")


def _resolutions(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    if event.kind != "status" or event.status not in RESOLVED:
        return
    for row in facts["resolutions"]:
        if row["resolved_at"] == instant(event):
            whose = f", {say('counted for %(agent)s', agent=row['agent'])}" if row["agent"] else ""
            state = say("mature") if row["mature"] else say("provisional: its window has not ended")
            name = say("resolution %(n)s of request %(request)s", n=row["resolution"], request=row["request"])
            yield f"{name}{whose} ({state}); {_recontact(row)}"


def _recontact(row: Row) -> str:
    if row["recontact_at"] is None:
        return say("no re-contact")
    by = say("ticket %(ticket)s", ticket=row["recontact_ticket"])
    told = {
        "by": say("reopening") if row["recontact_by"] == "reopening" else by,
        "at": iso(row["recontact_at"]),
    }
    if row["recontact_within_window"]:
        return say("re-contact within the window by %(by)s at %(at)s", **told)
    return say("re-contact after the window by %(by)s at %(at)s", **told)


def _moves(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    if event.kind not in {"assigned", "escalated"}:
        return
    for row in facts["escalations"]:
        if row["escalated_at"] == instant(event):
            yield say("escalation of request %(n)s out of %(whose)s", n=row["request"], whose=_who(row))
    for row in facts["handovers"]:
        if row["handed_over_at"] == instant(event) and event.kind == "assigned":
            yield say(
                "%(handover)s of request %(n)s from %(whose)s",
                handover=say(str(row["handover"])),
                n=row["request"],
                whose=_who(row),
            )


def _acts(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    for row in facts["acts"]:
        fits = ACTS.get(row["act"]) == event.kind and row["agent"] == event.actor
        if fits and row["acted_at"] == instant(event):
            yield say("a human act in request %(n)s", n=row["request"])
            return


def _by_id(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    told: dict[str, Callable[[Row], str]] = {
        "ratings": _rating,
        "surveys": lambda row: (
            say("survey of %(whose)s, answered", whose=_who(row))
            if row["answered"]
            else say("survey of %(whose)s, not answered", whose=_who(row))
        ),
        "complaints": lambda row: (
            say("complaint about %(whose)s dismissed by a ruling", whose=_who(row))
            if row["dismissed"]
            else say("complaint about %(whose)s", whose=_who(row))
        ),
        "reviews": lambda row: say("review of %(whose)s: %(n)s", whose=_who(row), n=_number(row["value"])),
        "sales": _sale,
        "work": lambda row: say(
            "%(length)s of %(task)s by %(whose)s",
            length=format_value(float(row["seconds"]), "seconds"),
            task=row["task"],
            whose=_who(row),
        ),
        "promises": lambda row: say(
            "promise to the %(recipient)s for %(at)s: %(outcome)s",
            recipient=say(str(row["recipient"])),
            at=iso(row["due_at"]),
            outcome=said_name(str(row["outcome"])),
        ),
        "links": lambda row: say("link to problem %(ticket)s", ticket=row["problem_ticket"]),
    }
    for name, words in told.items():
        for row in facts[name]:
            if row["event_id"] == event.event_id:
                yield words(row)


def _rating(row: Row) -> str:
    number, scale = _number(row["value"]), row["scale"]
    told = say("rating %(n)s on %(scale)s of %(whose)s", n=number, scale=scale, whose=_who(row))
    later = say("a later one of the request on this scale takes its place")
    return told if row["counts"] else f"{told}: {later}"


def _sale(row: Row) -> str:
    money = f"{_number(row['value'])} {row['currency']}"
    if row["credited"]:
        return say("sale of %(money)s, credited to %(whose)s", money=money, whose=_who(row))
    return say("sale of %(money)s, credited to nobody", money=money)


TELLERS: tuple[Callable[[LoggedEvent, Facts], Iterator[str]], ...] = (
    _ends_waits, _resolutions, _moves, _acts, _by_id,
)  # fmt: skip


def _measured(row: Row) -> str:
    elapsed = format_value(row["elapsed_microseconds"] / MICROSECONDS, "seconds")
    if row["working_microseconds"] is None:
        return elapsed
    working = format_value(row["working_microseconds"] / MICROSECONDS, "seconds")
    return f"{elapsed} ({say('%(length)s working', length=working)})"


def whose_words(agent: str | None, team: str | None) -> str:
    """An agent of a team in words; empty without either."""
    if agent and team:
        return say("%(agent)s of %(team)s", agent=agent, team=team)
    return agent or team or ""


def _who(row: Row) -> str:
    return whose_words(row["agent"], row["team"]) or say("nobody")


def _number(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
