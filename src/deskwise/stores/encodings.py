"""Which encoding a text is in, by evidence, and the text as UTF-8."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import marked, number, say
from deskwise.stores.reading_meter import ReadingMeter

CHUNK_BYTES = 4 * 1_048_576
UTF8 = "utf-8"
# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows-1252 leaves these bytes free: text that has them is in another encoding.
FREE_IN_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
# What damage leaves, and no Western language writes but in a handful of names.
DAMAGE = bytes((0xFE, 0xFF))
HIGH = re.compile(rb"[\x80-\xff]+")
LOST = re.compile("[\udc80-\udcff]")
# A character that no JSON may hold as it is.
SPOILT = "\ufffd\x02"
# Of its letters beyond ASCII, a Western text has few side by side; one in another alphabet has whole words.
MOST_SIDE_BY_SIDE = 0.5


@dataclass(frozen=True)
class TextEncoding:
    """The encoding a text is read in; `guessed` where the file itself does not say."""

    name: str
    guessed: bool = False


def marked_encoding(start: bytes) -> str | None:
    """The encoding that the first bytes name, other than UTF-8."""
    return next((name for mark, name in MARKS if start.startswith(mark)), None)


def unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero then."""
    head = start[:4096]
    half = len(head) // 2
    if half == 0:
        return None
    first, second = head[0::2].count(0) / half, head[1::2].count(0) / half
    if second > MOST_SIDE_BY_SIDE and first < 0.05:
        return "utf-16-le"
    return "utf-16-be" if first > MOST_SIDE_BY_SIDE and second < 0.05 else None


def known_encoding(name: str, path: Path) -> str:
    """An encoding that somebody named, as the library calls it; raises `InputError` for one nobody knows."""
    try:
        b"".decode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise InputError(
            say(
                "no encoding is called %(name)s, in which %(file)s is said to be", name=repr(name), file=path
            ),
            do=say("name one such as utf-8, windows-1252, latin-1 or utf-16"),
        ) from error


def encoding_of_invalid_utf8(path: Path, content: Path) -> TextEncoding:
    """What a text that is not all UTF-8 is in; raises `InputError` where the evidence is for none.

    UTF-8 where most of what is beyond ASCII is valid: then single rows are damaged.
    """
    valid = invalid = side_by_side = 0
    seen = [0] * 256
    decoder = codecs.getincrementaldecoder(UTF8)(errors="surrogateescape")
    with content.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            text = decoder.decode(chunk)
            if chunk.isascii():
                continue
            lost = len(LOST.findall(text))
            invalid += lost
            valid += len(text) - lost - sum(map(len, re.findall("[\x00-\x7f]+", text)))
            for run in HIGH.findall(chunk):
                side_by_side += len(run) if len(run) > 2 else 0
                for byte in run:
                    seen[byte] += 1
    high = sum(seen)
    if valid >= invalid or all(seen[byte] == 0 for byte in range(0x80, 0x100) if byte not in DAMAGE):
        return TextEncoding(UTF8)
    if any(seen[byte] for byte in FREE_IN_1252) or side_by_side > high * MOST_SIDE_BY_SIDE:
        raise InputError(
            say("%(file)s is neither UTF-8 nor a Western encoding", file=path),
            do=say('save it as UTF-8, or name its encoding in a mapping file: encoding = "windows-1251"'),
        )
    return TextEncoding("cp1252", guessed=True)


def write_as_utf8(
    path: Path,
    content: Path,
    into: Path,
    encoding: str,
    *,
    as_json_lines: bool,
    mend_ends: bool,
    meter: ReadingMeter,
) -> None:
    """Write a text as UTF-8; `mend_ends` makes every line end the same, whatever it was.

    What is no UTF-8 in a text said to be UTF-8 stays as it is, and spoils its line in JSON lines. Raises
    `InputError` at what is not in any other encoding.
    """
    meter.begin(marked("decoding"), path.name, content.stat().st_size)
    lenient = encoding == UTF8
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape" if lenient else "strict")
    done = 0
    lines = 1
    held_back = ""
    with content.open("rb") as file, into.open("wb") as plain:
        while True:
            chunk = file.read(CHUNK_BYTES)
            try:
                text = held_back + decoder.decode(chunk, final=not chunk)
            except (UnicodeError, ValueError) as error:
                raise InputError(
                    say(
                        "%(file)s is not %(encoding)s from about line %(lines)s on",
                        file=path,
                        encoding=encoding,
                        lines=number(lines),
                    ),
                    do=say("save it as UTF-8, or name its true encoding in a mapping file"),
                ) from error
            if done == 0:
                text = text.removeprefix("\ufeff")
            held_back = "\r" if chunk and text.endswith("\r") else ""
            text = text.removesuffix(held_back)
            if mend_ends:
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            lines += text.count("\n")
            if as_json_lines:
                text = LOST.sub(SPOILT, text)
            plain.write(text.encode(UTF8, "surrogateescape" if lenient else "replace"))
            done += len(chunk)
            meter.passed(done)
            if not chunk:
                return
