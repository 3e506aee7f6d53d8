from __future__ import annotations

import csv
import io

import pytest

from app.test_event_effects import event
from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from cli.test_metrics import fields_promised_for
from deskwise.app import explain_ticket as module
from deskwise.metrics.catalogue import CATALOGUE
from metrics.duckdb_facts import DAY, SECOND, flow, request, wait


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> InMemoryWorkspace:
    monkeypatch.setattr(module, "CATALOGUE", {name: CATALOGUE[name] for name in ("first_response_time",)})
    row = request("1", DAY, team="support", began_by="opened")
    workspace = facts_of(
        requests=[row],
        request_flow=flow(row),
        waits=[wait("1", 1, DAY, DAY + 90 * SECOND, "answered", agent="ann", team="support")],
    )
    opened = event("opened", DAY, channel="email", customer="C1", fields=(("plan", "gold"),))
    reply = event("message", DAY + 90 * SECOND, role="agent", actor="ann", event_id="e2")
    workspace.log = (("desk", "1", opened), ("desk", "1", reply))
    return workspace


def test_a_table_tells_events_facts_and_what_is_counted(run: Run, desk: InMemoryWorkspace) -> None:
    out = run("explain", "1", workspace=desk).out
    assert out.startswith("Ticket 1 of desk, as of 1970-04-11 00:00 UTC\n\nEvents\n")
    assert "channel email, plan gold" in out
    assert "ends wait 1 of request 1 as answered after 1 min 30 s" in out
    counted = out.split("What the metrics count of it\n")[1].splitlines()
    assert " ".join(counted[1].split()) == (
        "first_response_time 1 1970-01-02 00:01:30 UTC 1 min 30 s counted ann support"
    )


def test_json_has_all_that_is_promised(run: Run, desk: InMemoryWorkspace) -> None:
    assert set(run("explain", "1", "--format", "json", workspace=desk).json()) == fields_promised_for(
        "explain"
    )


def test_csv_has_the_events(run: Run, desk: InMemoryWorkspace) -> None:
    rows = list(csv.DictReader(io.StringIO(run("explain", "1", "--format", "csv", workspace=desk).out)))
    told = run("explain", "1", "--format", "json", workspace=desk).json()["events"]
    assert set(rows[0]) == set(told[0])
    assert [row["event_id"] for row in rows] == ["e1", "e2"]


def test_a_ticket_in_no_figure_says_so_first(run: Run, desk: InMemoryWorkspace) -> None:
    desk.log += (("desk", "1", event("removed", 2 * DAY)),)
    out = run("explain", "1", workspace=desk).out
    assert out.splitlines()[1] == "In no figure: it was removed: all of it leaves every figure."


def test_a_ticket_nobody_knows_is_refused(run: Run, desk: InMemoryWorkspace) -> None:
    outcome = run("explain", "2", workspace=desk)
    assert (outcome.code, outcome.out) == (2, "")
    assert "no event names a ticket '2'" in outcome.err
