"""Forms with a file: read as they come, in whatever pieces, and within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import Request
from starlette.exceptions import HTTPException

from deskwise.kernel.errors import InputError
from deskwise.web.posted_files import LONGEST_FIELDS_BYTES, LONGEST_START_BYTES, PostedFile, posted_file

BOUNDARY = "b0undary"
TOKEN = ('Content-Disposition: form-data; name="form_token"', b"abc")


def body(*parts: tuple[str, bytes], end: bool = True) -> bytes:
    said = b"".join(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n" for head, content in parts)
    return said + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def file_part(content: bytes, name: str = "tickets.csv") -> tuple[str, bytes]:
    return f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: x', content


async def read(said: bytes, piece: int, kind: str | None = None) -> tuple[PostedFile | None, bytes]:
    pieces = [said[at : at + piece] for at in range(0, len(said), piece)] or [b""]

    async def receive() -> dict[str, object]:
        part = pieces.pop(0) if pieces else b""
        return {"type": "http.request", "body": part, "more_body": bool(pieces)}

    headers = [(b"content-type", (kind or f"multipart/form-data; boundary={BOUNDARY}").encode())]
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    found = await posted_file(request)
    if found is None:
        return None, b""
    return found, b"".join([part async for part in _parts(found)])


async def _parts(found: PostedFile) -> AsyncIterator[bytes]:
    if found.name is not None:
        async for part in found.parts():
            yield part


def reading(said: bytes, piece: int = 10_000, kind: str | None = None) -> tuple[PostedFile | None, bytes]:
    return asyncio.run(read(said, piece, kind))


@pytest.mark.parametrize("piece", [1, 2, 7, 64, 10_000])
def test_a_file_comes_as_it_was_sent_in_whatever_pieces(piece: int) -> None:
    content = bytes(range(256)) * 3 + f"\r\n--{BOUNDARY[:-1]}\r\n--".encode()
    found, came = reading(body(TOKEN, file_part(content, "Käse.csv"), ("X: y", b"late")), piece)
    assert found is not None
    assert (found.name, came, found.fields["form_token"]) == ("Käse.csv", content, ["abc"])


def test_a_form_without_a_file_has_none() -> None:
    found, came = reading(body(TOKEN, file_part(b"", "")))
    assert found is not None
    assert (found.name, came, found.fields) == (None, b"", {"form_token": ["abc"]})
    assert reading(b"a=b", kind="application/x-www-form-urlencoded") == (None, b"")


@pytest.mark.parametrize("cut", [1, 5, 9])
def test_a_file_that_breaks_off_is_told(cut: int) -> None:
    said = body(TOKEN, file_part(b"a,b\r\n1,2"))
    with pytest.raises(InputError, match="did not come whole"):
        reading(said[: -len(BOUNDARY) - 5 - cut])


def test_two_files_are_one_too_many() -> None:
    with pytest.raises(InputError, match="more than one file"):
        reading(body(TOKEN, file_part(b"a"), file_part(b"b")))


@pytest.mark.parametrize(
    "said",
    [
        body(("Content-Disposition: form-data; name=a", b"x" * (LONGEST_FIELDS_BYTES + 1)), file_part(b"a")),
        body(*[("Content-Disposition: form-data; name=a", b"x")] * 30, file_part(b"a")),
        b"\r\n" * LONGEST_START_BYTES,
        b"no boundary at all",
        body(("X: " + "y" * 10_000, b""), file_part(b"a")),
        body(("\r\n".join(f"X{number}: y" for number in range(50)), b""), file_part(b"a")),
    ],
)
def test_what_is_no_form_or_a_flood_of_fields_is_refused(said: bytes) -> None:
    with pytest.raises(HTTPException) as refused:
        reading(said, 1_000)
    assert refused.value.status_code in {400, 413}


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=" + "b" * 1_000])
def test_a_form_without_a_boundary_is_refused(kind: str) -> None:
    with pytest.raises(HTTPException) as refused:
        reading(body(file_part(b"a")), kind=kind)
    assert refused.value.status_code == 400
