"""What a form posts, read once and within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from deskwise.web.posted_files import FromForm

LONGEST_BYTES, MOST_FIELDS = 4_096, 200
# A form with a field for each column of a file and for each of its words, and forms of all settings, by the
# pattern of their address: so many bytes, so many fields.
LONG_FORMS = {
    "/data/import/{upload}": (1_000_000, 10_000),
    "/settings/edit/{section}": (262_144, 10_000),
    "/settings/file": (262_144, 10_000),
    "/settings/save": (262_144, 10_000),
    # A letter of a long text takes up to twelve bytes on its way.
    "/objectives": (65_536, 200),
    "/objectives/{objective}/change": (65_536, 200),
    "/objectives/{objective}/key-results": (65_536, 400),
    "/key-results/{key_result}/change": (65_536, 400),
    "/objectives/{objective}/remarks": (65_536, 200),
    "/objectives/{objective}/part": (65_536, 200),
    "/objectives/{objective}/closed": (131_072, 200),
    "/key-results/{key_result}/check-ins": (65_536, 200),
    "/key-results/{key_result}/override": (65_536, 200),
}


@dataclass(frozen=True)
class PostedForm:
    """The fields of a form, each with what was written into it."""

    fields: Mapping[str, list[str]] = field(default_factory=dict, repr=False)

    def one(self, name: str) -> str:
        """What a field says; empty where it is not there. Of several the last."""
        return self.fields.get(name, [""])[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """All that a field says which can be chosen several times."""
        return tuple(self.fields.get(name, ()))


async def posted_form(request: Request, file: FromForm) -> PostedForm:
    """The form that a request posts; empty for any other request. Answers 413 to one that is too long.

    Of a form with a file it is what stands before the file, which is not read.
    """
    if request.method != "POST":
        return PostedForm()
    if file is not None:
        return PostedForm(file.fields)
    path = getattr(request.scope.get("route"), "path", "")
    longest_bytes, most_fields = LONG_FORMS.get(path, (LONGEST_BYTES, MOST_FIELDS))
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > longest_bytes:
            raise HTTPException(413)
    try:
        said = parse_qs(read.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most_fields)
    except ValueError as error:
        raise HTTPException(413) from error
    return PostedForm(said)


Posted = Annotated[PostedForm, Depends(posted_form)]
