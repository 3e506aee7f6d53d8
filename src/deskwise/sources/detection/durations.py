"""How the durations and numbers of a column are written, and in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from deskwise.app.file_profile import ColumnProfile
from deskwise.sources.detection.headers import plain

Unit = Literal["seconds", "minutes", "hours", "days", "clock"]
UNITS: tuple[Unit, ...] = ("seconds", "minutes", "hours", "days", "clock")
ENOUGH = 0.8
DIGITS = "[NHYL]"
CLOCK_SHAPE = re.compile(rf"-?{DIGITS}:N:N(?:\.{DIGITS})?")
NUMBER_SHAPE = re.compile(rf"[+-]?{DIGITS}(?:[.,]{DIGITS})*")
# 1,5 or 1.234,5 can only be a decimal comma; 1,234 can be both.
COMMA_SHAPE = re.compile(rf"[+-]?{DIGITS}(?:\.H)*,{DIGITS}")
# 1.5 or 1,234.5 can only be a decimal point, and so can a second comma.
POINT_SHAPE = re.compile(rf"[+-]?{DIGITS}(?:,H)*\.{DIGITS}|[+-]?N,H(?:,H)+|[+-]?H(?:,H)+,H")
EITHER_SHAPE = re.compile(r"[+-]?[NH][.,]H")
UNIT_WORDS: dict[str, Unit] = {
    "second": "seconds", "seconds": "seconds", "sec": "seconds", "secs": "seconds", "s": "seconds",
    "minute": "minutes", "minutes": "minutes", "min": "minutes", "mins": "minutes", "minuten": "minutes",
    "hour": "hours", "hours": "hours", "hr": "hours", "hrs": "hours", "h": "hours", "stunden": "hours",
    "day": "days", "days": "days", "tage": "days", "sekunden": "seconds", "minutos": "minutes",
    "horas": "hours",
    "heures": "hours",
}  # fmt: skip


def without_unit(header: str) -> str:
    """A plain header without the unit at its end.

    >>> without_unit("wait time in seconds"), without_unit("wait time hh mm ss")
    ('wait time', 'wait time')
    """
    words = header.split()
    while len(words) > 1 and (words[-1] in UNIT_WORDS or words[-1] in ("in", "hh", "mm", "ss")):
        words.pop()
    return " ".join(words)


def is_clock(column: ColumnProfile) -> bool:
    """Whether nearly all cells are written as 1:02:03."""
    return _share(column, CLOCK_SHAPE)


def is_number(column: ColumnProfile) -> bool:
    """Whether nearly all cells are numbers."""
    return column.type == "number" or _share(column, NUMBER_SHAPE)


def _share(column: ColumnProfile, pattern: re.Pattern[str]) -> bool:
    fitting = sum(shape.cells for shape in column.shapes if pattern.fullmatch(shape.text))
    return column.filled > 0 and fitting >= ENOUGH * column.filled


def unit_of(column: ColumnProfile, known: Iterable[tuple[str, str]] = ()) -> Unit | None:
    """The unit of a column of durations, by its cells and its header; null if nothing says it."""
    said = {plain(name): unit for name, unit in known}.get(plain(column.name))
    if said in UNITS:
        return said
    if is_clock(column):
        return "clock"
    words = [UNIT_WORDS[word] for word in plain(column.name).split() if word in UNIT_WORDS]
    return words[-1] if words else None


def decimal_comma_in(columns: Iterable[ColumnProfile]) -> tuple[bool | None, int]:
    """Whether numbers have a decimal comma, null where that is open; and how many leave it open."""
    comma = point = either = 0
    for column in columns:
        for shape in column.shapes:
            if EITHER_SHAPE.fullmatch(shape.text):
                either += shape.cells if "," in shape.text else 0
            elif COMMA_SHAPE.fullmatch(shape.text):
                comma += shape.cells
            elif POINT_SHAPE.fullmatch(shape.text):
                point += shape.cells
    if comma and not point:
        return True, 0
    if comma and point:
        return None, comma + point
    return (None, either) if either and not point else (False, 0)
