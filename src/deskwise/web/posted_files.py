"""A file that a form posts, read as it comes: fields first, then the file, which is never held as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import say

MULTIPART = b"multipart/form-data"
# What stands before the file: its form's token, and little else.
LONGEST_FIELDS_BYTES, LONGEST_START_BYTES = 4_096, 64 * 1024
MOST_FIELDS = 20


@dataclass
class _Part:
    """A part of the form that is being read."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str = ""
    file_name: str | None = None
    said: bytearray = field(default_factory=bytearray)


class PostedFile:
    """What a form with a file posts; `fields` are those before the file, `name` what its sender calls it.

    `name` is null where no file is in it.
    """

    def __init__(self, request: Request, boundary: bytes) -> None:
        self.fields: dict[str, list[str]] = {}
        self.name: str | None = None
        declared = request.headers.get("content-length", "")
        self.size = int(declared) if declared.isascii() and declared.isdigit() else None
        self._stream = request.stream()
        self._header, self._value = bytearray(), bytearray()
        self._part = _Part()
        self._held: list[bytes] = []
        self._begun = self._ended = self._is_more = False
        self._fields_bytes = 0
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._read_header,
                "on_header_value": self._read_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._read_part,
                "on_part_end": self._end_part,
            },
        )

    async def read_fields(self) -> None:
        """Read up to the file; answers 413 to fields that are too long."""
        read = 0
        async for part in self._stream:
            self._feed(part)
            read += len(part)
            if self._begun:
                return
            if read > LONGEST_START_BYTES:
                raise HTTPException(413)

    async def parts(self) -> AsyncIterator[bytes]:
        """The file, part by part; raises `InputError` where it does not come whole, or not alone."""
        while True:
            held, self._held = self._held, []
            for each in held:
                yield each
            if self._is_more:
                raise InputError(
                    say("more than one file was sent"),
                    do=say("send one at a time, or a zip of those with the same columns"),
                )
            part = await anext(self._stream, None)
            if part is None:
                break
            self._feed(part)
        if not self._ended:
            raise InputError(say("the file did not come whole"), do=say("send it again"))

    async def pass_over(self) -> None:
        """Read what is left and keep nothing: a browser reads no answer before it has sent all."""
        async for _ in self._stream:
            pass

    def _feed(self, part: bytes) -> None:
        try:
            self._parser.write(part)
        except FormParserError as error:
            raise HTTPException(400) from error

    def _begin_part(self) -> None:
        self._part = _Part()

    def _read_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _read_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._part.headers[bytes(self._header).lower()] = bytes(self._value)
        self._header, self._value = bytearray(), bytearray()

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._part.headers.get(b"content-disposition", b""))
        self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
        given = options.get(b"filename")
        if given is None:
            return
        # A field for a file in which none was chosen is sent without a name.
        self._part.file_name = given.decode("utf-8", "replace")
        if self._begun:
            self._is_more = True
        elif self._part.file_name:
            self._begun, self.name = True, self._part.file_name

    def _read_part(self, data: bytes, start: int, end: int) -> None:
        if self._part.file_name is not None:
            if not self._ended:
                self._held.append(bytes(data[start:end]))
            return
        self._fields_bytes += end - start
        if self._fields_bytes > LONGEST_FIELDS_BYTES:
            raise HTTPException(413)
        self._part.said += data[start:end]

    def _end_part(self) -> None:
        if self._part.file_name is not None:
            self._ended = True
            return
        if sum(map(len, self.fields.values())) >= MOST_FIELDS:
            raise HTTPException(413)
        said = self._part.said.decode("utf-8", "replace")
        self.fields.setdefault(self._part.name, []).append(said)


async def posted_file(request: Request) -> PostedFile | None:
    """The form with a file that a request posts, read up to the file; null where it posts none."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    if request.method != "POST" or kind != MULTIPART:
        return None
    boundary = options.get(b"boundary", b"")
    try:
        found = PostedFile(request, boundary)
    except FormParserError as error:
        raise HTTPException(400) from error
    await found.read_fields()
    return found


FromForm = Annotated[PostedFile | None, Depends(posted_file)]
