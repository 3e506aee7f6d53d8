"""A sheet of an XLSX workbook as CSV, row by row in bounded memory; formulas by the value they last had."""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.parsers import expat

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import marked, number, say
from deskwise.stores.reading_limits import ReadingLimits
from deskwise.stores.reading_meter import ReadingMeter
from deskwise.stores.workbook_parts import (
    Meaning,
    Workbook,
    WorkbookError,
    open_workbook,
    parse_part,
    plain_text,
)

FAILURES = (
    WorkbookError, expat.ExpatError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError,
    NotImplementedError, ValueError, KeyError,
)  # fmt: skip
WHOLE = re.compile(r"-?\d{1,18}")
LIKE_A_DATE = re.compile(r"\s*\d{1,4}([./-])\d{1,2}\1\d{1,4}\b")
LETTERS = re.compile(r"([A-Z]{1,3})\d+")
# A sheet says no zone.
DAYS_1900, DAYS_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - local, as the sheet is
# The calendar of spreadsheets has a 29 February 1900.
FALSE_DAY = 60
MILLISECONDS = 86_400_000
LAST_DAY = 2_958_465


@dataclass
class SheetCopy:
    """What was written: the sheet's own number of each data row, and the columns that hold dates.

    `types` are those of nothing but dates, `dated` those that hold dates beside texts.
    """

    lines: array[int] = field(default_factory=lambda: array("L"))
    types: dict[int, str] = field(default_factory=dict)
    dated: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def write_sheet(
    path: Path, archive: zipfile.ZipFile, into: Path, limits: ReadingLimits, meter: ReadingMeter
) -> SheetCopy:
    """Write the first sheet, or the only one that is not empty, as CSV.

    Raises `InputError` for a damaged workbook, one without rows, and one whose first of several is empty.
    """
    meter.begin(marked("reading the workbook"), path.name)
    try:
        shared = sum(i.file_size for i in archive.infolist() if i.filename.lower() == "xl/sharedstrings.xml")
        if shared > limits.shared_texts_bytes:
            raise InputError(
                say("%(file)s holds more text than is read from a workbook", file=path),
                do=say("save it as CSV"),
            )
        workbook = open_workbook(archive)
        filled = [
            number for number, sheet in enumerate(workbook.sheets) if _has_cells(archive, workbook, sheet)
        ]
        if not filled:
            raise InputError(
                say("%(file)s is a workbook without a single filled cell", file=path),
                do=say("export it again"),
            )
        if filled[0] != 0 and len(filled) > 1:
            raise InputError(
                say(
                    "the first sheet of %(file)s is empty, and %(n)s others are not", file=path, n=len(filled)
                ),
                do=say("save the one that is meant as CSV, or put it first"),
            )
        copy = _write(path, archive, workbook, workbook.sheets[filled[0]], into, limits, meter)
    except FAILURES as error:
        raise InputError(
            say("%(file)s is a damaged workbook", file=path),
            do=say("open it and save it again, or save it as CSV"),
        ) from error
    if len(filled) > 1:
        copy.notes.append(
            say("%(file)s: only the first of its %(n)s filled sheets was read", file=path, n=len(filled))
        )
    return copy


def _has_cells(archive: zipfile.ZipFile, workbook: Workbook, sheet: str) -> bool:
    return next((True for _, cells, _ in _rows(archive, workbook, sheet, 2**31) if cells), False)


def _write(
    path: Path,
    archive: zipfile.ZipFile,
    workbook: Workbook,
    sheet: str,
    into: Path,
    limits: ReadingLimits,
    meter: ReadingMeter,
) -> SheetCopy:
    copy = SheetCopy()
    total = archive.getinfo(sheet).file_size
    meter.begin(marked("reading the sheet"), path.name, total)
    width = 0
    kinds: dict[int, dict[str, int]] = {}
    rows = _rows(archive, workbook, sheet, limits.columns, path, meter)
    with into.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for line, cells, meanings in rows:
            last = max(cells, default=-1)
            if last < 0:
                continue
            if width == 0:
                width = last + 1
                writer.writerow([cells.get(column, "") for column in range(width)])
                continue
            writer.writerow([cells.get(column, "") for column in range(max(width, last + 1))])
            copy.lines.append(line)
            for column, written in cells.items():
                kind: str = meanings.get(column) or ("like a date" if LIKE_A_DATE.match(written) else "text")
                counts = kinds.setdefault(column, {})
                counts[kind] = counts.get(kind, 0) + 1
            if len(copy.lines) % 4096 == 0:
                meter.rows = len(copy.lines)
    for column, found in sorted(kinds.items()):
        dates = found.get("date", 0) + found.get("instant", 0)
        if found.keys() <= {"date", "instant"}:
            copy.types[column] = "DATE" if found.keys() == {"date"} else "TIMESTAMP"
        elif dates:
            copy.dated.append(column)
            if like_dates := found.get("like a date", 0):
                copy.notes.append(
                    say(
                        "%(file)s: column %(column)s has %(dates)s dates and %(texts)s texts that look like"
                        " dates: look whether the spreadsheet took days for months in the dates",
                        file=path,
                        column=_letters(column),
                        dates=number(dates),
                        texts=number(like_dates),
                    )
                )
    return copy


def _letters(column: int) -> str:
    """A column as spreadsheets call it.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


Row = tuple[int, dict[int, str], dict[int, Meaning]]


def _rows(
    archive: zipfile.ZipFile,
    workbook: Workbook,
    sheet: str,
    most_columns: int,
    path: Path | None = None,
    meter: ReadingMeter | None = None,
) -> Iterator[Row]:
    """The rows of a sheet: their number, their filled cells as text, and what the numbers mean."""
    cells = _Cells(workbook, most_columns)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = cells.begin, cells.end
    parser.CharacterDataHandler = cells.text
    for done in parse_part(archive, sheet, parser):
        if cells.too_wide:
            raise InputError(
                say(
                    "%(file)s has more than %(most)s columns",
                    file=path,
                    most=number(most_columns),
                ),
                do=say("leave out those that nothing reads"),
            )
        yield from cells.rows
        cells.rows.clear()
        if meter is not None:
            meter.passed(done)
    yield from cells.rows


class _Cells:
    """What the parser of a sheet has seen."""

    def __init__(self, workbook: Workbook, most_columns: int) -> None:
        self.rows: list[Row] = []
        self.too_wide = False
        self._workbook = workbook
        self._most_columns = most_columns
        self._columns: dict[str, int] = {}
        self._line = 0
        self._column = -1
        self._kind = "n"
        self._style = 0
        self._pieces: list[str] = []
        self._spoken = False
        self._listening = False
        self._filled: dict[int, str] = {}
        self._meanings: dict[int, Meaning] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = name.rsplit(":", 1)[-1]
        if local == "c":
            self._column = self._place(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            style = attributes.get("s", "0")
            self._style = int(style) if style.isdecimal() else 0
            self._pieces.clear()
        elif local == "row":
            line = attributes.get("r", "")
            self._line = int(line) if line.isdecimal() and len(line) < 9 else self._line + 1
            self._column = -1
            self._filled, self._meanings = {}, {}
        elif local == "rPh":
            self._spoken = True
        elif local in ("v", "t"):
            self._listening = not self._spoken

    def text(self, piece: str) -> None:
        """Text within an element."""
        if self._listening:
            self._pieces.append(piece)

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.rsplit(":", 1)[-1]
        if local in ("v", "t"):
            self._listening = False
        elif local == "rPh":
            self._spoken = False
        elif local == "c" and self._pieces:
            if self._column >= self._most_columns:
                self.too_wide = True
                return
            written, meaning = self._value("".join(self._pieces))
            if written:
                self._filled[self._column] = written
                if meaning is not None:
                    self._meanings[self._column] = meaning
        elif local == "row":
            self.rows.append((self._line, self._filled, self._meanings))

    def _place(self, reference: str | None) -> int:
        found = LETTERS.fullmatch(reference) if reference else None
        if found is None:
            return self._column + 1
        letters = found[1]
        place = self._columns.get(letters)
        if place is None:
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - 64
            self._columns[letters] = place = place - 1
        return place

    def _value(self, raw: str) -> tuple[str, Meaning | None]:
        if self._kind == "s":
            return self._workbook.texts.text(int(raw)), None
        if self._kind == "b":
            return ("false" if raw.strip() == "0" else "true"), None
        if self._kind in ("str", "inlineStr", "e"):
            return plain_text(raw), None
        if self._kind == "d":
            return raw.replace("T", " ").removesuffix("Z"), "instant"
        meanings = self._workbook.meanings
        meaning = meanings[self._style] if self._style < len(meanings) else "number"
        return number_text(raw, meaning, since_1904=self._workbook.since_1904)


def number_text(raw: str, meaning: Meaning, *, since_1904: bool) -> tuple[str, Meaning | None]:
    """A number as text, and what it is where it is a date.

    >>> number_text("45658.5", "instant", since_1904=False)
    ('2025-01-01 12:00:00', 'instant')
    >>> number_text("1.1000000000000001", "number", since_1904=False)
    ('1.1', None)
    >>> number_text("1E99", "date", since_1904=False)
    ('1e+99', None)
    """
    raw = raw.strip()
    if meaning == "number" and WHOLE.fullmatch(raw):
        return raw, None
    number = float(raw)
    if meaning == "number" or not 0 <= number < LAST_DAY + 1:
        whole = number.is_integer() and abs(number) < 10**18
        return (str(int(number)) if whole else repr(number)), None
    if meaning == "duration" or (meaning == "time" and number < 1):
        seconds = round(number * MILLISECONDS) // 1000
        hours = f"{seconds // 3600:02d}" if meaning == "time" else str(seconds // 3600)
        return f"{hours}:{seconds // 60 % 60:02d}:{seconds % 60:02d}", None
    before_false_day = not since_1904 and number < FALSE_DAY
    first = (DAYS_1904 if since_1904 else DAYS_1900) + timedelta(days=int(before_false_day))
    try:
        at = first + timedelta(milliseconds=round(number * MILLISECONDS))
    except OverflowError:
        return repr(number), None
    if meaning == "date" and (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0):
        return f"{at:%Y-%m-%d}", "date"
    digits = f".{at.microsecond // 1000:03d}" if at.microsecond else ""
    return f"{at:%Y-%m-%d %H:%M:%S}{digits}", "instant"
