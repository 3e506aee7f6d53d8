from __future__ import annotations

from decimal import Decimal

import pytest

from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError, WorkspaceError
from metrics.duckdb_facts import DAY, flow, request


def desk() -> InMemoryWorkspace:
    rows = [request("1", DAY), request("2", 2 * DAY)]
    return facts_of(requests=rows, request_flow=flow(*rows))


def test_dates_are_of_the_workspaces_zone() -> None:
    selection = Question(since="1970-01-02", until="1970-01-03").selection(Rules(zone="Europe/Berlin"))
    assert (selection.since_at, selection.until_at) == (DAY - DAY // 24, 2 * DAY - DAY // 24)


def test_until_is_left_out_itself() -> None:
    (reading,) = read_metrics(desk(), Question(("requests_received",), until="1970-01-03")).readings.readings
    assert reading.value == 1


def test_a_threshold_alone_asks_durations_for_the_share_within_it() -> None:
    def stats(*metrics: str) -> tuple[str, ...]:
        return tuple(Question(metrics, within_seconds=Decimal(60)).selection(Rules()).stats)

    assert stats("first_response_time") == ("mean", "p50", "p90", "within")
    assert stats("service_level") == ()
    assert stats("first_response_time", "service_level") == ()
    assert stats() == ()


def test_an_earlier_as_of_is_the_one_the_facts_are_read_at() -> None:
    answer = read_metrics(desk(), Question(("requests_received",), as_of="1970-03-01"))
    assert answer.readings.as_of == 59 * DAY


def test_sources_that_are_known_less_far_are_named() -> None:
    workspace = desk()
    workspace.sources = (("desk", 100 * DAY), ("phone", 99 * DAY))
    answer = read_metrics(workspace, Question(("requests_received",)))
    assert answer.earlier_sources == (("phone", 99 * DAY),)


def test_what_cannot_be_asked_is_refused_before_anything_is_read() -> None:
    with pytest.raises(UsageError, match="no metric is called 'art'"):
        read_metrics(InMemoryWorkspace(), Question(("art",)))


def test_an_empty_workspace_has_nothing_to_read() -> None:
    with pytest.raises(WorkspaceError):
        read_metrics(InMemoryWorkspace(), Question())
