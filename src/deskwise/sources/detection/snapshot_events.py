"""What a row of a table of tickets becomes: its opening, its holder, its first reply, its end, its rating."""

from __future__ import annotations

from typing import Any

from deskwise.app.file_profile import ColumnProfile
from deskwise.kernel.language import number, say
from deskwise.sources.detection.drafting import Drafting
from deskwise.sources.detection.questions import (
    unknown_ratings,
    unknown_statuses,
    which_column,
    which_scale,
    which_unit,
)
from deskwise.sources.detection.ratings import BAD, GOOD, ratings_of
from deskwise.sources.detection.toml_text import DraftEvent
from deskwise.sources.detection.words import REMOVED, REMOVED_WORDS, STATUS_OF, word_of

TERMINAL = ("solved", "closed")
OPENING_FIELDS = ("customer", "organisation", "channel", "type", "category", "priority", "product")


def snapshot_events(drafting: Drafting) -> list[DraftEvent]:
    """The events of each row, in the order in which they can have been."""
    raised = drafting.column("opened_at")
    others = ("assigned_at", "first_reply_at", "resolved_at", "closed_at", "updated_at")
    opened = next(
        (one for name in ("opened_at", *others) if (one := drafting.column(name)) is not None), None
    )
    if opened is None or (raised is None and not drafting.without("opened_at")):
        return []
    events = [] if raised is None else [_opening(drafting, raised)]
    events += [*_holder(drafting, opened), *_reply(drafting, opened)]
    events += [*_ends(drafting, opened), *_status(drafting, opened), *_rating(drafting, opened)]
    return events


def _opening(drafting: Drafting, opened: ColumnProfile) -> DraftEvent:
    keys: dict[str, Any] = {"kind": "opened", "role": "customer", "at": drafting.at(opened)}
    keys |= drafting.cells(OPENING_FIELDS)
    subject = drafting.column("subject")
    if subject is not None:
        keys["text"] = {"column": subject.name}
    return DraftEvent("The customer raised it. Fields are as they stand in the export.", keys)


def _holder(drafting: Drafting, opened: ColumnProfile) -> list[DraftEvent]:
    agent, team = drafting.column("agent"), drafting.column("team")
    if agent is None and team is None:
        return []
    assigned = drafting.column("assigned_at")
    at = drafting.at(opened) if assigned is None else drafting.at(assigned, otherwise=drafting.at(opened))
    keys: dict[str, Any] = {"kind": "assigned", "at": at} | drafting.cells(("agent", "team"))
    if agent is None or team is None:
        column = agent or team
        assert column is not None
        keys["when"] = {"column": column.name, "filled": True}
    when = "from the opening on: the export does not say since when" if assigned is None else "since then"
    return [DraftEvent(f"Who has it now had it {when}.", keys)]


def _reply(drafting: Drafting, opened: ColumnProfile) -> list[DraftEvent]:
    at, said = None, drafting.column("first_reply_at")
    if said is not None:
        at = drafting.at(said, ends=True)
    else:
        took = drafting.column("first_reply_after")
        if took is None:
            return []
        unit = drafting.unit(took)
        if unit is None:
            drafting.ask(which_unit("first_reply_after", took))
            return []
        at = drafting.at(opened, plus=took.name, unit=unit)
    keys: dict[str, Any] = {"kind": "message", "role": "agent", "at": at}
    agent = drafting.column("agent")
    if agent is not None:
        keys["actor"] = {"column": agent.name}
    return [DraftEvent("The first reply. Whose it was is not told: it is taken to be the holder's.", keys)]


def _ends(drafting: Drafting, opened: ColumnProfile) -> list[DraftEvent]:
    """The instants of solving and closing that have columns of their own."""
    events = []
    solved, closed = drafting.column("resolved_at"), drafting.column("closed_at")
    took = drafting.column("resolved_after")
    if solved is not None:
        events.append(
            DraftEvent(
                "Solved.", {"kind": "status", "status": "solved", "at": drafting.at(solved, ends=True)}
            )
        )
    elif took is not None and closed is None:
        unit = drafting.unit(took)
        if unit is None:
            drafting.ask(which_unit("resolved_after", took))
        else:
            at = drafting.at(opened, plus=took.name, unit=unit)
            events.append(
                DraftEvent("Solved that long after.", {"kind": "status", "status": "solved", "at": at})
            )
    if closed is not None:
        events.append(
            DraftEvent(
                "Closed.", {"kind": "status", "status": "closed", "at": drafting.at(closed, ends=True)}
            )
        )
    return events


def _status(drafting: Drafting, opened: ColumnProfile) -> list[DraftEvent]:
    """The status as it stands, since the last change that the export tells of.

    An ended ticket's is no second resolution after its own instants. Without a last change nothing says since
    when a status holds: what has ended was open at first, and ends when its own columns say.
    """
    column = drafting.column("status")
    if column is None:
        return []
    meant, unknown = _meanings(drafting, column)
    if unknown:
        drafting.ask(unknown_statuses(column, unknown))
    ended = [word for word, status in meant.items() if status in TERMINAL]
    removed = [word for word, status in meant.items() if status == REMOVED]
    updated = drafting.column("updated_at")
    _note_end(drafting, sum(column.values[word] for word in ended), updated is not None)
    at: Any = drafting.at(opened)
    values = {word: "open" if status in (*TERMINAL, REMOVED) else status for word, status in meant.items()}
    why = "Its status at first; what has ended since was open then."
    if updated is not None:
        for name in ("resolved_at", "closed_at", "updated_at"):
            one = drafting.column(name)
            at = at if one is None else drafting.at(one, ends=True, otherwise=at)
        values = {word: "closed" if status == REMOVED else status for word, status in meant.items()}
        why = "Its status as it stands, since the last change that the export tells of."
    said = {"column": column.name, "values": values, "other": "reject"}
    filled = {"column": column.name, "filled": True}
    events = [DraftEvent(why, {"kind": "status", "status": said, "at": at, "when": filled})]
    if removed:
        keys = {"kind": "removed", "at": at, "when": {"column": column.name, "in": removed}}
        events.append(DraftEvent("No ticket at all: it leaves every figure.", keys))
    return events if values else []


def _note_end(drafting: Drafting, ended: int, updated: bool) -> None:
    """Say, or ask, since when tickets are solved that have no instant for it."""
    told = [drafting.column(name) for name in ("resolved_at", "closed_at", "resolved_after")]
    columns = [one for one in told if one is not None]
    if not ended or (columns and max(one.filled for one in columns) >= ended):
        return
    if updated:
        rows = ended if not columns else ended - max(one.filled for one in columns)
        drafting.note(
            say(
                "%(n)s tickets that ended do not say when: they are taken to have ended at their last "
                "change, which makes resolution times too long rather than too short",
                n=number(rows),
            )
        )
    elif columns:
        drafting.note(say("some tickets that ended do not say when, and stay open"))
    else:
        if not drafting.without("resolved_at"):
            drafting.ask(which_column("resolved_at", ()))


def _meanings(drafting: Drafting, column: ColumnProfile) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """What each status of the file means, and those that nobody knows."""
    said = dict(drafting.answers.statuses)
    own = {} if drafting.vendor is None else drafting.vendor.statuses
    meant: dict[str, str] = {}
    unknown = []
    for value, rows in column.values.items():
        word = word_of(value)
        status = said.get(value) or own.get(word) or STATUS_OF.get(word)
        if status is None and word in REMOVED_WORDS:
            status = REMOVED
        if status is None:
            unknown.append((value, rows))
        else:
            meant[value] = status
    return meant, unknown


def _rating(drafting: Drafting, opened: ColumnProfile) -> list[DraftEvent]:
    column = drafting.column("rating")
    if column is None or not column.values:
        return []
    read = ratings_of(column, drafting.decimal_comma, drafting.answers.scale)
    if read.unknown:
        drafting.ask(unknown_ratings(column, read.unknown))
    if read.scale is None:
        drafting.ask(which_scale(column, read.choices))
        return []
    instants = [drafting.column(name) for name in ("rated_at", "closed_at", "resolved_at", "updated_at")]
    at: Any = drafting.at(opened)
    for one in reversed([one for one in instants if one is not None]):
        at = drafting.at(one, ends=True, otherwise=at)
    if drafting.column("rated_at") is None:
        drafting.note(
            say("no column says when %(column)s was given: it counts at the ticket's end", column=column.name)
        )
    if not read.words:
        keys = {"kind": "rated", "value": {"column": column.name}, "scale": read.scale, "at": at}
        numbers = [value for value in column.values if value not in dict(read.unknown)]
        words = [value for value in numbers if not any(letter.isdigit() for letter in value)]
        if words:
            keys["when"] = {"column": column.name, "in": [value for value in numbers if value not in words]}
        else:
            keys["when"] = {"column": column.name, "filled": True}
        return [DraftEvent("What the customer gave.", keys)]
    events = []
    for word, value, why in (
        (GOOD, "1", "The customer found it good."),
        (BAD, "0", "The customer found it bad."),
    ):
        said = [text for text, meaning in read.words if meaning == word]
        if said:
            when = {"column": column.name, "in": said}
            keys = {"kind": "rated", "value": value, "scale": read.scale, "at": at, "when": when}
            events.append(DraftEvent(why, keys))
    neutral = sum(column.values[text] for text, meaning in read.words if meaning == "neutral")
    if neutral:
        drafting.note(
            say(
                "%(n)s ratings of %(column)s are neither good nor bad, and count nowhere",
                n=number(neutral),
                column=column.name,
            )
        )
    return events
