"""What rows a plain file has: its format, and for CSV its columns and how its cells are parted."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import number, say
from deskwise.stores.plain_files import SNIFFED_BYTES, PlainCopies, PlainFile, write_separated
from deskwise.stores.text_shape import check_long_rows

Format = Literal["csv", "jsonl", "parquet"]
DELIMITERS = (",", ";", "\t", "|")
BLANKS = " "
# So many rows decide what parts their cells.
SNIFFED_ROWS = 100
MOST_UNEVEN_SHARE = 0.2
LONGEST_NAME_TOLD = 60


@dataclass(frozen=True)
class FileFormat:
    """A file's format; all from `names` on are for CSV alone, but `lines` and `types`.

    `path` is the file as it was named, `told` what it is called, `content` where its rows are read from.
    `lines` is as in `PlainFile`; `types` pairs the number of a column with its type where that is no text,
    `dated` are the numbers of those that hold dates beside texts.
    """

    path: Path
    content: Path
    told: str
    format: Format
    names: tuple[str, ...] = ()
    delimiter: str = ","
    escape: str = '"'
    blank_lines: int = 0
    lines: Sequence[int] | None = None
    types: tuple[tuple[int, str], ...] = ()
    dated: tuple[int, ...] = ()
    bytes_a_row: float | None = None
    damaged: bool = False

    def line(self, row: int, line: int | None) -> int | None:
        """Where a row stands in the file that was named, `line` being where it stands in the content."""
        if self.lines is None:
            return line
        return int(self.lines[row - 1]) if 0 < row <= len(self.lines) else None


def told_name(name: str) -> str:
    """A column's name for a message: what is too long, or of several lines, may be somebody's text."""
    return name if len(name) <= LONGEST_NAME_TOLD and name.isprintable() else "…"


def find_format(
    source: Path | PlainFile, delimiter: str | None = None, copies: PlainCopies | None = None
) -> FileFormat:
    """The format of a file; one that has to be copied to be read needs `copies` to put it.

    Raises `InputError` for a header that cannot be read, that names a column twice, or too many.
    """
    copies = copies or PlainCopies()
    plain = copies.plain(source)[0] if isinstance(source, Path) else source
    if plain.form == "parquet":
        return FileFormat(plain.path, plain.content, str(plain), "parquet")
    if plain.form == "jsonl":
        return FileFormat(plain.path, plain.content, str(plain), "jsonl", lines=plain.lines)
    with plain.content.open("rb") as file:
        start = file.read(SNIFFED_BYTES)
    text = start.decode("utf-8-sig", errors="replace")
    whole = len(start) < SNIFFED_BYTES
    unblank = text.lstrip("\r\n")
    if not whole and "\n" not in unblank:
        raise InputError(
            say(
                "the first line of %(file)s is longer than %(most)s bytes",
                file=plain,
                most=number(SNIFFED_BYTES),
            ),
            do=say("look whether it is the table that was meant, and export it again"),
        )
    sample = unblank if whole else unblank[: unblank.rindex("\n") + 1]
    found, escape = _parted_by(sample, "," if plain.separated_by_comma else delimiter)
    if found == BLANKS and delimiter is None:
        if plain.suspected:
            check_long_rows(Path(str(plain)), plain.content, BLANKS, escape, copies.limits)
        return find_format(write_separated(plain, copies.new_file()), None, copies)
    if plain.suspected:
        check_long_rows(Path(str(plain)), plain.content, found, escape, copies.limits)
    return FileFormat(
        plain.path,
        plain.content,
        str(plain),
        "csv",
        _names(plain, sample, found, escape, copies.limits.columns),
        found,
        escape,
        text[: len(text) - len(unblank)].count("\n"),
        plain.lines,
        plain.types,
        plain.dated,
        len(start) / max(1, start.count(b"\n")),
        plain.damaged,
    )


def find_formats(
    path: Path, plain_files: Sequence[PlainFile], delimiter: str | None, copies: PlainCopies
) -> list[FileFormat]:
    """The formats of the files in one archive; raises `InputError` where they are no parts of one export."""
    found = [find_format(plain, delimiter, copies) for plain in plain_files]
    if len({(one.format, one.names) for one in found}) > 1:
        raise InputError(
            say("%(file)s holds tables of different columns", file=path),
            do=say("unpack it, and import those that belong together"),
        )
    return found


def _parted_by(sample: str, given: str | None) -> tuple[str, str]:
    """What parts the cells, and what stands before a quote inside quotes."""
    escape = '"'
    if '\\"' in sample and '""' not in sample.replace('\\""', ""):
        escape = "\\"
    if given is not None:
        return given, escape
    best, best_score = ",", (0, 0.0, 0)
    for candidate in DELIMITERS:
        widths = _widths(sample, candidate, escape)
        if not widths or widths[0] < 2:
            continue
        even = sum(width == widths[0] for width in widths) / len(widths)
        score = (int(even >= 1 - MOST_UNEVEN_SHARE), round(even, 1), widths[0])
        if score > best_score:
            best, best_score = candidate, score
    if best_score[2] == 0:
        rows = [line.split() for line in sample.split("\n")[:SNIFFED_ROWS] if line.strip()]
        header = rows[0]
        if len(rows) > 1 and len(header) > 1 and {len(row) for row in rows} == {len(header)}:
            return BLANKS, escape
    return best, escape


def _widths(sample: str, delimiter: str, escape: str) -> list[int]:
    widths: list[int] = []
    escaped = None if escape == '"' else escape
    rows = csv.reader(
        io.StringIO(sample, newline=""), delimiter=delimiter, doublequote=escaped is None, escapechar=escaped
    )
    try:
        for row in rows:
            if row:
                widths.append(len(row))
            if len(widths) > SNIFFED_ROWS:
                break
    except csv.Error:
        return widths[:1]
    return widths


def _names(plain: PlainFile, sample: str, delimiter: str, escape: str, most: int) -> tuple[str, ...]:
    escaped = None if escape == '"' else escape
    try:
        names = next(
            csv.reader(
                io.StringIO(sample, newline=""),
                delimiter=delimiter,
                doublequote=escaped is None,
                escapechar=escaped,
            )
        )
    except csv.Error as error:
        raise InputError(
            say("the header of %(file)s cannot be read", file=plain), do=say("export it as CSV again")
        ) from error
    if len(names) > most:
        raise InputError(
            say("%(file)s has more than %(most)s columns", file=plain, most=number(most)),
            do=say("leave out those that nothing reads"),
        )
    given = [name for name in names if name]
    if not given:
        raise InputError(
            say("%(file)s names no column in its first row", file=plain),
            do=say("put the columns' names there"),
        )
    twice = next((name for number, name in enumerate(given) if name in given[:number]), None)
    if twice is not None:
        raise InputError(
            say("%(file)s has the column %(name)s twice", file=plain, name=repr(told_name(twice))),
            do=say("give each column its own name"),
        )
    return tuple(names)
