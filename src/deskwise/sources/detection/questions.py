"""What has to be asked of the user, each with what to do and where its answer is written."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.app.file_profile import ColumnProfile
from deskwise.app.file_understanding import DATE_ORDERS, FILE_SHAPES, Question
from deskwise.events.vocabulary import KIND_NAMES, STATUS_NAMES
from deskwise.kernel.language import number, say, say_many
from deskwise.sources.detection.durations import UNITS
from deskwise.sources.detection.meanings import MEANING_BY_NAME
from deskwise.sources.detection.words import ABANDONED, ANSWERED, NEITHER


def which_column(meaning: str, candidates: Sequence[str]) -> Question:
    """No column is known to say something that an import cannot do without."""
    return Question(
        "columns",
        say("no column is known to say %(what)s", what=say(MEANING_BY_NAME[meaning].says)),
        say("name it: --column %(meaning)s=COLUMN", meaning=meaning),
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
        say(
            "each %(ticket)s comes %(times)s times on average: a row may be an event, or a ticket that "
            "was exported again",
            ticket=ticket.name,
            times=number(times, 1),
        ),
        say("say what a row is: --shape log, snapshot or calls"),
        "--shape SHAPE",
        "shape",
        choices=FILE_SHAPES,
    )


def are_these_tickets() -> Question:
    """Ids and dates alone: as well a list of users, articles or folders."""
    return Question(
        "shape",
        say("the file has ids and dates, and nothing that only tickets have, as a status or a customer"),
        say("if its rows are tickets, say so: --shape snapshot; else import the file that holds the tickets"),
        "--shape snapshot",
        "shape",
        choices=FILE_SHAPES,
    )


def which_ticket(ticket: ColumnProfile, apart: Sequence[ColumnProfile]) -> Question:
    """One column of ids comes again, and another does not: either may be the ticket's."""
    others = f" {say('and')} ".join(column.name for column in apart)
    return Question(
        "columns",
        say(
            "the ids of %(ticket)s come again (rows: %(rows)s), those of %(others)s do not: either may be "
            "the ticket's",
            ticket=ticket.name,
            rows=number(ticket.filled - ticket.distinct),
            others=others,
        ),
        say(
            "say which: --column ticket=%(ticket)s (of its rows the last counts) "
            "or --column ticket=%(other)s",
            ticket=ticket.name,
            other=apart[0].name,
        ),
        "--column ticket=COLUMN",
        "[columns] ticket",
        about="ticket",
        choices=(ticket.name, *(column.name for column in apart)),
    )


def which_calls(ticket: ColumnProfile, candidates: Sequence[str]) -> Question:
    """The numbers of calls come again."""
    return Question(
        "columns",
        say(
            "%(rows)s rows have a %(ticket)s that came before; a call has one row",
            rows=number(ticket.filled - ticket.distinct),
            ticket=ticket.name,
        ),
        say(
            "name the column that tells calls apart: --column ticket=COLUMN; or, in the mapping file, "
            'several that do together: ticket = ["Date", "Line", "Number"]'
        ),
        "--column ticket=COLUMN",
        "[columns] ticket",
        about="ticket",
        choices=tuple(candidates),
    )


def which_order(columns: Sequence[str], for_day: int, for_month: int) -> Question:
    """Day or month first: every cell can be read both ways, or they contradict each other."""
    named = ", ".join(columns)
    what = (
        say(
            "%(for_day)s cells of %(columns)s can only have the day first, and %(for_month)s only the month",
            for_day=number(for_day),
            columns=named,
            for_month=number(for_month),
        )
        if for_day and for_month
        else say(
            "no cell of %(columns)s shows whether day or month comes first (no such number is over 12)",
            columns=named,
        )
    )
    return Question(
        "date_order",
        what,
        say("say which comes first: --dates day-first or --dates month-first"),
        "--dates ORDER",
        "date_format",
        choices=DATE_ORDERS[:2],
    )


def which_zone(columns: Sequence[str]) -> Question:
    """The times name no offset."""
    return Question(
        "timezone",
        say("the times of %(columns)s name no offset", columns=", ".join(columns)),
        say("say in which zone they were written: --timezone Europe/Berlin"),
        "--timezone TZ",
        "timezone",
    )


def which_decimals(columns: Sequence[str], doubtful: int) -> Question:
    """A comma in numbers can part thousands or decimals."""
    return Question(
        "decimal_comma",
        say(
            "%(numbers)s numbers of %(columns)s have a comma that can part thousands or decimals",
            numbers=number(doubtful),
            columns=", ".join(columns),
        ),
        say("say which: --decimal-comma or --decimal-point"),
        "--decimal-comma or --decimal-point",
        "decimal_comma",
        choices=("decimal-comma", "decimal-point"),
    )


def which_unit(meaning: str, column: ColumnProfile) -> Question:
    """A column of durations does not say its unit."""
    return Question(
        "units",
        say(
            "%(column)s (%(what)s) does not say its unit",
            column=column.name,
            what=say(MEANING_BY_NAME[meaning].says),
        ),
        say('say it: --unit "%(column)s=minutes" (or seconds, hours, days)', column=column.name),
        "--unit COLUMN=UNIT",
        "unit",
        about=column.name,
        choices=UNITS[:-1],
    )


def which_scale(column: ColumnProfile, choices: Sequence[str]) -> Question:
    """A column of ratings may be on several scales."""
    return Question(
        "scale",
        say(
            "the values of %(column)s may be on %(scales)s",
            column=column.name,
            scales=f" {say('or')} ".join(choices) or say("no scale the book knows"),
        ),
        say("say which: --scale 1-5")
        if choices
        else say("say which: --scale 1-5, or leave it out: --column rating=none"),
        "--scale SCALE",
        "scale",
        about=column.name,
        choices=tuple(choices),
    )


def unknown_ratings(column: ColumnProfile, values: Sequence[tuple[str, int]]) -> Question:
    """Values of a column of ratings that are no known word."""
    return Question(
        "columns",
        say(
            "%(values)s of %(column)s are neither numbers nor known words for good and bad",
            values=_several(values),
            column=column.name,
        ),
        say("leave the ratings out (--column rating=none), or write the words into the mapping file"),
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
        say("%(values)s of %(column)s are no known status", values=_several(values), column=column.name),
        say('say what each means: --status "VALUE=open" (or new, pending, on_hold, solved, closed, removed)'),
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
        say(
            "%(values)s of %(column)s do not say whether the call was answered",
            values=_several(values),
            column=column.name,
        ),
        say('say what each means: --outcome "VALUE=answered" (or abandoned, none)'),
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
        say("%(values)s of %(column)s are no known activity", values=_several(values), column=column.name),
        say('say what each becomes: --activity "VALUE=note" (a kind, or a status such as solved)'),
        "--activity VALUE=KIND",
        "[activities]",
        about=column.name,
        choices=(*KIND_NAMES, *STATUS_NAMES),
        values=tuple(values),
    )


def _several(values: Sequence[tuple[str, int]]) -> str:
    rows = sum(each for _, each in values)
    told = say_many("1 row", "%(rows)s rows", rows, rows=number(rows))
    return say_many("1 value (%(rows)s)", "%(num)s values (%(rows)s)", len(values), rows=told)
