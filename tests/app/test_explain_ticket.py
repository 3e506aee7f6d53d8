from __future__ import annotations

import pytest

from app.test_event_effects import event
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app import explain_ticket as module
from deskwise.app.explain_ticket import explain_ticket
from deskwise.app.workspace import LoggedEvent
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import CATALOGUE
from metrics.duckdb_facts import DAY, SECOND, flow, request, wait

HOUR = 3_600 * SECOND


@pytest.fixture(autouse=True)
def few_metrics(monkeypatch: pytest.MonkeyPatch) -> None:
    few = ("first_response_time", "requests_received", "first_contact_resolution")
    monkeypatch.setattr(module, "CATALOGUE", {name: CATALOGUE[name] for name in few})


def desk(*events: LoggedEvent, source: str = "desk", **given: bool) -> InMemoryWorkspace:
    mine = request("1", DAY, agent="ann", team="support", began_by="opened", **given)
    other = request("2", DAY)
    workspace = facts_of(
        requests=[mine, other],
        request_flow=flow(mine, other),
        waits=[wait("1", 1, DAY, DAY + HOUR, "answered", agent="ann"), wait("2", 1, DAY, None, "open")],
    )
    workspace.log = tuple((source, "1", each) for each in events or (event("opened", DAY),))
    return workspace


def test_events_facts_and_what_is_counted_are_of_the_ticket_alone() -> None:
    found = explain_ticket(desk(), "1")
    assert [(row["ticket"], row["wait"]) for row in found.facts["waits"]] == [("1", 1)]
    assert [each.did for each in found.events] == [
        (
            "request 1 is raised by the customer (opened)",
            "opens wait 1 of request 1 (first response)",
        )
    ]
    assert {each.case.ticket for each in found.counted} == {"1"}
    assert found.nowhere is None


def test_each_case_says_what_it_gave_and_why_it_does_not_count() -> None:
    told = [
        (each.metric.name, each.case.state, each.case.gave) for each in explain_ticket(desk(), "1").counted
    ]
    assert ("first_response_time", "counted", 3600) in told
    assert ("requests_received", "counted", None) in told


def test_a_ticket_of_several_sources_asks_which() -> None:
    workspace = desk()
    workspace.log += (("phone", "1", event("opened")),)
    with pytest.raises(UsageError, match="2 sources have a ticket '1': add --source desk or phone"):
        explain_ticket(workspace, "1")
    assert explain_ticket(workspace, "1", "phone").source == "phone"


def test_a_ticket_nobody_knows_is_refused() -> None:
    with pytest.raises(UsageError, match="no event names a ticket '9'"):
        explain_ticket(desk(), "9")
    with pytest.raises(UsageError, match="phone has no ticket '1'"):
        explain_ticket(desk(), "1", "phone")


@pytest.mark.parametrize(
    ("workspace", "why"),
    [
        (desk(event("opened"), event("removed")), "it was removed"),
        (desk(event("opened", refusal="before_opened")), "none of its events counts"),
        (desk(problem=True), "it is a problem"),
    ],
    ids=["removed", "refused", "problem"],
)
def test_a_ticket_in_no_figure_says_why(workspace: InMemoryWorkspace, why: str) -> None:
    nowhere = explain_ticket(workspace, "1").nowhere
    assert nowhere is not None
    assert nowhere.startswith(why)


def test_json_holds_all_of_it() -> None:
    told = explain_ticket(desk(), "1").to_json()
    assert told["as_of"] == "1970-04-11T00:00:00Z"
    assert (told["source"], told["ticket"], told["nowhere"]) == ("desk", "1", None)
    assert told["events"][0]["at"] == "1970-01-02T00:00:00Z"
    assert told["waits"][0]["elapsed_seconds"] == 3600
    assert {each["metric"] for each in told["counted"]} >= {"first_response_time", "requests_received"}
