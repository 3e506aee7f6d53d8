from __future__ import annotations

import pytest

from cli.in_memory_workspace import ListLake
from deskwise.app.lake import Reject
from deskwise.app.page_cursors import cursor_of, fingerprint
from deskwise.app.page_rejects import page_rejects
from deskwise.kernel.errors import UsageError


def reject(import_id: int, row: int | None, event_id: str) -> Reject:
    return Reject(import_id, "log.csv", row, row, "desk", None, event_id, "no_instant", None)


# Of one row there can be several, where a quote swallowed the lines behind it.
ROWS = [
    reject(1, 3, "a"),
    reject(1, 4, "b"),
    reject(1, 4, "c"),
    reject(1, 4, "d"),
    reject(1, None, "e"),
    reject(2, 1, "f"),
]


def ids(lake: ListLake, size: int) -> list[list[str | None]]:
    found, cursor = [], None
    while True:
        page = page_rejects(lake, None, None, size, cursor)
        found.append([each.reject.event_id for each in page.rejects])
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 100])
def test_pages_give_each_row_once_and_in_order(size: int) -> None:
    found = ids(ListLake(ROWS), size)
    assert [each for page in found for each in page] == list("abcdef")
    assert all(len(page) == size for page in found[:-1])


def test_a_cursor_goes_on_behind_its_row_when_rows_before_it_have_gone() -> None:
    cursor = page_rejects(ListLake(ROWS), None, None, 4).next
    rest = page_rejects(ListLake(ROWS[1:]), None, None, 100, cursor)
    assert [each.reject.event_id for each in rest.rejects] == ["e", "f"]


def test_a_cursor_of_another_question_is_refused() -> None:
    cursor = page_rejects(ListLake(ROWS), None, None, 1).next
    empty = cursor_of(fingerprint(["rejects", None, None]), 1, (1, None, 3))
    for reason, wrong in (("conflict", cursor), (None, empty), (None, "art")):
        with pytest.raises(UsageError, match="cursor"):
            page_rejects(ListLake(ROWS), None, reason, 1, wrong)
