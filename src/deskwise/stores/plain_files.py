"""Any file as one the engine reads itself: UTF-8 text with rows in it, JSON lines or Parquet."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import marked, say
from deskwise.stores import archives, encodings
from deskwise.stores.json_documents import BLANK, NotADocumentError, write_list, write_list_inside
from deskwise.stores.reading_limits import DEFAULT_LIMITS, ReadingLimits
from deskwise.stores.reading_meter import ReadingMeter
from deskwise.stores.spreadsheets import write_sheet
from deskwise.stores.steady_files import steady_file
from deskwise.stores.text_shape import check_long_lines, shape_of_text

Form = Literal["text", "jsonl", "parquet"]
SNIFFED_BYTES = 1_048_576
PARQUET_MAGIC = b"PAR1"
OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0"
JSON_LINES_ENDINGS = (".jsonl", ".ndjson")
JSON_ENDINGS = (*JSON_LINES_ENDINGS, ".json")
FOLDER_PREFIX = "unpacked-"
MOST_CONTROL_SHARE = 0.05
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1b")
KINDS = marked("import CSV, JSON, Parquet or XLSX, packed as gzip or zip if you like")


@dataclass(frozen=True)
class PlainFile:
    """A file as named, and where its plain content lies: in itself, or in a copy of it.

    `told` is what messages call it. `lines` is where each row stands in what was named, null where the
    content's own lines are it, empty where there are none to tell. `types` are the columns, by number, that
    hold nothing but dates, `dated` those that hold dates, written by ISO 8601, beside texts. `suspected`: a
    row may be too long; `returns`: some lines may end in one; `damaged`: single bytes are no UTF-8.
    """

    path: Path
    content: Path
    form: Form = "text"
    told: str = ""
    lines: Sequence[int] | None = None
    types: tuple[tuple[int, str], ...] = ()
    dated: tuple[int, ...] = ()
    separated_by_comma: bool = False
    notes: tuple[str, ...] = ()
    suspected: bool = False
    returns: bool = False
    damaged: bool = False

    def __str__(self) -> str:
        return self.told or str(self.path)


@dataclass
class PlainCopies:
    """Makes plain copies of files in a folder of their own, which `close` removes."""

    spill: Path | None = None
    limits: ReadingLimits = DEFAULT_LIMITS
    meter: ReadingMeter = field(default_factory=ReadingMeter)
    _folder: Path | None = None
    _made: int = 0

    def close(self) -> None:
        """Remove every copy."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        if self._made and self.spill is not None:
            with suppress(OSError):  # others' files may be in it
                self.spill.rmdir()

    def plain(self, path: Path, encoding: str | None = None) -> tuple[PlainFile, ...]:
        """The file, or the files in it, as the engine reads them; raises `InputError` where there is none."""
        if steady_file(path).size == 0:
            raise InputError(say("%(file)s is empty", file=path), do=say("export it again"))
        name = path.name.lower()
        start = _start(path, path)
        if start.startswith(archives.GZIP_MAGIC):
            content = self.new_file()
            archives.unpack_gzip(path, content, self.limits, self.meter)
            return (self._unpacked(path, str(path), content, name.removesuffix(".gz"), encoding),)
        if start.startswith((archives.ZIP_MAGIC, archives.EMPTY_ZIP_MAGIC)):
            return self._zipped(path, encoding)
        return (self._unpacked(path, str(path), path, name, encoding),)

    def new_file(self) -> Path:
        """A path for another copy."""
        if self._folder is None:
            if self.spill is not None:
                self.spill.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=self.spill))
        self._made += 1
        return self._folder / str(self._made)

    def _zipped(self, path: Path, encoding: str | None) -> tuple[PlainFile, ...]:
        with archives.opened_zip(path, self.limits) as archive:
            if archives.is_workbook(archive):
                return (self._workbook(path, str(path), path),)
            found = []
            packed = archives.packed_files(path, archive, self.limits)
            for number, one in enumerate(packed, start=1):
                content = self.new_file()
                archives.unpack_file(path, archive, one, content, self.limits, self.meter)
                told = str(path) if len(packed) == 1 else f"{path} (file {number} in it)"
                found.append(self._unpacked(path, told, content, one.ending, encoding))
            return tuple(found)

    def _unpacked(self, path: Path, told: str, content: Path, name: str, encoding: str | None) -> PlainFile:
        start = _start(path, content)
        shown = Path(told)
        if not start:
            raise InputError(say("%(file)s is empty", file=told), do=say("export it again"))
        if start.startswith(PARQUET_MAGIC):
            return PlainFile(path, content, "parquet", told)
        if name.endswith(".parquet"):
            raise InputError(
                say("%(file)s is named .parquet and is none", file=told),
                do=say("export it again, or give its true ending"),
            )
        if start.startswith((archives.ZIP_MAGIC, archives.GZIP_MAGIC)):
            if start.startswith(archives.ZIP_MAGIC):
                with archives.opened_zip(content, self.limits) as archive:
                    if archives.is_workbook(archive):
                        return self._workbook(path, told, content)
            raise InputError(
                say("%(file)s is packed more than once", file=told),
                do=say("unpack it, and import what is in it"),
            )
        _refuse_other_kinds(told, start)
        plain = PlainFile(path, content, "text", told)
        plain, start = self._as_utf8(plain, start, name, encoding)
        text = start.decode("utf-8-sig", errors="replace")
        if not text.strip():
            raise InputError(
                say("%(file)s holds nothing but blank lines", file=told), do=say("export it again")
            )
        if re.match(r"\s*<(!doctype|html|\?xml|table|[a-z:]*workbook)", text, re.IGNORECASE):
            raise InputError(
                say("%(file)s is a page or XML, and no table", file=told),
                do=say("open it in a spreadsheet and save it as XLSX or CSV"),
            )
        return self._as_rows(plain, shown, text, name)

    def _as_utf8(
        self, plain: PlainFile, start: bytes, name: str, encoding: str | None
    ) -> tuple[PlainFile, bytes]:
        """The file as UTF-8, its rows' ends and lengths looked at."""
        shown = Path(str(plain))
        named = encodings.known_encoding(encoding, shown) if encoding else None
        found = named or encodings.marked_encoding(start)
        if found is None and b"\x00" in start:
            found = encodings.unmarked_utf16(start)
        notes: tuple[str, ...] = ()
        if found is None or found == encodings.UTF8:
            if b"\x00" in start or _controls(start) > MOST_CONTROL_SHARE:
                raise InputError(say("%(file)s is neither text nor Parquet", file=plain), do=say(KINDS))
            quotes = not name.endswith(JSON_LINES_ENDINGS)
            shape = shape_of_text(shown, plain.content, self.limits, quotes=quotes)
            plain = replace(
                plain,
                suspected=shape.long_row_suspected,
                returns=shape.returns,
                damaged=not shape.is_utf8,
            )
            only_returns = shape.returns and b"\n" not in start
            if not shape.is_utf8 and named is None:
                told = encodings.encoding_of_invalid_utf8(shown, plain.content)
                found = told.name
                if told.guessed:
                    notes = (say("%(file)s is not UTF-8 and was read as Windows-1252", file=plain),)
            if (found or encodings.UTF8) == encodings.UTF8 and not only_returns:
                return plain, start
            plain = replace(plain, notes=notes, damaged=(found or encodings.UTF8) == encodings.UTF8)
            return self._rewritten(plain, found or encodings.UTF8, mend_ends=only_returns)
        plain, start = self._rewritten(plain, found, mend_ends=False)
        shape = shape_of_text(shown, plain.content, self.limits, quotes=True)
        return replace(plain, suspected=shape.long_row_suspected, returns=shape.returns), start

    def _rewritten(
        self, plain: PlainFile, encoding: str, *, mend_ends: bool, as_json_lines: bool = False
    ) -> tuple[PlainFile, bytes]:
        into = self.new_file()
        encodings.write_as_utf8(
            Path(str(plain)), plain.content, into, encoding,
            as_json_lines=as_json_lines, mend_ends=mend_ends, meter=self.meter,
        )  # fmt: skip
        return replace(plain, content=into), _start(plain.path, into)

    def mended(self, plain: PlainFile) -> PlainFile:
        """The same text with all its line ends the same."""
        return self._rewritten(replace(plain, returns=False), encodings.UTF8, mend_ends=True)[0]

    def _as_rows(self, plain: PlainFile, shown: Path, text: str, name: str) -> PlainFile:
        first, second = (*text.lstrip()[:1], *text.lstrip()[1:].lstrip(BLANK)[:1], "", "")[:2]
        if first == "[" and (second in ("{", "]") or name.endswith(JSON_ENDINGS)):
            into = self.new_file()
            write_list(shown, plain.content, into, self.limits, self.meter)
            if not self.meter.rows:
                raise InputError(say("%(file)s holds an empty list", file=plain), do=say("export it again"))
            return replace(plain, content=into, form="jsonl", lines=())
        if first == "{" and not name.endswith(JSON_LINES_ENDINGS):
            into = self.new_file()
            try:
                write_list_inside(shown, plain.content, into, self.limits, self.meter)
            except NotADocumentError as error:
                if not _some_line_is_an_object(text):
                    raise InputError(
                        say(
                            "%(file)s is no JSON with a list of objects in it, and no JSON lines",
                            file=plain,
                        ),
                        do=say("write one JSON object a line, or a list of them"),
                    ) from error
            else:
                return replace(plain, content=into, form="jsonl", lines=())
        if first == "{" or name.endswith(JSON_ENDINGS):
            if plain.suspected or _longest_line(text) >= self.limits.line_bytes:
                check_long_lines(shown, plain.content, self.limits)
            return replace(self._json_lines(plain), form="jsonl", lines=None)
        return plain

    def _json_lines(self, plain: PlainFile) -> PlainFile:
        """JSON lines that the engine reads without losing one: all UTF-8, with plain line ends."""
        shape = shape_of_text(Path(str(plain)), plain.content, self.limits, quotes=False)
        if shape.long_row_suspected:
            check_long_lines(Path(str(plain)), plain.content, self.limits)
        if shape.is_utf8 and not shape.returns:
            return plain
        return self._rewritten(plain, encodings.UTF8, mend_ends=True, as_json_lines=True)[0]

    def _workbook(self, path: Path, told: str, content: Path) -> PlainFile:
        into = self.new_file()
        with archives.opened_zip(content, self.limits) as archive:
            archives.check_sizes(Path(told), archive, self.limits)
            copy = write_sheet(Path(told), archive, into, self.limits, self.meter)
        return PlainFile(
            path,
            into,
            "text",
            told,
            copy.lines,
            tuple(sorted(copy.types.items())),
            tuple(copy.dated),
            separated_by_comma=True,
            notes=tuple(copy.notes),
        )


def write_separated(plain: PlainFile, into: Path) -> PlainFile:
    """A text whose cells stand apart by any number of blanks, as CSV on the same lines."""
    with (
        plain.content.open(encoding="utf-8-sig", errors="surrogateescape") as text,
        into.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        for line in text:
            cells = line.split()
            if cells:
                writer.writerow(cells)
            else:
                file.write("\n")
    return replace(plain, content=into, separated_by_comma=True)


def _start(path: Path, content: Path) -> bytes:
    try:
        with content.open("rb") as file:
            return file.read(SNIFFED_BYTES)
    except OSError as error:
        raise InputError(
            say("%(file)s cannot be read to its end", file=path), do=say("copy or export it again")
        ) from error


def _controls(start: bytes) -> float:
    return (len(start) - len(start.translate(None, CONTROLS))) / max(1, len(start))


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def _some_line_is_an_object(text: str) -> bool:
    for line in text.split("\n", 1_000)[:1_000]:
        try:
            if isinstance(json.loads(line), dict):
                return True
        except (ValueError, RecursionError):
            continue
    return False


def _refuse_other_kinds(told: str, start: bytes) -> None:
    packing = archives.other_packing(start)
    if packing is not None:
        raise InputError(
            say("%(file)s is packed with %(packing)s", file=told, packing=packing),
            do=say("unpack it, or pack it as gzip or zip"),
        )
    if start.startswith(OLD_OFFICE_MAGIC):
        raise InputError(
            say("%(file)s is an old Excel file, or one with a password", file=told),
            do=say("save it as XLSX or CSV, without a password"),
        )
    if start.startswith(b"%PDF"):
        raise InputError(
            say("%(file)s is a PDF", file=told), do=say("export the table itself as CSV or XLSX")
        )
