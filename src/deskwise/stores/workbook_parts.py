"""The parts of an XLSX workbook beside its cells: sheets, shared texts, which number formats are dates."""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

CHUNK_BYTES = 1_048_576
PART_BYTES = 32 * 1_048_576
Meaning = Literal["number", "date", "instant", "time", "duration"]

BUILT_IN_DATES = frozenset((14, 15, 16, 17, *range(27, 37), *range(50, 59)))
BUILT_IN_TIMES = frozenset((18, 19, 20, 21, 45, 47))
BUILT_IN_INSTANT, BUILT_IN_DURATION = 22, 46
# In a number format, what stands for itself: quoted, escaped, a colour or a country.
NOT_A_LETTER = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
# How XLSX writes characters that XML may not hold.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class WorkbookError(Exception):
    """The workbook is damaged or made to do harm."""


@dataclass
class SharedTexts:
    """The texts that cells name by number, packed tightly."""

    texts: bytearray = field(default_factory=bytearray)
    ends: array[int] = field(default_factory=lambda: array("Q"))

    def add(self, text: str) -> None:
        """Add the next text."""
        self.texts += text.encode("utf-8", "replace")
        self.ends.append(len(self.texts))

    def text(self, number: int) -> str:
        """The text of that number, from 0; raises `WorkbookError` if there is none."""
        if not 0 <= number < len(self.ends):
            raise WorkbookError
        begin = self.ends[number - 1] if number else 0
        return self.texts[begin : self.ends[number]].decode()


@dataclass(frozen=True)
class Workbook:
    """What is needed to read a workbook's cells; `sheets` are names of parts, in the order of their tabs."""

    sheets: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    texts: SharedTexts
    since_1904: bool


def open_workbook(archive: zipfile.ZipFile) -> Workbook:
    """The parts of a workbook; raises `WorkbookError` where they do not hold together."""
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for _, name, attributes in elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    sheets, since_1904 = [], False
    for _, name, attributes in elements(archive, "xl/workbook.xml"):
        if name == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            target = targets.get(link, "")
            sheets.append(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        elif name == "workbookPr":
            since_1904 = attributes.get("date1904") in ("1", "true", "on")
    there = set(archive.namelist())
    found = tuple(sheet for sheet in sheets if sheet in there)
    if not found:
        raise WorkbookError
    return Workbook(found, _meanings(archive), _shared_texts(archive), since_1904)


def parse_part(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> Iterator[int]:
    """Feed a part to a parser; gives after each piece how many bytes are through."""
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    done = 0
    with archive.open(part) as file:
        while chunk := file.read(CHUNK_BYTES):
            parser.Parse(chunk, False)
            done += len(chunk)
            yield done
    parser.Parse(b"", True)


def plain_text(text: str) -> str:
    """A text with the characters it writes by their number."""
    return (
        ESCAPED.sub(lambda found: chr(int(found[1], 16)).replace("\x00", ""), text) if "_x" in text else text
    )


def elements(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, dict[str, str]]]:
    """The elements of a small part, each with what it stands in; none if there is no such part."""
    if part not in archive.namelist():
        return []
    if archive.getinfo(part).file_size > PART_BYTES:
        raise WorkbookError
    found: list[tuple[str, str, dict[str, str]]] = []
    path: list[str] = [""]

    def begin(name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(":", 1)[-1]
        found.append((path[-1], local, attributes))
        path.append(local)

    def end(_: str) -> None:
        path.pop()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    for _ in parse_part(archive, part, parser):
        pass
    return found


def _refuse(*_: object) -> None:
    raise WorkbookError


def _shared_texts(archive: zipfile.ZipFile) -> SharedTexts:
    shared = SharedTexts()
    part = next((name for name in archive.namelist() if name.lower() == "xl/sharedstrings.xml"), None)
    if part is None:
        return shared
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = text_handlers(
        "si", shared.add
    )
    for _ in parse_part(archive, part, parser):
        pass
    return shared


def text_handlers(
    item: str, take: Callable[[str], None]
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None], Callable[[str], None]]:
    """Handlers that put together the text of each element `item`, without how it is to be spoken."""
    pieces: list[str] = []
    spoken = listening = 0

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal spoken, listening
        local = name.rsplit(":", 1)[-1]
        if local == "rPh":
            spoken += 1
        elif local == "t" and not spoken:
            listening = 1

    def end(name: str) -> None:
        nonlocal spoken, listening
        local = name.rsplit(":", 1)[-1]
        if local == "rPh":
            spoken -= 1
        elif local == "t":
            listening = 0
        elif local == item:
            take(plain_text("".join(pieces)))
            pieces.clear()

    def text(piece: str) -> None:
        if listening:
            pieces.append(piece)

    return begin, end, text


def _meanings(archive: zipfile.ZipFile) -> tuple[Meaning, ...]:
    """What a number in a cell of each style means."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    for inside, name, attributes in elements(archive, "xl/styles.xml"):
        number = attributes.get("numFmtId", "0")
        if name == "numFmt" and number.isdecimal():
            formats[int(number)] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            styles.append(int(number) if number.isdecimal() else 0)
    return tuple(_meaning(number, formats.get(number)) for number in styles)


def _meaning(number: int, written: str | None) -> Meaning:
    """What a number in this format means.

    >>> _meaning(164, 'dd/mm/yyyy "at" hh:mm'), _meaning(164, '[Red]#,##0 "days"'), _meaning(164, "[h]:mm")
    ('instant', 'number', 'duration')
    """
    if written is None:
        if number in BUILT_IN_DATES:
            return "date"
        if number in BUILT_IN_TIMES:
            return "time"
        return {BUILT_IN_INSTANT: "instant", BUILT_IN_DURATION: "duration"}.get(number, "number")  # type: ignore[return-value]  # values of Meaning
    letters = NOT_A_LETTER.sub("", written.split(";", 1)[0]).lower().replace("general", "")
    if re.search(r"\[[hms]+\]", letters):
        return "duration"
    has_day = "d" in letters or "y" in letters or "mmm" in letters
    has_hour = "h" in letters or "s" in letters
    if has_day:
        return "instant" if has_hour else "date"
    return "time" if has_hour else "number"
