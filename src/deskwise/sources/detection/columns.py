"""Which column means what: by what was said, by the system's own headers, by those of exports in general."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deskwise.app.file_profile import ColumnProfile, FileProfile
from deskwise.app.file_understanding import NO_COLUMN, Answers, FileShape
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.sources.detection.dates import dates_of, writings_of
from deskwise.sources.detection.durations import is_clock, is_number, without_unit
from deskwise.sources.detection.headers import plain
from deskwise.sources.detection.meanings import MEANING_BY_NAME, MEANINGS, Cells, Meaning
from deskwise.sources.detection.vendor import Vendor

SAID = marked("said")
IN_GENERAL = marked("as exports in general call it")
# A rating in France, a remark elsewhere: it rates where it holds numbers.
RATINGS_OR_REMARKS = ("note",)


@dataclass(frozen=True)
class Found:
    """A column with its meaning and how it was known."""

    meaning: str
    column: ColumnProfile
    because: str


def other_tickets(profile: FileProfile, ticket: Found) -> list[ColumnProfile]:
    """The columns that could as well be the ticket's: named as exports in general do, filled, none twice.

    Empty where the ticket's own column has no value twice, was said, or is what its system calls a ticket.
    """
    if ticket.because != IN_GENERAL or ticket.column.unique:
        return []
    headers = {plain(header) for header in MEANING_BY_NAME["ticket"].headers}
    return [
        column
        for column in profile.columns
        if column.unique and column.filled == profile.rows and plain(column.name) in headers
    ]


def shape_of(profile: FileProfile, vendor: Vendor | None, answers: Answers) -> FileShape | None:
    """Whether a row is a call, an event or a ticket; null where it can be either of the last two.

    Calls are known by their waiting, answering and ending; a log by an activity, and tickets that come again.
    """
    if answers.shape is not None:
        return answers.shape
    marks = ("waited_for", "answered_at", "ended_at", "talked_for", "outcome")
    calls = find_columns(profile, vendor, "calls", answers)
    there = {meaning for meaning in marks if meaning in calls}
    if (vendor is not None and vendor.key == "acd") or len(there - {"outcome"}) >= 2:
        return "calls"
    log = find_columns(profile, vendor, "log", answers)
    ticket = log.get("ticket")
    if "activity" in log and "at" in log and ticket is not None and not ticket.column.unique:
        return "log"
    if (
        ticket is not None
        and ticket.column.filled
        and "opened_at" not in find_columns(profile, vendor, "snapshot", answers)
    ):
        return "log" if "activity" in log else "snapshot"
    if ticket is not None and ticket.column.distinct * 2 <= ticket.column.filled:
        return None
    return "snapshot"


def find_columns(
    profile: FileProfile, vendor: Vendor | None, shape: FileShape, answers: Answers
) -> dict[str, Found]:
    """The columns of a file by their meanings, each column with one.

    A header is believed where the cells look like what it says. Raises `UsageError` for an answer that
    names a meaning or a column that there is not.
    """
    found = _assigned(profile, vendor, shape, answers, _said(profile, answers))
    if "day" in found or "opened_at" in found:
        found = _with_times_of_day(profile, vendor, shape, answers, found)
    return found


def _with_times_of_day(
    profile: FileProfile,
    vendor: Vendor | None,
    shape: FileShape,
    answers: Answers,
    found: dict[str, Found],
) -> dict[str, Found]:
    """The times of day beside a column of days; without one, a day is the opening itself."""
    opened = found.get("opened_at")
    if opened is not None and not fits(opened.column, "day"):
        return {meaning: one for meaning, one in found.items() if meaning != "day"}
    day = found.get("day", opened)
    assert day is not None
    kept = {meaning: one for meaning, one in found.items() if meaning != "opened_at"}
    again = _assigned(profile, vendor, shape, answers, {**kept, "day": Found("day", day.column, day.because)})
    if "opened_at" in again:
        return again
    if opened is not None:
        return {meaning: one for meaning, one in found.items() if meaning != "day"}
    return {meaning: one for meaning, one in again.items() if meaning != "day"} | {
        "opened_at": Found("opened_at", day.column, day.because)
    }


def _assigned(
    profile: FileProfile,
    vendor: Vendor | None,
    shape: FileShape,
    answers: Answers,
    said: dict[str, Found],
) -> dict[str, Found]:
    taken = {found.column.name for found in said.values()}
    refused = {meaning for meaning, column in answers.columns if column == NO_COLUMN}
    found = dict(said)
    by_header: dict[str, ColumnProfile] = {}
    for column in profile.columns:
        by_header.setdefault(plain(column.name), column)
    durations = {**{without_unit(header): column for header, column in by_header.items()}, **by_header}
    for headers_of_vendor in (True, False):
        # Filled columns first: an empty one of the same meaning says nothing.
        for filled in (True, False):
            for meaning in MEANINGS:
                if shape not in meaning.shapes or meaning.name in found or meaning.name in refused:
                    continue
                for header in _headers(meaning, vendor, headers_of_vendor):
                    known = durations if meaning.cells == "duration" else by_header
                    fitting = known.get(plain(header))
                    if fitting is None or fitting.name in taken or bool(fitting.filled) is not filled:
                        continue
                    if not fits(fitting, meaning.cells, beside_days="day" in found and shape != "log"):
                        continue
                    because = (
                        say("as %(vendor)s calls it", vendor=vendor.name)
                        if headers_of_vendor and vendor
                        else IN_GENERAL
                    )
                    found[meaning.name] = Found(meaning.name, fitting, because)
                    taken.add(fitting.name)
                    break
    return found


def _headers(meaning: Meaning, vendor: Vendor | None, of_vendor: bool) -> Iterator[str]:
    own = None if vendor is None else vendor.headers.get(meaning.name)
    if of_vendor:
        yield from own or ()
    elif own != ():
        # A vendor's empty list says that its columns of that name mean something else.
        yield from meaning.headers


def _said(profile: FileProfile, answers: Answers) -> dict[str, Found]:
    found = {}
    for name, column_name in answers.columns:
        if name not in MEANING_BY_NAME:
            raise UsageError(
                say("no meaning of a column is called %(name)s", name=repr(name)),
                do=say("use one of %(names)s", names=", ".join(MEANING_BY_NAME)),
            )
        if column_name == NO_COLUMN:
            continue
        column = profile.column(column_name)
        if column is None:
            raise UsageError(
                say(
                    "%(file)s has no column %(column_name)s", file=profile.path, column_name=repr(column_name)
                ),
                do=say("use one of %(names)s", names=", ".join(one.name for one in profile.columns)),
            )
        found[name] = Found(name, column, SAID)
    return found


def fits(column: ColumnProfile, cells: Cells, *, beside_days: bool = False) -> bool:
    """Whether a column's cells look like what a meaning needs; an empty one looks like everything.

    `beside_days`: a time of day is an instant, for another column says the day.
    """
    if cells == "score" and plain(column.name) in RATINGS_OR_REMARKS:
        return is_number(column)
    if not column.filled or cells == "any":
        return True
    if cells == "instant":
        return bool(writings_of(column)) or (beside_days and is_clock(column))
    if cells == "duration":
        return is_clock(column) or is_number(column)
    if cells == "day":
        found = dates_of(column)
        return bool(found) and all(one.dates_only for one in found)
    return bool(column.values)
