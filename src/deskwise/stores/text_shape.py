"""A text file looked through once, fast: what in it no reader of rows could bear."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import number, say
from deskwise.stores.reading_limits import ReadingLimits

QUOTE, LINE_END, ZERO = b'"', b"\n", b"\x00"


@dataclass(frozen=True)
class TextShape:
    """What was seen: whether all of it is UTF-8, and whether a row may be longer than any reader bears."""

    is_utf8: bool
    long_row_suspected: bool
    returns: bool


def shape_of_text(path: Path, content: Path, limits: ReadingLimits, *, quotes: bool) -> TextShape:
    """Look through a text; raises `InputError` for a NUL byte.

    `quotes`: an end of line between quotes ends no row. A row is suspected to be too long where a whole
    window, of half that length, has no row's end.
    """
    is_utf8, suspected, returns, inside = True, False, False, False
    rest = b""
    with content.open("rb") as file:
        while window := file.read(limits.line_bytes // 2):
            if ZERO in window:
                line = _line_at(content, file.tell() - len(window) + window.index(ZERO))
                raise InputError(
                    say("%(file)s has a NUL byte on line %(line)s", file=path, line=number(line)),
                    do=say("export it again as text"),
                )
            if is_utf8 and (rest or not window.isascii()):
                is_utf8, rest = _utf8(rest + window)
            if len(window) == limits.line_bytes // 2:
                suspected = suspected or not _a_row_ends(window, inside and quotes, quotes)
            inside ^= bool(window.count(QUOTE) & 1)
            returns = returns or b"\r" in window
    return TextShape(is_utf8 and not rest, suspected, returns)


def check_long_rows(path: Path, content: Path, delimiter: str, escape: str, limits: ReadingLimits) -> None:
    """Raise `InputError` if a CSV file really has a row longer than any may be; slow, and exact."""
    before = csv.field_size_limit(limits.line_bytes + 1)
    begins = 1
    try:
        with content.open("rb") as file:
            # One character a byte: only what parts cells and what quotes them matters.
            lines = _BoundedLines(io.TextIOWrapper(file, "latin-1", newline=""), limits.line_bytes)
            escaped = None if escape == '"' else escape
            single = delimiter if delimiter.isascii() else ","
            reader = csv.reader(lines, delimiter=single, doublequote=escaped is None, escapechar=escaped)
            for _ in reader:
                begins = reader.line_num + 1
                lines.taken = 0
    except csv.Error as error:
        raise _long_row(path, begins, limits, say("look whether a quote is left open there")) from error
    finally:
        csv.field_size_limit(before)


def check_long_lines(path: Path, content: Path, limits: ReadingLimits) -> None:
    """Raise `InputError` if a text has a line longer than any row may be."""
    number = 1
    with content.open("rb") as file:
        while line := file.readline(limits.line_bytes + 1):
            if len(line) > limits.line_bytes:
                raise _long_row(path, number, limits, say("split it, or export it again"))
            number += 1


class _BoundedLines:
    """The lines of a text, which end where those `taken` for one row are longer than a bound."""

    def __init__(self, text: io.TextIOWrapper, longest: int) -> None:
        self.taken = 0
        self._text = text
        self._longest = longest

    def __iter__(self) -> _BoundedLines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._longest + 1)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken > self._longest:
            raise csv.Error("row too long")
        return line


def _line_at(content: Path, place: int) -> int:
    """The line on which that byte stands."""
    line, left = 1, place
    with content.open("rb") as file:
        while left > 0 and (piece := file.read(min(left, 1_048_576))):
            line += piece.count(LINE_END)
            left -= len(piece)
    return line


def _utf8(text: bytes) -> tuple[bool, bytes]:
    """Whether it is UTF-8 but for a character cut at its end, and what was cut."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        if (
            error.end == len(text)
            and len(text) - error.start < 4
            and error.reason == "unexpected end of data"
        ):
            return True, text[error.start :]
        return False, b""
    return True, b""


def _a_row_ends(window: bytes, inside: bool, quotes: bool) -> bool:
    at = 0
    while True:
        end = window.find(LINE_END, at)
        quote = window.find(QUOTE, at) if quotes else -1
        if inside:
            if quote < 0:
                return False
            at, inside = quote + 1, False
        elif end >= 0 and (quote < 0 or end < quote):
            return True
        elif quote < 0:
            return False
        else:
            at, inside = quote + 1, True


def _long_row(path: Path, line: int, limits: ReadingLimits, do: str) -> InputError:
    size = (
        f"{limits.line_bytes // 1_048_576} MB"
        if limits.line_bytes >= 1_048_576
        else say("%(n)s bytes", n=limits.line_bytes)
    )
    return InputError(
        say(
            "the row of %(file)s that begins on line %(line)s is longer than %(size)s",
            file=path,
            line=number(line),
            size=size,
        ),
        do=do,
    )
