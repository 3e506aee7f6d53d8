"""What has to be asked of the user, each with what to do and where its answer is written."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.app.file_profile import ColumnProfile
from deskwise.app.file_understanding import DATE_ORDERS, FILE_SHAPES, Question
from deskwise.events.vocabulary import KIND_NAMES, STATUS_NAMES
from deskwise.sources.detection.durations import UNITS
from deskwise.sources.detection.meanings import MEANING_BY_NAME
from deskwise.sources.detection.words import ABANDONED, ANSWERED, NEITHER


def which_column(meaning: str, candidates: Sequence[str]) -> Question:
    """No column is known to say something that an import cannot do without."""
    says = MEANING_BY_NAME[meaning].says
    return Question(
        "columns",
        f"no column is known to say {says}",
        f"name it: --column {meaning}=COLUMN",
        f"--column {meaning}=COLUMN",
        f"[columns] {meaning}" if meaning == "ticket" else "at",
        about=meaning,
        choices=tuple(candidates),
    )


def which_shape(ticket: ColumnProfile) -> Question:
    """Tickets come again and again, and nothing says what happened in each row."""
    times = ticket.filled / max(ticket.distinct, 1)
    return Question(
        "shape",
        f"each {ticket.name} comes {times:.1f} times on average: a row may be an event, or a ticket that was "
        "exported again",
        "say what a row is: --shape log, snapshot or calls",
        "--shape SHAPE",
        "shape",
        choices=FILE_SHAPES,
    )


def are_these_tickets() -> Question:
    """Ids and dates alone: as well a list of users, articles or folders."""
    return Question(
        "shape",
        "the file has ids and dates, and nothing that only tickets have, as a status or a customer",
        "if its rows are tickets, say so: --shape snapshot; else import the file that holds the tickets",
        "--shape snapshot",
        "shape",
        choices=FILE_SHAPES,
    )


def which_ticket(ticket: ColumnProfile, apart: Sequence[ColumnProfile]) -> Question:
    """One column of ids comes again, and another does not: either may be the ticket's."""
    others = " and ".join(column.name for column in apart)
    return Question(
        "columns",
        f"the ids of {ticket.name} come again (rows: {ticket.filled - ticket.distinct:,}), "
        f"those of {others} do not: either may be the ticket's",
        f"say which: --column ticket={ticket.name} (of its rows the last counts) "
        f"or --column ticket={apart[0].name}",
        "--column ticket=COLUMN",
        "[columns] ticket",
        about="ticket",
        choices=(ticket.name, *(column.name for column in apart)),
    )


def which_calls(ticket: ColumnProfile, candidates: Sequence[str]) -> Question:
    """The numbers of calls come again."""
    return Question(
        "columns",
        f"{ticket.filled - ticket.distinct:,} rows have a {ticket.name} that came before; a call has one row",
        "name the column that tells calls apart: --column ticket=COLUMN; or, in the mapping file, several "
        'that do together: ticket = ["Date", "Line", "Number"]',
        "--column ticket=COLUMN",
        "[columns] ticket",
        about="ticket",
        choices=tuple(candidates),
    )


def which_order(columns: Sequence[str], for_day: int, for_month: int) -> Question:
    """Day or month first: every cell can be read both ways, or they contradict each other."""
    named = ", ".join(columns)
    what = (
        f"{for_day:,} cells of {named} can only have the day first, and {for_month:,} only the month"
        if for_day and for_month
        else f"no cell of {named} shows whether day or month comes first (no such number is over 12)"
    )
    return Question(
        "date_order",
        what,
        "say which comes first: --dates day-first or --dates month-first",
        "--dates ORDER",
        "date_format",
        choices=DATE_ORDERS[:2],
    )


def which_zone(columns: Sequence[str]) -> Question:
    """The times name no offset."""
    return Question(
        "timezone",
        f"the times of {', '.join(columns)} name no offset",
        "say in which zone they were written: --timezone Europe/Berlin",
        "--timezone TZ",
        "timezone",
    )


def which_decimals(columns: Sequence[str], number: int) -> Question:
    """A comma in numbers can part thousands or decimals."""
    return Question(
        "decimal_comma",
        f"{number:,} numbers of {', '.join(columns)} have a comma that can part thousands or decimals",
        "say which: --decimal-comma or --decimal-point",
        "--decimal-comma or --decimal-point",
        "decimal_comma",
        choices=("decimal-comma", "decimal-point"),
    )


def which_unit(meaning: str, column: ColumnProfile) -> Question:
    """A column of durations does not say its unit."""
    return Question(
        "units",
        f"{column.name} ({MEANING_BY_NAME[meaning].says}) does not say its unit",
        f'say it: --unit "{column.name}=minutes" (or seconds, hours, days)',
        "--unit COLUMN=UNIT",
        "unit",
        about=column.name,
        choices=UNITS[:-1],
    )


def which_scale(column: ColumnProfile, choices: Sequence[str]) -> Question:
    """A column of ratings may be on several scales."""
    return Question(
        "scale",
        f"the values of {column.name} may be on {' or '.join(choices) or 'no scale the book knows'}",
        "say which: --scale 1-5" + ("" if choices else f", or leave it out: --column rating={'none'}"),
        "--scale SCALE",
        "scale",
        about=column.name,
        choices=tuple(choices),
    )


def unknown_ratings(column: ColumnProfile, values: Sequence[tuple[str, int]]) -> Question:
    """Values of a column of ratings that are no known word."""
    return Question(
        "columns",
        f"{_several(values)} of {column.name} are neither numbers nor known words for good and bad",
        "leave the ratings out (--column rating=none), or write the words into the mapping file",
        "--column rating=none",
        'when = { column = ..., in = ["..."] }',
        about="rating",
        choices=("none",),
        values=tuple(values),
    )


def unknown_statuses(column: ColumnProfile, values: Sequence[tuple[str, int]]) -> Question:
    """Statuses that are no known word."""
    return Question(
        "statuses",
        f"{_several(values)} of {column.name} are no known status",
        'say what each means: --status "VALUE=open" (or new, pending, on_hold, solved, closed, removed)',
        "--status VALUE=STATUS",
        "values of status",
        about=column.name,
        choices=(*STATUS_NAMES, "removed"),
        values=tuple(values),
    )


def unknown_outcomes(column: ColumnProfile, values: Sequence[tuple[str, int]]) -> Question:
    """Ends of calls that are no known word."""
    return Question(
        "outcomes",
        f"{_several(values)} of {column.name} do not say whether the call was answered",
        'say what each means: --outcome "VALUE=answered" (or abandoned, none)',
        "--outcome VALUE=OUTCOME",
        "when of answered and abandoned",
        about=column.name,
        choices=(ANSWERED, ABANDONED, NEITHER),
        values=tuple(values),
    )


def unknown_activities(column: ColumnProfile, values: Sequence[tuple[str, int]]) -> Question:
    """Activities that are no known word."""
    return Question(
        "activities",
        f"{_several(values)} of {column.name} are no known activity",
        'say what each becomes: --activity "VALUE=note" (a kind, or a status such as solved)',
        "--activity VALUE=KIND",
        "[activities]",
        about=column.name,
        choices=(*KIND_NAMES, *STATUS_NAMES),
        values=tuple(values),
    )


def _several(values: Sequence[tuple[str, int]]) -> str:
    rows = sum(number for _, number in values)
    return f"{len(values)} value{'s' if len(values) > 1 else ''} ({rows:,} row{'s' if rows > 1 else ''})"
