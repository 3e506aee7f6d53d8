"""How the instants of a column are written: the format, and what of it the whole column leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from deskwise.app.file_profile import CellShape, ColumnProfile
from deskwise.app.file_understanding import DateOrder

Kind = Literal["iso", "format", "numbers", "epoch", "typed"]
ISO, EPOCH_SECONDS, EPOCH_MILLISECONDS = "ISO 8601", "epoch_seconds", "epoch_milliseconds"
# How many of a column's cells must be dates before it is believed to be a column of dates.
ENOUGH = 0.8

CLOCK = r"N:N(?::N)?"
REST = (
    r"(?P<join>,? at |, | |t)?(?P<clock>N:N(?P<seconds>:N)?(?P<fraction>\.[NHYL])?(?P<half> ?P)?)?"
    r"(?P<blank> ?)(?P<zone>utc|gmt|[+-]Y|[+-]N(?::N)?)?"
)
ISO_SHAPE = re.compile(
    r"Y-N-N(?:[t ]N:N(?P<seconds>:N)?(?:[.,][NHYL])?)?(?P<blank> ?)(?P<zone>z|[+-]Y|[+-]N(?::N)?)?"
)
NUMBERS_SHAPE = re.compile(r"N(?P<by>[/.-])N(?P=by)(?P<year>[YN])" + REST)
YEAR_FIRST_SHAPE = re.compile(r"Y(?P<by>[/.-])N(?P=by)N" + REST)
NAMED_SHAPES = (
    (
        re.compile(
            r"(?P<day>W,? )?N(?P<by>[/. -]|\. )(?P<month>[MF])(?P<by2>[/. -]|, )(?P<year>[YN])" + REST
        ),
        "dmy",
    ),
    (re.compile(r"(?P<day>W,? )?(?P<month>[MF])(?P<by>\.? )N(?P<by2>, | )(?P<year>[YN])" + REST), "mdy"),
)
TEN_DIGITS, THIRTEEN_DIGITS = (900_000_000, 4_102_444_800), (900_000_000_000, 4_102_444_800_000)


@dataclass(frozen=True)
class Writing:
    """How cells of one shape are written.

    `format` is in the letters of strptime, with `{first}`, `{second}`, `{third}` where the order of day and
    month is open ("numbers"). `zoned`: each says its offset, or that it is UTC.
    `dates_only`: none says a time of day.
    """

    kind: Kind
    format: str
    cells: int
    zoned: bool = False
    dates_only: bool = False


@dataclass(frozen=True)
class Order:
    """What the whole of some columns says of the order of day and month.

    `decided` is null where it is open; `for_day_first` and `for_month_first` count the cells that can only be
    read so: both above zero is a contradiction.
    """

    decided: DateOrder | None
    for_day_first: int
    for_month_first: int


def writings_of(column: ColumnProfile) -> tuple[Writing, ...]:
    """How a column's instants are written, the most frequent first; empty where it holds none.

    Where others are written otherwise, a spreadsheet's own dates are not named: they are read in any case.
    """
    if column.type == "instant":
        return (Writing("typed", "", column.filled, zoned=True),)
    if column.type == "local":
        return (Writing("typed", "", column.filled),)
    if column.type not in ("text", "number") or not column.filled:
        return ()
    padded = column.shortest >= min((_padded(shape.text) for shape in column.shapes), default=0)
    found = [one for shape in column.shapes if (one := _writing(shape, padded)) is not None]
    if sum(one.cells for one in found) < ENOUGH * column.filled:
        return ()
    if column.dated and any(one.kind != "iso" for one in found):
        found = [one for one in found if one.kind != "iso" or one.zoned]
    merged: dict[Writing, int] = {}
    for one in found:
        key = Writing(one.kind, one.format, 0, one.zoned, one.dates_only)
        merged[key] = merged.get(key, 0) + one.cells
    together = [
        Writing(key.kind, key.format, cells, key.zoned, key.dates_only) for key, cells in merged.items()
    ]
    return tuple(sorted(together, key=lambda one: -one.cells))


def dates_of(column: ColumnProfile) -> tuple[Writing, ...]:
    """As `writings_of`, of a column of days that stands beside the times of day: 19990201 and 990201 too."""
    found = writings_of(column)
    if found or [shape.text for shape in column.shapes] != ["L"]:
        return found
    compact = {6: "%y%m%d", 8: "%Y%m%d"}.get(column.longest)
    if compact is None or column.shortest != column.longest:
        return ()
    return (Writing("format", compact, column.filled, dates_only=True),)


def spreadsheet_dates(column: ColumnProfile) -> int:
    """How many cells of a column are a spreadsheet's own dates, which are read whatever its format is."""
    if not column.dated:
        return 0
    shapes = ((shape, ISO_SHAPE.fullmatch(shape.text)) for shape in column.shapes)
    return sum(shape.cells for shape, iso in shapes if iso is not None and iso["zone"] is None)


def _padded(shape: str) -> int:
    """The least number of letters of a shape whose days and months are written with two digits."""
    return sum({"N": 2, "H": 3, "Y": 4, "L": 5, "M": 3, "P": 2}.get(letter, 1) for letter in shape)


def _writing(shape: CellShape, padded: bool) -> Writing | None:
    text = shape.text
    if (iso := ISO_SHAPE.fullmatch(text)) and padded:
        zone = iso["zone"]
        return Writing("iso", ISO, shape.cells, zoned=zone is not None, dates_only=":" not in text)
    if text == "L":
        return _epoch(shape)
    if year_first := YEAR_FIRST_SHAPE.fullmatch(text):
        by = year_first["by"]
        return _with_rest(f"%Y{by}%m{by}%d", year_first, shape, "format")
    if numbers := NUMBERS_SHAPE.fullmatch(text):
        by, year = numbers["by"], "%Y" if numbers["year"] == "Y" else "%y"
        date = f"{{first}}{by}{{second}}{by}{{third{year[1]}}}"
        return _with_rest(date, numbers, shape, "numbers")
    for pattern, order in NAMED_SHAPES:
        if named := pattern.fullmatch(text):
            month = "%b" if named["month"] == "M" else "%B"
            year = "%Y" if named["year"] == "Y" else "%y"
            day = (named["day"] or "").replace("W", "%a")
            date = (
                f"{day}%d{named['by']}{month}{named['by2']}{year}"
                if order == "dmy"
                else f"{day}{month}{named['by']}%d{named['by2']}{year}"
            )
            return _with_rest(date, named, shape, "format")
    return None


def _epoch(shape: CellShape) -> Writing | None:
    largest = shape.largest[0]
    if largest is None:
        return None
    if TEN_DIGITS[0] <= largest <= TEN_DIGITS[1]:
        return Writing("epoch", EPOCH_SECONDS, shape.cells, zoned=True)
    if THIRTEEN_DIGITS[0] <= largest <= THIRTEEN_DIGITS[1]:
        return Writing("epoch", EPOCH_MILLISECONDS, shape.cells, zoned=True)
    return None


def _with_rest(date: str, found: re.Match[str], shape: CellShape, kind: Kind) -> Writing:
    clock = ""
    if found["clock"]:
        join = "T" if found["join"] == "t" else found["join"] or ""
        hour = "%I" if found["half"] else "%H"
        clock = (
            f"{join}{hour}:%M" + (":%S" if found["seconds"] else "") + (".%f" if found["fraction"] else "")
        )
        clock += (found["half"] or "").replace("P", "%p")
    zone = found["zone"]
    word = zone is not None and zone[0] not in "+-"
    said = "" if zone is None else found["blank"] + ("%Z" if word else "%z")
    return Writing(
        kind,
        date + clock + said,
        shape.cells,
        zoned=zone is not None,
        dates_only=not found["clock"],
    )


def _numbers(columns: Iterable[ColumnProfile]) -> Iterator[CellShape]:
    for column in columns:
        yield from (shape for shape in column.shapes if NUMBERS_SHAPE.fullmatch(shape.text))


def order_of(columns: Iterable[ColumnProfile]) -> Order:
    """Whether day or month comes first, by every cell of the columns: it is decided or open, never guessed.

    A first number over 31 is a year: no common export writes years with two digits first but by dashes.
    """
    shapes = list(_numbers(columns))
    for_day = sum(shape.over_twelve[0] for shape in shapes)
    for_month = sum(shape.over_twelve[1] for shape in shapes)
    largest = max((shape.largest[0] or 0 for shape in shapes), default=0)
    decided: DateOrder | None = None
    if largest > 31 and not for_month:
        decided = "year-first"
    elif for_day and not for_month:
        decided = "day-first"
    elif for_month and not for_day:
        decided = "month-first"
    return Order(decided, for_day, for_month)


def format_in(writing: Writing, order: DateOrder | None) -> str | None:
    """The format for a mapping file; null for ISO 8601 and typed columns, and where the order is open.

    >>> format_in(Writing("numbers", "{first}/{second}/{thirdY} %H:%M", 3), "day-first")
    '%d/%m/%Y %H:%M'
    """
    if writing.kind in ("iso", "typed"):
        return None
    if writing.kind != "numbers":
        return writing.format
    if order is None:
        return None
    letters = {
        "day-first": ("%d", "%m", ""),
        "month-first": ("%m", "%d", ""),
        "year-first": ("%y", "%m", "%d"),
    }
    first, second, third = letters[order]
    return writing.format.format(first=first, second=second, thirdY=third or "%Y", thirdy=third or "%y")
