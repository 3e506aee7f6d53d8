"""Rows that a quote left open has swallowed: lines that would be rows, inside of one that is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deskwise.stores.csv_lines import LONGEST_CELL, RowPlace
from deskwise.stores.file_formats import FileFormat

QUOTE = '"'


@dataclass(frozen=True)
class OpenQuote:
    """A quote that ends late or never: the line it opens on, the last line it holds, the rows in between.

    `row` is the number of the row it stands in; `swallowed` are the lines that have as many cells as the file
    has columns, if each is read by itself.
    """

    row: int
    line: int
    ends: int
    swallowed: tuple[int, ...]

    @property
    def says(self) -> str:
        """What happened, without a word of the file's."""
        lines = self.ends - self.line
        behind = f"the {lines:,} lines behind it were" if lines > 1 else "the line behind it was"
        return (
            f"a quote opens on line {self.line:,} and is not closed there: {behind} read as part of one row"
        )


def open_quotes(found: FileFormat, places: Iterable[RowPlace]) -> dict[int, OpenQuote]:
    """Of these rows that cannot be read, those that hold others, by their number."""
    spans = sorted(
        (place for place in places if place.ends is not None and place.ends > place.line),
        key=lambda place: place.line,
    )
    quotes: dict[int, OpenQuote] = {}
    lines = _lines(found)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        for place in spans:
            told = _open_quote(found, place, lines)
            if told is not None:
                quotes[place.row] = told
    finally:
        csv.field_size_limit(limit)
    return quotes


def _lines(found: FileFormat) -> Iterator[tuple[int, str]]:
    with found.content.open("rb") as file:
        text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
        yield from enumerate(text, start=1)


def _open_quote(found: FileFormat, place: RowPlace, lines: Iterator[tuple[int, str]]) -> OpenQuote | None:
    assert place.ends is not None
    inside, opened = False, place.line
    swallowed: list[int] = []
    for number, line in lines:
        if number < place.line:
            continue
        if number > place.line and inside and _is_a_row(found, line):
            swallowed.append(number)
        elif not swallowed:
            inside, opened = _quoted_behind(found, line, inside, number, opened)
        if number >= place.ends:
            break
    return OpenQuote(place.row, opened, place.ends, tuple(swallowed)) if swallowed else None


def _is_a_row(found: FileFormat, line: str) -> bool:
    escaped = None if found.escape == QUOTE else found.escape
    cells = next(
        csv.reader([line], delimiter=found.delimiter, doublequote=escaped is None, escapechar=escaped), []
    )
    return len(cells) == len(found.names) > 1


def _quoted_behind(found: FileFormat, line: str, inside: bool, number: int, opened: int) -> tuple[bool, int]:
    """Whether a quote is open behind a line, and the line on which the last one opened."""
    escaped = False
    for letter in line:
        if escaped:
            escaped = False
        elif letter == found.escape != QUOTE:
            escaped = True
        elif letter == QUOTE:
            inside = not inside
            opened = number if inside else opened
    return inside, opened
