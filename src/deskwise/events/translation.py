"""What a mapping file says, as a value: how the records of a foreign file become events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Shape = Literal["log", "snapshot", "calls"]
Unnamed = Literal["keep", "reject", "skip", "constant"]
Unit = Literal["seconds", "minutes", "hours", "days", "clock"]

SHAPES: tuple[Shape, ...] = ("log", "snapshot", "calls")
UNITS: tuple[Unit, ...] = ("seconds", "minutes", "hours", "days", "clock")
# What stands between the parts of an id that several columns make up.
BETWEEN_PARTS = "-"


@dataclass(frozen=True)
class Cell:
    """Where a value comes from: a column of the file, or a constant.

    `further` columns are put behind the first, with a hyphen between; the value is null if one is.
    `values` pairs what the file says with what the log shall say (None is nothing). What they do not name
    is, by `unnamed`, kept, refused with its event, left out with it, or said as `unnamed_value`.
    """

    column: str | None = None
    constant: str | None = None
    further: tuple[str, ...] = ()
    values: tuple[tuple[str, str | None], ...] = ()
    unnamed: Unnamed = "keep"
    unnamed_value: str | None = None

    def columns_used(self) -> Iterator[str]:
        """The columns of the file that the cell reads."""
        if self.column is not None:
            yield self.column
        yield from self.further


@dataclass(frozen=True)
class Moment:
    """When an event was: what a column says, or a column of dates and one of times together.

    `plus` columns, in `unit`s, are added to it; `end_of_day` takes the last microsecond of that day, whatever
    the time. Where a column named here is empty, `otherwise` counts; None is never.
    """

    column: str
    time: str | None = None
    plus: tuple[str, ...] = ()
    unit: Unit = "seconds"
    date_format: str | None = None
    end_of_day: bool = False
    otherwise: Moment | None = None

    def choices(self) -> Iterator[Moment]:
        """This moment and all that count where it is not there, in their order."""
        yield self
        if self.otherwise is not None:
            yield from self.otherwise.choices()

    def columns_used(self) -> Iterator[str]:
        """The columns of the file that the moment reads."""
        for choice in self.choices():
            yield choice.column
            if choice.time is not None:
                yield choice.time
            yield from choice.plus


@dataclass(frozen=True)
class Condition:
    """A column is filled (or is not); or it says one of some texts."""

    column: str
    filled: bool | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Emission:
    """One event that a record becomes.

    `kind` None is refused as an unknown kind. `activities`: the values of the activity column it is for;
    None is for every other one. `first_row`: made only from the first record of its ticket, whatever
    its activity. `cells` pairs canonical columns with what fills them, before the translation's own.
    `at` None is the translation's own. The event is made where all of `when` hold.
    """

    kind: str | None
    activities: tuple[str, ...] | None = None
    first_row: bool = False
    cells: tuple[tuple[str, Cell], ...] = ()
    at: Moment | None = None
    when: tuple[Condition, ...] = ()

    def columns_used(self) -> Iterator[str]:
        """The columns of the file that this event reads."""
        for _, cell in self.cells:
            yield from cell.columns_used()
        if self.at is not None:
            yield from self.at.columns_used()
        yield from (condition.column for condition in self.when)


@dataclass(frozen=True)
class Translation:
    """How a foreign file is read.

    `shape`: a log has a record for each event, calls one for each call, and a snapshot one for each ticket,
    which a later export takes the place of. `cells` fill the columns of every event, `extra` (field, column)
    its further fields. `date_format` None reads ISO 8601; else it is written with the letters of strptime.
    `delimiter` and `encoding` None are found out. Texts in `missing` mean nothing, as does an empty cell.
    With `decimal_comma`, numbers are written 1.234,5. Records of `silent_activities` become no event of
    their own.
    """

    name: str
    cells: tuple[tuple[str, Cell], ...]
    emissions: tuple[Emission, ...]
    activity_column: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    date_format: str | None = None
    timezone: str | None = None
    delimiter: str | None = None
    silent_activities: tuple[str, ...] = ()
    shape: Shape = "log"
    decimal_comma: bool = False
    encoding: str | None = None
    missing: tuple[str, ...] = ()

    def columns_used(self) -> tuple[str, ...]:
        """Every column of the file the translation reads, each once."""
        found = [column for _, cell in self.cells for column in cell.columns_used()]
        found += [column for emission in self.emissions for column in emission.columns_used()]
        found += [self.activity_column] if self.activity_column is not None else []
        found += [column for _, column in self.extra]
        return tuple(dict.fromkeys(found))
