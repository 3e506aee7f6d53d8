"""The mails in a mailbox file, one after another, of which no more than the head is held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_PIECE = 64 * 1024
MOST_HEAD_BYTES = 256 * 1024
MOST_BODY_BYTES = 1024 * 1024
SEPARATOR = b"From "
# A line of a text may begin so too: the separator names a time of day, or a header follows it.
TIME_OF_DAY = re.compile(rb"\d{1,2}:\d\d")
HEADER = re.compile(rb"[!-9;-~]+:")


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail as it stands in the file: where it begins, and its head; null for one that is too long."""

    begins: int
    head: bytes | None


def stored_mails(file: BinaryIO) -> Iterator[StoredMail]:
    """All mails of a file that begins with one; whoever moves in the file meanwhile moves back."""
    begins = 0
    file.seek(begins)
    file.readline(LONGEST_PIECE)
    # The mail under way: its first byte, the pieces of its head, and whether the head is over.
    head: list[bytes] = []
    size, in_head = 0, True
    at_line, after_blank = True, False
    place = file.tell()
    while piece := file.readline(LONGEST_PIECE):
        if at_line and after_blank and piece.startswith(SEPARATOR) and _separates(file, piece):
            yield StoredMail(begins, b"".join(head) if size <= MOST_HEAD_BYTES else None)
            begins, head, size, in_head, after_blank = place, [], 0, True, False
            at_line = True
            place = file.tell()
            continue
        blank = at_line and piece in (b"\n", b"\r\n")
        if in_head and blank:
            in_head = False
        elif in_head:
            size += len(piece)
            if size <= MOST_HEAD_BYTES:
                head.append(piece)
        after_blank = blank
        at_line = piece.endswith(b"\n")
        place = file.tell()
    yield StoredMail(begins, b"".join(head) if size <= MOST_HEAD_BYTES else None)


def stored_mail(file: BinaryIO, begins: int) -> StoredMail:
    """The mail that begins at a place, without a look at its body; `ValueError` where none begins there."""
    file.seek(begins)
    if not file.readline(LONGEST_PIECE).startswith(SEPARATOR):
        raise ValueError("no mail begins here")
    head: list[bytes] = []
    size, at_line = 0, True
    while piece := file.readline(LONGEST_PIECE):
        if at_line and piece in (b"\n", b"\r\n"):
            break
        size += len(piece)
        if size > MOST_HEAD_BYTES:
            return StoredMail(begins, None)
        head.append(piece)
        at_line = piece.endswith(b"\n")
    return StoredMail(begins, b"".join(head))


def stored_body(file: BinaryIO, begins: int) -> bytes:
    """The beginning of a mail's body, up to a mebibyte."""
    file.seek(begins)
    file.readline(LONGEST_PIECE)
    in_head, at_line, after_blank = True, True, False
    body: list[bytes] = []
    size = 0
    while size < MOST_BODY_BYTES and (piece := file.readline(LONGEST_PIECE)):
        if at_line and after_blank and piece.startswith(SEPARATOR) and _separates(file, piece):
            break
        blank = at_line and piece in (b"\n", b"\r\n")
        if not in_head:
            body.append(piece)
            size += len(piece)
        in_head = in_head and not blank
        after_blank, at_line = blank, piece.endswith(b"\n")
    return b"".join(body)


def _separates(file: BinaryIO, line: bytes) -> bool:
    if TIME_OF_DAY.search(line):
        return True
    place = file.tell()
    follows = file.readline(LONGEST_PIECE)
    file.seek(place)
    return HEADER.match(follows) is not None
