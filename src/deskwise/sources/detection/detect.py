"""A file understood: its system and shape, its columns, what has to be asked, and the mapping drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deskwise.app.file_profile import ColumnProfile, FileProfile
from deskwise.app.file_understanding import NO_COLUMN, Answers, FileShape, Question, Understanding, Understood
from deskwise.kernel.language import ENGLISH, number, say, speaking, spoken
from deskwise.sources.detection.call_events import call_events
from deskwise.sources.detection.columns import SAID, Found, find_columns, fits, other_tickets, shape_of
from deskwise.sources.detection.drafting import Drafting
from deskwise.sources.detection.durations import decimal_comma_in, is_clock
from deskwise.sources.detection.headers import plain
from deskwise.sources.detection.instants import Instants
from deskwise.sources.detection.log_activities import log_draft
from deskwise.sources.detection.meanings import MEANING_BY_NAME
from deskwise.sources.detection.questions import (
    are_these_tickets,
    which_calls,
    which_column,
    which_decimals,
    which_shape,
    which_ticket,
)
from deskwise.sources.detection.said import check_said
from deskwise.sources.detection.snapshot_events import snapshot_events
from deskwise.sources.detection.toml_text import Draft, text_of
from deskwise.sources.detection.vendor import Vendor
from deskwise.sources.detection.vendors import recognised

NEEDED: dict[FileShape, tuple[str, ...]] = {
    "snapshot": ("ticket", "opened_at"),
    "calls": ("ticket", "opened_at"),
    "log": ("ticket", "at", "activity"),
}
MOST_CANDIDATES = 12
# One of these is in any export of tickets; without them a table may hold anything.
MARKS_OF_TICKETS = {
    "first_reply_at", "first_reply_after", "assigned_at", "resolved_at", "resolved_after", "closed_at",
    "status", "agent", "channel", "priority", "subject", "rating",
}  # fmt: skip
# Beside a bare id, an address makes no ticket: people have both.
BARE_IDS = ("id", "key", "number")
# A column of few values may be worth keeping; one of texts or ids is not.
FEW_VALUES = 50
# Of a column of times of day so many can be midnight to the second, but no more.
MOST_MIDNIGHTS = 0.01


def understand(profile: FileProfile, answers: Answers) -> Understanding:
    """What a file's columns mean, by their headers and by what they hold, and what only the user can say.

    What is asked and noted is in the language that is spoken, the mapping's remarks in English. Raises
    `UsageError` for an answer that names a meaning, a column or a word that there is not.
    """
    found = _understand(profile, answers)
    if spoken() == ENGLISH:
        return found
    with speaking(ENGLISH):
        return replace(found, mapping=_understand(profile, answers).mapping)


def _understand(profile: FileProfile, answers: Answers) -> Understanding:
    check_said(answers)
    vendor = recognised(column.name for column in profile.columns)
    shape = shape_of(profile, vendor, answers)
    found = find_columns(profile, vendor, shape or "snapshot", answers)
    questions: list[Question] = []
    if shape is None:
        questions.append(which_shape(found["ticket"].column))
        shape = "snapshot"
    elif shape == "snapshot" and vendor is None and answers.shape is None and not _marked(found):
        questions.append(are_these_tickets())
    questions += [
        which_column(meaning, _candidates(profile, meaning, found))
        for meaning in NEEDED[shape]
        if meaning not in found and (meaning, NO_COLUMN) not in answers.columns
    ]
    ticket = found.get("ticket")
    if shape == "calls" and ticket is not None and ticket.because != SAID and not ticket.column.unique:
        apart = [column.name for column in profile.columns if column.unique]
        questions.append(which_calls(ticket.column, apart))
    if shape == "snapshot" and ticket is not None and (others := other_tickets(profile, ticket)):
        questions.append(which_ticket(ticket.column, others))
    found = _fewer(found, shape)
    days = found["day"].column if "day" in found else None
    instants = Instants(_of(found, "instant"), days, answers)
    decimal_comma, doubtful = _decimals(found, answers)
    drafting = Drafting(found, instants, answers, vendor, bool(decimal_comma))
    events = (
        snapshot_events(drafting)
        if shape == "snapshot"
        else call_events(drafting)
        if shape == "calls"
        else []
    )
    log = log_draft(drafting) if shape == "log" else None
    questions += instants.questions
    if decimal_comma is None:
        questions.append(which_decimals([one.name for one in _numbers(found)], doubtful))
    questions += drafting.questions
    unused = tuple(
        column.name
        for column in profile.columns
        if column.name not in {one.column.name for one in found.values()}
    )
    columns = {"ticket": found["ticket"].column.name} if "ticket" in found else {}
    draft = Draft(
        heading=_heading(profile, vendor, shape, [*instants.notes, *drafting.notes]),
        top={
            "name": None if vendor is None else vendor.key,
            "shape": None if shape == "log" else shape,
            "activity": found["activity"].column.name if log is not None else None,
            "timezone": instants.zone,
            "date_format": instants.date_format,
            "decimal_comma": True if decimal_comma else None,
            "missing": _missing(found) or None,
        },
        columns=columns if log is None else log.columns,
        constants={} if vendor is None or answers.source is not None else {"source": vendor.key},
        events=events,
        opened=None if log is None else log.opened,
        activities=() if log is None else log.activities,
        idle=[name for name in unused if _worth_keeping(profile, name)],
        open_keys=[(f"{one.mapping_key} = ...", f"{one.what}; {one.do}") for one in questions],
    )
    notes = [*_row_notes(found, shape), *instants.notes, *drafting.notes]
    return Understanding(
        path=profile.path,
        rows=profile.rows,
        shape=shape,
        vendor=None if vendor is None else vendor.name,
        understood=tuple(
            Understood(one.meaning, one.column.name, one.column.filled, say(one.because), one.column.samples)
            for name in MEANING_BY_NAME
            if (one := found.get(name)) is not None
        ),
        questions=tuple(questions),
        notes=tuple(notes),
        unused=unused,
        mapping=text_of(draft),
    )


def _marked(found: Mapping[str, Found]) -> bool:
    """Whether columns that say something show that the rows are tickets."""
    filled = {meaning for meaning, one in found.items() if one.column.filled}
    ticket = found.get("ticket")
    named = ticket is not None and plain(ticket.column.name) not in BARE_IDS
    return bool(filled & MARKS_OF_TICKETS) or (named and "customer" in filled)


def _fewer(found: Mapping[str, Found], shape: FileShape) -> dict[str, Found]:
    """Without the columns that another says better."""
    left_out = set()
    for better, worse in (("first_reply_at", "first_reply_after"), ("resolved_at", "resolved_after")):
        if better in found and found[better].column.filled:
            left_out.add(worse)
        elif worse in found and better in found:
            left_out.add(better)
    if shape == "snapshot" and "closed_at" in found and found["closed_at"].column.filled:
        left_out.add("resolved_after")
    if "rating" not in found:
        left_out.add("rated_at")
    return {meaning: one for meaning, one in found.items() if meaning not in left_out}


def _of(found: Mapping[str, Found], cells: str) -> list[ColumnProfile]:
    return [one.column for meaning, one in found.items() if MEANING_BY_NAME[meaning].cells == cells]


def _numbers(found: Mapping[str, Found]) -> list[ColumnProfile]:
    return [*_of(found, "duration"), *_of(found, "score")]


def _decimals(found: Mapping[str, Found], answers: Answers) -> tuple[bool | None, int]:
    if answers.decimal_comma is not None:
        return answers.decimal_comma, 0
    return decimal_comma_in(_numbers(found))


def _candidates(profile: FileProfile, meaning: str, found: Mapping[str, Found]) -> list[str]:
    """The columns that could have a meaning, by what they hold."""
    taken = {one.column.name for one in found.values()}
    fitting = [
        column
        for column in profile.columns
        if column.name not in taken and column.filled and fits(column, MEANING_BY_NAME[meaning].cells)
    ]
    if meaning == "ticket":
        fitting.sort(key=lambda column: -column.distinct)
    return [column.name for column in fitting[:MOST_CANDIDATES]]


def _missing(found: Mapping[str, Found]) -> list[str]:
    """The words for nothing that the columns use, and 0:00:00 where so many cannot have been then."""
    words = {word for one in found.values() for word in one.column.nothing}
    if "day" in found and any(_zero_is_nothing(one.column) for one in found.values()):
        words |= {"0:00:00", "00:00:00"}
    return sorted(words)


def _zero_is_nothing(column: ColumnProfile) -> bool:
    return is_clock(column) and column.midnights > MOST_MIDNIGHTS * column.filled


def _worth_keeping(profile: FileProfile, name: str) -> bool:
    column = profile.column(name)
    return column is not None and 1 < column.distinct <= FEW_VALUES


def _row_notes(found: Mapping[str, Found], shape: FileShape) -> list[str]:
    ticket: Any = found.get("ticket")
    if ticket is None:
        return []
    column = ticket.column
    notes = []
    if shape == "snapshot" and column.filled and not column.unique:
        notes.append(
            say(
                "%(rows)s rows are of tickets that come again; the last ones count",
                rows=number(column.filled - column.distinct),
            )
        )
    if column.nulls:
        notes.append(say("%(rows)s rows name no ticket, and will be refused", rows=number(column.nulls)))
    return notes


def _heading(profile: FileProfile, vendor: Vendor | None, shape: FileShape, notes: list[str]) -> list[str]:
    rows = {"snapshot": "a ticket", "calls": "a call", "log": "an event"}[shape]
    system = "an export" if vendor is None else f"an export of {vendor.name}"
    return [
        f"Drafted from {profile.path.name}: {system}, one row {rows}, {profile.rows:,} rows.",
        f"Import it: deskwise import {profile.path.name} --map THIS_FILE",
        *([""] if notes else []),
        *(f"Note: {note}." for note in notes),
    ]
