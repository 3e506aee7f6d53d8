"""What a form posts, read once and within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

LONGEST_BYTES, MOST_FIELDS = 4_096, 200


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


async def posted_form(request: Request) -> PostedForm:
    """The form that a request posts; empty for any other request. Answers 413 to one that is too long."""
    if request.method != "POST":
        return PostedForm()
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > LONGEST_BYTES:
            raise HTTPException(413)
    try:
        said = parse_qs(read.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(413) from error
    return PostedForm(said)


Posted = Annotated[PostedForm, Depends(posted_form)]
