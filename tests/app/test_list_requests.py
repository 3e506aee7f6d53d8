from __future__ import annotations

import pytest

from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.kernel.errors import UsageError
from metrics.duckdb_facts import DAY, flow, request


def desk() -> InMemoryWorkspace:
    rows = [request("1", DAY), request("2", 2 * DAY), request("3", 3 * DAY)]
    return facts_of(requests=rows, request_flow=flow(*rows))


def test_the_cases_of_a_figure_are_as_many_as_it_counts() -> None:
    opened = list_requests(desk(), Question(("requests_received",), until="1970-01-04"))
    counted = [row for row in opened.cases.rows if row.state == "counted"]
    assert [row.ticket for row in counted] == ["1", "2"]


def test_a_limit_shows_the_first_and_says_how_many_there_are() -> None:
    cases = list_requests(desk(), Question(("requests_received",)), limit=2).cases
    every = list_requests(desk(), Question(("requests_received",))).cases
    assert len(cases.rows) == 2
    assert cases.total == every.total == len(every.rows)
    assert cases.rows == every.rows[:2]


@pytest.mark.parametrize("metrics", [(), ("csat", "nps")])
def test_it_is_about_one_metric(metrics: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="name one"):
        list_requests(desk(), Question(metrics))


def test_json_tells_the_as_of_the_total_and_the_cases() -> None:
    told = list_requests(desk(), Question(("requests_received",)), limit=1).to_json()
    assert list(told) == ["as_of", "metric", "unit", "total", "cases"]
    assert told["as_of"] == "1970-04-11T00:00:00Z"
