"""What became of an objective in a table for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deskwise.app.audit import Deed
from deskwise.app.objectives.objective_history import HistoryEvent
from deskwise.app.objectives.values_told import told
from deskwise.app.tables.objective_tables import Names
from deskwise.app.tables.objective_words import moment_words, percent_words, told_value
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.language import number
from deskwise.okr.check_in import CheckIn, Known, TypedValue
from deskwise.okr.key_result import KeyResult

DEED_WORDS: dict[Deed, str] = {
    Deed.OBJECTIVE_ADDED: "drafted",
    Deed.OBJECTIVE_CHANGED: "changed",
    Deed.OBJECTIVE_CLOSED: "closed",
    Deed.OBJECTIVE_REMARKED: "comment",
    Deed.PART_TAKEN: "part",
    Deed.KEY_RESULT_ADDED: "added",
    Deed.KEY_RESULT_CHANGED: "changed",
    Deed.CHECKED_IN: "check-in",
    Deed.VALUE_TYPED: "typed",
    Deed.OVERRIDE_ENDED: "resumed",
}
# What counts the changes, and what a reader sees by the other words of its line.
NOT_TOLD = {"version", "id", "objective", "cycle"}
LONGEST = 100


def history_table(events: Sequence[HistoryEvent], people: Names, zone: str) -> Table:
    """Each event with when, who, and what of it there is to say."""
    rows = [
        [
            moment_words(each.entry.at, zone),
            people.get(each.entry.who, each.entry.who),
            each.name.partition("/")[2],
            DEED_WORDS.get(each.entry.what, str(each.entry.what)),
            event_words(each, people),
        ]
        for each in events
    ]
    columns = [Column(title) for title in ("at", "who", "key result", "", "what")]
    notes = () if events else ("Nothing has happened yet.",)
    return Table(columns, rows, None, notes)


def event_json(event: HistoryEvent, people: Names) -> dict[str, Any]:
    """An event as an object: also as words, and a check-in with what the same instant reads now."""
    return {
        "at": told(event.entry.at),
        "who": event.entry.who,
        "what": str(event.entry.what),
        "on": event.name,
        "told": event_words(event, people),
        "before": event.entry.before,
        "after": event.entry.after,
        "now": told(event.now),
        "reasons": [{"cause": each.cause, "sentence": each.sentence} for each in event.reasons],
    }


def event_words(event: HistoryEvent, people: Names) -> str:
    """What there is to say of an event."""
    key_result, after = event.key_result, event.entry.after or {}
    if key_result is not None and event.check_in is not None:
        return "; ".join(_check_in(event, key_result, event.check_in))
    if key_result is not None and event.typed is not None:
        return "; ".join(_typed(key_result, event.typed, people))
    if event.entry.what is Deed.OVERRIDE_ENDED:
        return "it reads by itself again"
    if event.entry.what is Deed.OBJECTIVE_REMARKED:
        return str(after.get("text", ""))
    if event.entry.what is Deed.PART_TAKEN:
        return str(after.get("part", ""))
    if event.entry.before is None:
        return str(after.get("title", ""))
    return "; ".join(_changes(key_result, event.entry.before, after))


def _check_in(event: HistoryEvent, key_result: KeyResult, made: CheckIn) -> list[str]:
    known = made.known
    told = [_known(key_result, known)]
    if made.typed is not None:
        told.insert(0, f"{told_value(key_result, made.typed)} typed")
    if made.confidence is not None:
        told.append(f"confidence {made.confidence} of 10")
    told += [made.moved_by, f"next: {made.next_step}" if made.next_step else ""]
    if event.reads_otherwise and event.now is not None:
        why = " ".join(each.sentence for each in event.reasons)
        now = f"the same instant reads {told_value(key_result, event.now.value)} now"
        told.append(f"{now}: {why}" if why else now)
    return [each for each in told if each]


def _typed(key_result: KeyResult, typed: TypedValue, people: Names) -> list[str]:
    told = [told_value(key_result, typed.value)]
    if typed.known is not None:
        told.append(f"by itself {_known(key_result, typed.known)}")
    told.append(typed.why)
    if typed.resumed_at is not None:
        by = people.get(typed.resumed_by or "", typed.resumed_by or "")
        told.append(f"counted until {typed.resumed_at:%Y-%m-%d}, ended by {by}")
    return [each for each in told if each]


def _known(key_result: KeyResult, known: Known) -> str:
    if key_result.binding is None:
        return "" if known.progress is None else percent_words(known.progress)
    count = "" if known.n is None else f", n {number(known.n)}"
    provisional = f", {number(known.provisional)} provisional" if known.provisional else ""
    come = "" if known.progress is None else f" ({percent_words(known.progress)})"
    return f"{told_value(key_result, known.value)}{come}{count}{provisional}"


def _changes(key_result: KeyResult | None, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        _change(key_result, name, before.get(name), after[name]) for name in after if name not in NOT_TOLD
    ]


def _change(key_result: KeyResult | None, name: str, before: Any, after: Any) -> str:
    if name == "baseline" and key_result is not None and isinstance(after, Mapping):
        count = "" if after.get("n") is None else f", n {number(after['n'])}"
        return f"baseline frozen: {told_value(key_result, after['value'])}{count}"
    if name == "kept" and after is False:
        return "taken out"
    if name == "milestones":
        was = {each["name"] for each in before or () if each["done_at"]}
        now = {each["name"] for each in after or () if each["done_at"]}
        told = [f"done: {each}" for each in sorted(now - was)] + [
            f"open again: {each}" for each in sorted(was - now)
        ]
        return ", ".join(told) or "milestones"
    if name == "binding" and isinstance(before, Mapping) and isinstance(after, Mapping):
        moved = [each for each in after if before.get(each) != after[each]]
        return ", ".join(f"{each}: {_short(before.get(each))} → {_short(after[each])}" for each in moved)
    return f"{name.replace('_', ' ')}: {_short(before)} → {_short(after)}"


def _short(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, Mapping):
        return " ".join(_short(each) for each in value.values() if each is not None)
    if isinstance(value, list):
        return ", ".join(_short(each) for each in value) or "–"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
