"""Opening hours as values: spans of a day, weeks, holidays, exceptions (definitions, section 5)."""

from dataclasses import dataclass, field
from datetime import date

DAY_MICROSECONDS = 86_400_000_000


@dataclass(frozen=True, order=True)
class Span:
    """Hours of one local day, as microseconds after its midnight.

    `closes` of 24:00 ends the day; `closes` equal to `opens` means 24 hours; `closes` before
    `opens` crosses midnight into the next day.
    """

    opens: int
    closes: int


@dataclass(frozen=True)
class Holidays:
    """The local dates a schedule is closed on: a country's (and region's) and one's own."""

    country: str | None = None
    region: str | None = None
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """Weekly opening hours in one zone, in force from the first instant of `valid_from` there.

    `week` holds seven tuples of spans, Monday first. `exceptions` replaces a date's hours by its
    own spans (none: closed). `valid_from` None reaches back for ever.
    """

    zone: str
    week: tuple[tuple[Span, ...], ...]
    holidays: Holidays = field(default_factory=Holidays)
    exceptions: tuple[tuple[date, tuple[Span, ...]], ...] = ()
    valid_from: date | None = None
