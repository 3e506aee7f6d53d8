"""What each event of a ticket did: which facts begin, end or rest on it, and why it does not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from deskwise.app.rulings import ACKNOWLEDGEMENT, Ruling, is_acknowledged
from deskwise.app.ticket_facts import MICROSECONDS, Row
from deskwise.app.workspace import LoggedEvent
from deskwise.events.reject_reasons import REASON_BY_CODE
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
        return "does not count: the settings let no ruling count"
    fields = dict(event.fields)
    if "event" not in fields:
        return f"takes back: {fields.get('taken_back', 'a ruling').replace('_', ' ')}"
    standing = rulings.get(fields["event"])
    if standing is not None and standing.id != event.event_id:
        return "does not count: a later ruling on the same event does"
    return "counts: the last ruling on its event"


def _why_not(event: LoggedEvent) -> str | None:
    if event.superseded:
        return "does not count: a higher revision took its place"
    if event.refusal is not None:
        known = REASON_BY_CODE.get(event.refusal)
        return f"does not count: {known.sentence if known is not None else event.refusal}"
    return "does not count yet: it lies after its source's as-of" if event.late else None


def instant(event: LoggedEvent) -> int:
    """The event's instant in microseconds since 1970-01-01 UTC."""
    return (event.at - EPOCH) // timedelta(microseconds=1)


def _request(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    for row in facts["requests"]:
        if row["raised_at"] != instant(event):
            continue
        if row["began_by"] == "first_event" or event.kind == ("opened" if row["request"] == 1 else "status"):
            problem = ", a problem: in no figure but the problems' own" if row["problem"] else ""
            yield f"request {row['request']} is raised by the {row['raised_by']} ({row['began_by']}){problem}"
            return
    if _reopens(event, facts):
        yield "a reopening within the window: the request goes on, and it is a re-contact"
    if event.kind == "merged":
        yield "the request of the time is merged away: never handled, never resolved"
    if event.kind == "removed":
        yield "the whole ticket leaves every figure"


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
        by = " by a ruling" if ruling is not None and ruling.ruling == ACKNOWLEDGEMENT else ""
        yield f"an acknowledgement{by}: opens no wait and is no contact"
        return
    at, heard = instant(event), False
    for row in facts["waits"]:
        name = f"wait {row['wait']} of request {row['request']}"
        if row["started_at"] == at:
            heard = True
            yield f"opens {name}{' (first response)' if row['wait'] == 1 else ''}"
        elif row["started_at"] < at and (row["ended_at"] is None or at < row["ended_at"]):
            heard = True
            yield f"adds to {name}, which is open"
    spells = [row for row in facts["status_spells"] if row["started_at"] <= at]
    if event.kind == "message" and not heard and spells and spells[-1]["status"] in RESOLVED:
        yield "on a resolved ticket: opens no wait by itself"


def _ends_waits(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    at = instant(event)
    for row in facts["waits"]:
        if row["ended_at"] == at and event.kind in ENDS.get(row["outcome"], ()) and _may_end(event, row):
            name = f"wait {row['wait']} of request {row['request']}"
            yield f"ends {name} as {row['outcome']} after {_measured(row)}"


def _may_end(event: LoggedEvent, wait: Row) -> bool:
    if event.kind == "message":
        return event.role == "agent"
    return event.kind != "status" or (event.status in RESOLVED and wait["outcome"] == "unanswered")


def _resolutions(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    if event.kind != "status" or event.status not in RESOLVED:
        return
    for row in facts["resolutions"]:
        if row["resolved_at"] == instant(event):
            whose = f", counted for {row['agent']}" if row["agent"] else ""
            state = "mature" if row["mature"] else "provisional: its window has not ended"
            name = f"resolution {row['resolution']} of request {row['request']}"
            yield f"{name}{whose} ({state}){_recontact(row)}"


def _recontact(row: Row) -> str:
    if row["recontact_at"] is None:
        return "; no re-contact"
    by = "reopening" if row["recontact_by"] == "reopening" else f"ticket {row['recontact_ticket']}"
    where = "within" if row["recontact_within_window"] else "after"
    return f"; re-contact {where} the window by {by} at {iso(row['recontact_at'])}"


def _moves(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    if event.kind not in {"assigned", "escalated"}:
        return
    for row in facts["escalations"]:
        if row["escalated_at"] == instant(event):
            yield f"escalation of request {row['request']} out of {_who(row)}"
    for row in facts["handovers"]:
        if row["handed_over_at"] == instant(event) and event.kind == "assigned":
            yield f"{row['handover']} of request {row['request']} from {_who(row)}"


def _acts(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    for row in facts["acts"]:
        fits = ACTS.get(row["act"]) == event.kind and row["agent"] == event.actor
        if fits and row["acted_at"] == instant(event):
            yield f"a human act in request {row['request']}"
            return


def _by_id(event: LoggedEvent, facts: Facts) -> Iterator[str]:
    told: dict[str, Callable[[Row], str]] = {
        "ratings": lambda row: (
            f"rating {_number(row['value'])} on {row['scale']} of {_who(row)}"
            + ("" if row["counts"] else ": a later one of the request on this scale takes its place")
        ),
        "surveys": lambda row: f"survey of {_who(row)}, {'answered' if row['answered'] else 'not answered'}",
        "complaints": lambda row: (
            f"complaint about {_who(row)}{' dismissed by a ruling' if row['dismissed'] else ''}"
        ),
        "reviews": lambda row: f"review of {_who(row)}: {_number(row['value'])}",
        "sales": lambda row: (
            f"sale of {_number(row['value'])} {row['currency']}, "
            + (f"credited to {_who(row)}" if row["credited"] else "credited to nobody")
        ),
        "work": lambda row: (
            f"{format_value(float(row['seconds']), 'seconds')} of {row['task']} by {_who(row)}"
        ),
        "promises": lambda row: (
            f"promise to the {row['recipient']} for {iso(row['due_at'])}: {row['outcome']}"
        ),
        "links": lambda row: f"link to problem {row['problem_ticket']}",
    }
    for name, words in told.items():
        for row in facts[name]:
            if row["event_id"] == event.event_id:
                yield words(row)


TELLERS: tuple[Callable[[LoggedEvent, Facts], Iterator[str]], ...] = (
    _ends_waits, _resolutions, _moves, _acts, _by_id,
)  # fmt: skip


def _measured(row: Row) -> str:
    elapsed = format_value(row["elapsed_microseconds"] / MICROSECONDS, "seconds")
    if row["working_microseconds"] is None:
        return elapsed
    return f"{elapsed} ({format_value(row['working_microseconds'] / MICROSECONDS, 'seconds')} working)"


def _who(row: Row) -> str:
    known = [word for word in (row["agent"], row["team"]) if word]
    return " of ".join(known) if known else "nobody"


def _number(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
