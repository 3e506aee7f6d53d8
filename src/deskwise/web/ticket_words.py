"""A ticket's events and what figures take of it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.app.event_effects import instant, whose_words
from deskwise.app.explain_ticket import Counted, ExplainedEvent, ExplainedTicket
from deskwise.app.tables.period_names import local
from deskwise.app.ticket_course import Piece
from deskwise.kernel.language import date_words, mid_sentence, said_name, say
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.drill import CaseRow
from deskwise.reports.number_words import value_words
from deskwise.web.figure_words import gave_words, unit_of_case
from deskwise.web.ruling_words import label_of
from deskwise.web.templating import Links

MICROSECONDS = 1_000_000
WEEKDAY_AND_DATE = {"en": "EEE d MMM y", "de": "EEE d. MMM y"}
WEEKDAY_AND_TIME = {"en": "EEE HH:mm", "de": "EEE HH:mm"}


@dataclass(frozen=True)
class EventLine:
    """An event: `day` is told where it is another than the line's before."""

    id: str
    day: str
    clock: str
    kind: str
    role: str
    what: str
    did: tuple[str, ...]
    stands: bool


@dataclass(frozen=True)
class CountedLine:
    """What a metric takes of the ticket, on both clocks where that makes a difference."""

    label: str
    link: str
    working: str
    elapsed: str
    gave: str
    why: str
    clocked: bool


def event_lines(
    events: Sequence[ExplainedEvent], zone: str, names: Mapping[str, str] | None = None
) -> tuple[EventLine, ...]:
    """The events in their order; `names` are those of people who ruled, by the ids the log has of them."""
    lines = []
    before = ""
    for each in events:
        told = local(instant(each.event), zone)
        day = date_words(told, WEEKDAY_AND_DATE)
        lines.append(
            EventLine(
                each.event.event_id,
                "" if day == before else day,
                f"{told:%H:%M:%S}",
                said_name(each.event.kind),
                "" if each.event.role is None else say(each.event.role),
                ruling_words(each, names or {}) if each.event.kind == "ruled" else what(each),
                tuple(map(mid_sentence, each.did)),
                each.event.stands,
            )
        )
        before = day
    return tuple(lines)


def ruling_words(explained: ExplainedEvent, names: Mapping[str, str]) -> str:
    """Who ruled what, and why; which event it is about stands there."""
    event = explained.event
    fields = dict(event.fields)
    ruling = mid_sentence(label_of(fields.get("ruling", "")))
    if "taken_back" in fields:
        ruling = say("takes back: %(ruling)s", ruling=mid_sentence(label_of(fields["taken_back"])))
    who = names.get(event.actor or "", event.actor or "")
    return ", ".join(part for part in (who, ruling, fields.get("why", "")) if part)


def what(explained: ExplainedEvent) -> str:
    """Who did it, and what the event says beside its kind."""
    event = explained.event
    moves = event.kind in {"assigned", "escalated"}
    # Elsewhere the team is that of whoever did it.
    parts = [whose_words(event.actor, None if moves else event.team)]
    if event.status:
        parts.append(say("to %(status)s", status=said_name(event.status)))
    if moves:
        parts.append(say("to %(holder)s", holder=whose_words(event.agent, event.team) or say("nobody")))
    elif event.agent:
        parts.append(say("about %(agent)s", agent=event.agent))
    if event.channel:
        parts.append(say("by %(channel)s", channel=event.channel))
    if event.value is not None:
        parts.append(f"{event.value.normalize():f} {event.scale or ''}".strip())
    parts += [f"{said_name(name)} {value}" for name, value in event.fields]
    return ", ".join(part for part in parts if part)


def counted_lines(
    found: ExplainedTicket, working: Sequence[Counted], links: Links
) -> tuple[CountedLine, ...]:
    """What is counted of the ticket, metric by metric."""
    other: dict[tuple[object, ...], list[Counted]] = {}
    for each in working:
        other.setdefault(_key(each), []).append(each)
    lines = []
    for each in found.counted:
        case, metric = each.case, each.metric
        twins = other.get(_key(each), [])
        twin = twins.pop(0) if twins else None
        unit = unit_of_case(metric, dict(case.by))
        gave = _gave(case, unit)
        by = ", ".join(value for _, value in case.by if value)
        lines.append(
            CountedLine(
                say(metric.label) + (f" ({by})" if by else ""),
                links.page("metric", name=metric.name),
                _gave(twin.case, unit) if twin is not None else "",
                gave if metric.clocked else "",
                "" if metric.clocked else gave,
                _why(case),
                metric.clocked,
            )
        )
    return tuple(lines)


def _key(counted: Counted) -> tuple[object, ...]:
    case = counted.case
    return counted.metric.name, case.request, case.anchor_at, case.agent, case.by, case.state


def _gave(case: CaseRow, unit: str) -> str:
    if case.gave is None and case.state == "counted":
        return say("counted")
    return gave_words(case.gave, unit)


def _why(case: CaseRow) -> str:
    whose = whose_words(case.agent, case.team)
    credit = say("to %(whose)s", whose=whose) if whose else ""
    states = {
        "below": say("only in the number it is divided by"),
        "open": say("still open"),
        "provisional": say("provisional: its window has not ended"),
        "excluded": f"{say('left out')}: {said_name(case.reason or '')}",
    }
    return ", ".join(words for words in (states.get(case.state, ""), credit) if words)


def not_counted(found: ExplainedTicket, asked: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """The metrics (of those asked) that take nothing of the ticket, each with what they take."""
    taken = {each.metric.name for each in found.counted}
    names = CATALOGUE if asked is None else asked
    return tuple(
        (say(CATALOGUE[name].label), say(CATALOGUE[name].population)) for name in names if name not in taken
    )


def piece_lines(pieces: Sequence[Piece], zone: str) -> tuple[tuple[str, str, bool], ...]:
    """The parts of an interval: from when to when, how long, and whether they count as working time."""
    lines = []
    for each in pieces:
        start, end = local(each.start_at, zone), local(each.end_at, zone)
        until = f"{end:%H:%M}" if start.date() == end.date() else date_words(end, WEEKDAY_AND_TIME)
        length = value_words((each.end_at - each.start_at) / MICROSECONDS, "seconds")
        lines.append(
            (
                f"{date_words(start, WEEKDAY_AND_TIME)} – {until}",
                f"{length} {say('open') if each.open else say('closed, not counted')}",
                each.open,
            )
        )
    return tuple(lines)
