"""The words of pages in an address: how many at once, and from where."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from deskwise.app.page_cursors import LONGEST_CURSOR

MOST_AT_ONCE = 1_000
PageSize = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="How many at once.")]
AfterCursor = Annotated[
    str | None,
    Query(max_length=LONGEST_CURSOR, description="`next` of the page before; without it the first page."),
]
