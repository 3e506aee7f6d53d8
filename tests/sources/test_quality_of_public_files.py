"""What is doubtful in the tables that so many begin with, through their shipped mappings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.lake import Finding
from deskwise.kernel.clock import FixedClock
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.stores.workspace_folder import WorkspaceFolder

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SHOP = DATA / "ecommerce_csat" / "test.csv"
KAGGLE = DATA / "kaggle_customer_support_tickets" / "customer_support_tickets.csv"


def findings(home: Path, path: Path, mapping: str) -> tuple[Finding, ...]:
    workspace = WorkspaceFolder(home)
    request = ImportRequest((path,), read_mapping_file(Path(mapping)))
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    summary = import_files(workspace.lake, request, clock, workspace.fold)
    found = workspace.lake.quality().findings
    assert tuple(each.finding for each in summary.quality) == found
    return found


def told(found: tuple[Finding, ...]) -> list[tuple[str, str, str | None, int, int, int | None]]:
    return [(each.severity, each.check, each.subject, each.count, each.total, each.counted) for each in found]


@pytest.mark.realdata
@pytest.mark.skipif(not SHOP.exists(), reason="the tickets of the shop are not at hand")
def test_the_shop_has_635_replies_before_their_ticket_and_lost_times_of_day(tmp_path: Path) -> None:
    found = findings(tmp_path, SHOP, "ecommerce_csat")
    # 691 of the replies are of midnight of 28 August; 56 of these and ten others came after their ticket.
    assert told(found) == [
        ("serious", "reply_before_opening", None, 635, 17_182, 0),
        ("serious", "no_customer", None, 17_182, 17_182, 17_182),
        ("doubtful", "many_at_midnight", "message", 701, 17_182, 66),
    ]
    lines = SHOP.read_text(encoding="utf-8").splitlines()
    early, _, midnight = found
    assert [len(each.examples) for each in found] == [5, 5, 5]
    for example in (*early.examples, *midnight.examples):
        assert example.line is not None
        assert example.ticket is not None
        assert lines[example.line - 1].split(",")[1] == example.ticket
        assert "28/08/2023 00:00" in lines[example.line - 1] or example in midnight.examples


@pytest.mark.realdata
@pytest.mark.skipif(not KAGGLE.exists(), reason="the tickets of Kaggle are not at hand")
def test_kaggle_resolves_before_it_replies_and_has_no_instants(tmp_path: Path) -> None:
    found = findings(tmp_path, KAGGLE, "kaggle_customer_support_tickets")
    assert told(found) == [
        ("serious", "resolution_before_reply", None, 1_365, 2_769, 0),
        ("serious", "refused_rows", "no_instant", 2_819, 22_538, 0),
        ("serious", "nobody", "resolutions", 1_404, 1_404, 1_404),
    ]
    assert all(each.examples[0].line for each in found)
