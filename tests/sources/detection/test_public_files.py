"""Public files, understood without the mappings that come with Deskwise."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.file_understanding import Answers, Understanding
from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.detection.detect import understand
from deskwise.sources.mapping_file import parse_mapping
from deskwise.stores.column_profiles import DuckdbFileProfiler
from deskwise.stores.lake_file import LakeFile

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SHOP = DATA / "ecommerce_csat" / "test.csv"
BANK = DATA / "anonymous_bank_calls" / "data_anonymous_bank_february.txt"
HELPDESK = DATA / "helpdesk_italian" / "Helpdesk.csv"
KAGGLE = DATA / "kaggle_customer_support_tickets" / "customer_support_tickets.csv"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.exists(), reason="the public data sets are not at hand"),
]


def understood(path: Path, **said: object) -> Understanding:
    return understand(DuckdbFileProfiler().profile(path), Answers(**said))  # type: ignore[arg-type]  # any field


def brought_in(folder: Path, found: Understanding) -> ImportSummary:
    request = ImportRequest((found.path,), parse_mapping(found.mapping, "found"))
    return import_files(LakeFile(folder), request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))


def test_the_shop(tmp_path: Path) -> None:
    assert [one.key for one in understood(SHOP).questions] == ["timezone"]
    found = understood(SHOP, timezone="Asia/Kolkata")
    assert {one.meaning: one.column for one in found.understood} == {
        "ticket": "Unique id",
        "opened_at": "Issue_reported at",
        "first_reply_at": "issue_responded",
        "agent": "Agent_name",
        "team": "Supervisor",
        "channel": "channel_name",
        "category": "category",
        "product": "Product_category",
        "rating": "CSAT Score",
        "rated_at": "Survey_response_Date",
    }
    summary = brought_in(tmp_path, found)
    assert (summary.records, summary.tickets) == (17_182, 17_182)
    assert summary.reasons["before_opened"] >= 635


def test_the_bank(tmp_path: Path) -> None:
    found = understood(BANK, timezone="Asia/Jerusalem")
    assert (found.vendor, found.shape) == ("a call centre's ACD", "calls")
    # Its calls' numbers come again, and only its own mapping knows which columns tell them apart.
    assert [(one.key, one.about) for one in found.questions] == [("columns", "ticket")]
    assert tomllib.loads(found.mapping)["date_format"] == "%y%m%d %H:%M:%S"
    assert tomllib.loads(found.mapping)["missing"] == ["00:00:00", "0:00:00"]


def test_the_help_desk() -> None:
    found = understood(HELPDESK)
    assert found.shape == "log"
    assert [one.key for one in found.questions] == ["activities"]
    assert {one.meaning: one.column for one in found.understood} == {
        "ticket": "case:concept:name",
        "at": "time:timestamp",
        "activity": "Activity",
        "actor": "org:resource",
    }


def test_the_tickets_that_do_not_say_when_they_began() -> None:
    found = understood(KAGGLE, timezone="UTC")
    assert [one.about for one in found.questions] == ["opened_at"]
    assert found.column_of("first_reply_at") == "First Response Time"
    assert found.column_of("resolved_at") == "Time to Resolution"
    assert tomllib.loads(found.mapping)["date_format"] == "%d-%m-%Y %H:%M"
