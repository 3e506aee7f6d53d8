from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app.list_requests import list_requests
from deskwise.app.page_requests import page_requests
from deskwise.app.read_metrics import Question
from deskwise.kernel.errors import UsageError
from metrics.duckdb_facts import DAY, flow, request

RECEIVED = Question(("requests_received",))
# Five requests, of which three are raised at once: a page may end among them.
RAISED = [DAY, 2 * DAY, 2 * DAY, 2 * DAY, 3 * DAY]


def desk(*raised: int) -> InMemoryWorkspace:
    rows = [request(str(number), at) for number, at in enumerate(raised)]
    return facts_of(requests=rows, request_flow=flow(*rows))


def pages(workspace: InMemoryWorkspace, size: int, question: Question = RECEIVED) -> list[list[str | None]]:
    found, cursor = [], None
    while True:
        page = page_requests(workspace, question, size, cursor=cursor)
        found.append([row.ticket for row in page.opened.cases.rows])
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_pages_give_each_case_once_and_in_order(size: int) -> None:
    whole = [row.ticket for row in list_requests(desk(*RAISED), RECEIVED).cases.rows]
    found = pages(desk(*RAISED), size)
    assert [ticket for page in found for ticket in page] == whole
    assert all(len(page) == size for page in found[:-1])


def test_nothing_comes_twice_and_nothing_is_missed_while_the_data_grows() -> None:
    first = page_requests(desk(*RAISED), RECEIVED, 2)
    grown = desk(*RAISED, DAY // 2, DAY, 4 * DAY)
    then = page_requests(grown, RECEIVED, 100, cursor=first.next)
    shown = [row.ticket for page in (first, then) for row in page.opened.cases.rows if row.state == "counted"]
    assert len(shown) == len(set(shown))
    assert set("01234") <= set(shown)
    assert "7" in shown
    assert then.opened.cases.total == list_requests(grown, RECEIVED).cases.total


def test_a_page_behind_the_last_case_says_how_many_there_are() -> None:
    cursor = page_requests(desk(*RAISED), RECEIVED, 9).next
    assert cursor is not None
    shrunk = page_requests(desk(DAY), RECEIVED, 2, cursor=cursor)
    assert (shrunk.opened.cases.rows, shrunk.next) == ((), None)
    assert shrunk.opened.cases.total == list_requests(desk(DAY), RECEIVED).cases.total


def told(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode()


def test_a_cursor_is_of_its_question_alone() -> None:
    cursor = page_requests(desk(*RAISED), RECEIVED, 2).next
    assert cursor is not None
    asked = json.loads(base64.urlsafe_b64decode(cursor + "=="))[0]
    key = [DAY, "desk", "1", 1, None]
    wrong = [
        "", "?", "ü", "a" * 5000, told({}), told([]), told([asked]), told([asked, 0, *key]),
        told([asked, True, *key]), told(["other", 1, *key]), told([asked, 1, "x", *key[1:]]),
        told([asked, 1, 2**70, *key[1:]]), told([asked, 1.5, *key]), "[" * 3000,
    ]  # fmt: skip
    right = page_requests(desk(*RAISED), RECEIVED, 2, cursor=told([asked, 1, *key]))
    assert [row.ticket for row in right.opened.cases.rows] == ["1", "2"]
    for each in wrong:
        with pytest.raises(UsageError, match="begin at the first page"):
            page_requests(desk(*RAISED), RECEIVED, 2, cursor=each)
    for other in (Question(("requests_received",), since="1970-01-01"), Question(("backlog",))):
        with pytest.raises(UsageError, match="cursor"):
            page_requests(desk(*RAISED), other, 2, cursor=cursor)
    with pytest.raises(UsageError, match="cursor"):
        page_requests(desk(*RAISED), RECEIVED, 2, cursor=cursor, state="open")
