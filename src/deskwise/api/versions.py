"""The version that a change was made from, by the header If-Match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Header

from deskwise.api.as_it_is_now import as_it_is_now
from deskwise.api.problems import Problem, ProblemError
from deskwise.kernel.errors import ChangedMeanwhileError

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=40,
        description="The ETag of what the change was made from; without it, whatever is there is changed.",
        examples=['"3"'],
    ),
]
TAG = re.compile(r'\s*"([0-9]{1,9})"\s*')


def made_from(said: str | None) -> int | None:
    """The version that a header names; null of none, and of a star, which is any.

    Raises a problem of 412 for the tag of something else: it is no version that there is.
    """
    if said is None or said.strip() == "*":
        return None
    found = TAG.fullmatch(said)
    if found is None:
        what = "If-Match names no version of it"
        raise ProblemError(Problem("changed-since", what, "send the ETag of the answer that it was read by"))
    return int(found[1])


@contextmanager
def unless_changed(said: str | None) -> Iterator[None]:
    """Where somebody else was faster, a problem of 412 for whoever said what they had seen."""
    try:
        yield
    except ChangedMeanwhileError as error:
        if said is None:
            raise
        more = {"now": as_it_is_now(error.now)}
        raise ProblemError(Problem("changed-since", error.what, error.do, more)) from error
