"""A log with explicit places and no conflicts means the same however it comes in."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
from soundness.adversarial_logs import COLUMNS, as_csv

CLOCK = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))


def log() -> list[dict[str, str]]:
    """Forty tickets with replies, reopenings, ratings and sales, some at equal instants."""
    chance = random.Random(7)
    found: list[dict[str, str]] = []

    def add(ticket: str, minute: int, kind: str, **more: str) -> None:
        at = datetime(2025, 1, 1 + minute // 1440, minute % 1440 // 60, minute % 60, tzinfo=UTC).isoformat()
        number = str(len(found))
        row = {"source": "desk", "event_id": f"e{number}", "ticket": ticket, "seq": number, "at": at}
        found.append({name: (row | {"kind": kind} | more).get(name, "") for name in COLUMNS})

    for number in range(40):
        ticket, minute = f"T{number}", chance.randrange(0, 20 * 1440)
        agent, team = chance.choice(("ann", "ben")), chance.choice(("support", "experts"))
        customer, category = f"c{number % 7}", chance.choice(("billing", "login", ""))
        add(ticket, minute, "opened", role="customer", customer=customer, category=category, channel="email")
        add(ticket, minute, "assigned", role="system", agent=agent, team=team)
        for _ in range(chance.randrange(1, 4)):
            minute += chance.randrange(0, 300)
            add(ticket, minute, "message", role="agent", actor=agent)
            add(ticket, minute, "message", role="customer")
        add(ticket, minute, "status", role="agent", actor=agent, status="solved")
        if chance.random() < 0.5:
            add(ticket, minute + 5, "rated", role="customer", scale="1-5", value=str(chance.randrange(1, 6)))
        if chance.random() < 0.4:
            minute += chance.randrange(1, 9 * 1440)
            add(ticket, minute, "status", role="customer", status="open")
        if chance.random() < 0.3:
            add("", minute + 60, "sale", customer=customer, scale="EUR", value="12.5")
    return found


def figures(home: Path, compiled: Path, parts: list[list[dict[str, str]]]) -> list[dict[str, object]]:
    """All readings by team and week after importing the parts one after another."""
    workspace = WorkspaceFolder(home, compiled=compiled)
    home.mkdir()
    for number, part in enumerate(parts):
        path = home / f"part-{number}.csv"
        path.write_text(as_csv(part), "utf-8")
        import_files(workspace.lake, ImportRequest((path,)), CLOCK, workspace.fold)
    readings = read_metrics(workspace, Question(by=("team",), every="week")).readings.to_json()["readings"]
    assert len(readings) > 400
    return list(readings)


def test_shuffled_split_or_twice_it_means_the_same(tmp_path: Path, compiled: Path) -> None:
    rows = log()
    expected = figures(tmp_path / "whole", compiled, [rows])
    shuffled = random.Random(1).sample(rows, len(rows))
    assert figures(tmp_path / "shuffled", compiled, [shuffled]) == expected
    thirds = [shuffled[0::3], shuffled[1::3], shuffled[2::3]]
    assert figures(tmp_path / "split", compiled, thirds) == expected
    assert figures(tmp_path / "twice", compiled, [rows, shuffled]) == expected


def test_what_adds_up_adds_up_over_every_dimension(tmp_path: Path, compiled: Path) -> None:
    home = tmp_path / "sums"
    home.mkdir()
    workspace = WorkspaceFolder(home, compiled=compiled)
    path = home / "log.csv"
    path.write_text(as_csv(log()), "utf-8")
    import_files(workspace.lake, ImportRequest((path,)), CLOCK, workspace.fold)
    additive = ("requests_received", "requests_resolved", "complaints", "sales_after_contact", "backlog")
    dimensions = ("source", "team", "agent", "channel", "type", "category", "priority", "product", "customer")
    for metric in additive:
        (whole,) = read_metrics(workspace, Question(metrics=(metric,))).readings.readings
        for dimension in dimensions:
            parts = read_metrics(workspace, Question(metrics=(metric,), by=(dimension,))).readings.readings
            assert sum(each.value or 0 for each in parts) == whole.value, (metric, dimension)
            assert sum(each.n for each in parts) == whole.n, (metric, dimension)


def test_a_request_counts_once_however_much_hangs_on_it(tmp_path: Path, compiled: Path) -> None:
    home = tmp_path / "fan"
    home.mkdir()
    workspace = WorkspaceFolder(home, compiled=compiled)
    at = "2025-01-01T10:00:00+00:00"

    def row(number: int, kind: str, **more: str) -> dict[str, str]:
        base = {"source": "desk", "event_id": f"f{number}", "ticket": "F", "seq": str(number)}
        return {name: (base | {"at": at, "kind": kind} | more).get(name, "") for name in COLUMNS}

    rows = [row(0, "opened", role="customer", customer="c", extra='{"region": "north", "plan": "gold"}')]
    rows += [row(number, "message", role="agent", actor="ann") for number in range(1, 6)]
    rows += [row(number, "worked", actor="ann", value="60", scale="reply") for number in range(6, 11)]
    rows += [row(number, "rated", role="customer", value="5", scale="1-5") for number in range(11, 14)]
    rows += [row(20, "status", role="agent", actor="ann", status="solved")]
    path = home / "log.csv"
    path.write_text(as_csv(rows), "utf-8")
    import_files(workspace.lake, ImportRequest((path,)), CLOCK, workspace.fold)
    for by in ((), ("agent",), ("extra.region", "extra.plan"), ("customer", "team")):
        for metric in ("requests_received", "requests_handled", "customer_rating", "handle_time"):
            found = read_metrics(workspace, Question(metrics=(metric,), stats=(), by=by)).readings.readings
            assert {each.n for each in found} == {1}, (metric, by)
