"""One JSON document as JSON lines: a list of objects, or an object that holds one list of them."""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import marked, number, say
from deskwise.stores.reading_limits import ReadingLimits
from deskwise.stores.reading_meter import ReadingMeter

BLANK = " \t\r\n"
CHUNK_CHARACTERS = 1_048_576
DECODER = json.JSONDecoder()


class NotADocumentError(Exception):
    """The text is no single JSON document: it may be JSON lines."""


@dataclass
class _Text:
    """A text of which a part is held: what lies before `at` is done with."""

    file: IO[bytes]
    longest: int
    meter: ReadingMeter
    held: str = ""
    at: int = 0
    ended: bool = False

    def __post_init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="surrogateescape")

    def more(self) -> None:
        """Hold more of the text."""
        chunk = self.file.read(max(CHUNK_CHARACTERS, len(self.held) - self.at))
        self.ended = not chunk
        self.held = self.held[self.at :] + self._decoder.decode(chunk, final=not chunk)
        self.at = 0
        self.meter.passed(self.file.tell())

    def next(self) -> str:
        """The next character that is not blank, not yet passed; empty at the end."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in BLANK:
                self.at += 1
            if self.at < len(self.held):
                return self.held[self.at]
            if self.ended:
                return ""
            self.more()

    def expect(self, characters: str) -> str:
        """Pass one of these characters."""
        found = self.next()
        if not found or found not in characters:
            raise NotADocumentError
        self.at += 1
        return found

    def value(self) -> str:
        """Pass a value, and return it as it is written, on one line."""
        self.next()
        while True:
            try:
                _, end = DECODER.raw_decode(self.held, self.at)
            except (ValueError, RecursionError) as error:
                if self.ended or len(self.held) - self.at > self.longest or isinstance(error, RecursionError):
                    raise NotADocumentError from error
            else:
                # A number may go on behind what is held.
                if end < len(self.held) or self.ended:
                    if end - self.at > self.longest:
                        raise NotADocumentError
                    written = self.held[self.at : end]
                    self.at = end
                    return written.replace("\n", " ").replace("\r", " ")
            self.more()

    def holds_objects(self) -> bool:
        """Whether the list that comes next begins with an object."""
        begin = self.at
        while True:
            rest = self.held[begin + 1 :].lstrip(BLANK)
            if rest or self.ended:
                return rest.startswith("{")
            self.more()
            begin = self.at

    def name(self) -> str:
        """Pass the name of a member and the colon behind it."""
        name = self.value()
        if not name.startswith('"'):
            raise NotADocumentError
        self.expect(":")
        return str(json.loads(name))


def write_list(path: Path, content: Path, into: Path, limits: ReadingLimits, meter: ReadingMeter) -> None:
    """Write the elements of a JSON list, one a line; raises `InputError` where it breaks off."""
    meter.begin(marked("reading JSON"), path.name, content.stat().st_size)
    with content.open("rb") as file, into.open("wb") as lines:
        text = _Text(file, limits.line_bytes, meter)
        try:
            _pass_list(text, lines, meter)
            if text.next():
                raise NotADocumentError
        except NotADocumentError as error:
            raise InputError(
                say(
                    "%(file)s is no valid JSON behind its element %(what)s, or the next is too long",
                    file=path,
                    what=number(meter.rows or 0),
                ),
                do=say("export it again, or write one JSON object a line"),
            ) from error


def write_list_inside(
    path: Path, content: Path, into: Path, limits: ReadingLimits, meter: ReadingMeter
) -> None:
    """Write the elements of the one list of objects in a JSON object, one a line.

    Raises `NotADocumentError` where the text is no single object or holds no such list, and `InputError`
    where it holds several.
    """
    meter.begin(marked("reading JSON"), path.name, content.stat().st_size)
    with content.open("rb") as file, into.open("wb") as lines:
        text = _Text(file, limits.line_bytes, meter)
        text.expect("{")
        found: list[str] = []
        while text.next() == '"':
            name = text.name()
            if text.next() == "[" and text.holds_objects():
                found.append(name)
                if len(found) == 1:
                    _pass_list(text, lines, meter)
            else:
                text.value()
            if len(found) > 1:
                break
            if text.expect(",}") == "}":
                if text.next() or not found:
                    break
                return
    if len(found) > 1:
        raise InputError(
            say(
                "%(file)s holds several lists (%(found)s, %(found2)s)",
                file=path,
                found=found[0],
                found2=found[1],
            ),
            do=say(
                "write the one that is meant into a file of its own (jq -c '.%(found)s[]')", found=found[0]
            ),
        )
    raise NotADocumentError


def _pass_list(text: _Text, lines: IO[bytes], meter: ReadingMeter) -> None:
    text.expect("[")
    written = 0
    if text.next() == "]":
        text.expect("]")
        return
    while True:
        lines.write(text.value().encode("utf-8", "surrogateescape") + b"\n")
        written += 1
        meter.rows = written
        if text.expect(",]") == "]":
            return
