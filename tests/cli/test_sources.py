from __future__ import annotations

from datetime import UTC, datetime

from cli.connected_desk import Connected, connected
from deskwise.app.sync_store import SyncAttempt
from deskwise.kernel.errors import SourceServerError

__all__ = ["connected"]

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


def test_one_that_was_never_synced_says_so_and_what_it_cannot_give(connected: Connected) -> None:
    outcome = connected.run("sources")
    assert outcome.code == 0
    assert "never synced" in outcome.out
    assert "missing: It knows no ratings. (null: customer_rating)" in outcome.out


def test_one_that_is_complete_says_until_when(connected: Connected) -> None:
    connected.run("sync")
    (told,) = connected.run("sources", "--format", "json").json()["sources"]
    assert (told["name"], told["kind"], told["standing"]) == ("desk", "fake_desk", "complete")
    assert told["complete_to"].startswith("2025-01-01T")
    assert told["behind_seconds"] > 0
    assert told["history_share"] == 1.0
    assert told["error"] is None


def test_the_last_error_stays_until_a_sync_goes_well(connected: Connected) -> None:
    def fail(page: int) -> None:
        raise SourceServerError("desk answered with 500", do="try again later")

    connected.desk.on_page = fail
    connected.run("sync")
    outcome = connected.run("sources")
    assert outcome.code == 1
    assert "failed, will be tried again" in outcome.out
    assert "last error: desk answered with 500: try again later" in outcome.out
    connected.desk.on_page = None
    connected.run("sync")
    assert connected.run("sources").code == 0


def test_one_that_is_connected_no_more_is_still_listed(connected: Connected) -> None:
    connected.run("sync")
    connected.workspace._text = ""
    assert "not connected" in connected.run("sources").out


def test_a_history_that_begins_late_is_said_to_be_missing_before(connected: Connected) -> None:
    connected.run("sync", "--since", "2025-01-01T00:10:00Z")
    assert "missing: What was last changed before 2025-01-01 00:10 UTC" in connected.run("sources").out
    (told,) = connected.run("sources", "--format", "json").json()["sources"]
    assert told["history_since"] == "2025-01-01T00:10:00Z"
    connected.run("sync", "--full")
    assert "What was last changed" not in connected.run("sources").out


def test_the_kinds_there_are(connected: Connected) -> None:
    assert "fake_desk" in connected.run("sources", "--kinds").out
    (kind,) = connected.run("sources", "--kinds", "--format", "json").json()["kinds"]
    assert kind["title"] == "The fake help desk of the tests"
    assert connected.run("sources", "--kinds", "--format", "csv").out.startswith("kind,title,history\n")


def test_nothing_connected_says_how_to(connected: Connected) -> None:
    connected.workspace._text = ""
    assert connected.run("sources").out == "No help desk is connected: deskwise connect NAME.\n"
    assert connected.run("sources", "--format", "csv").out.startswith("name,kind,standing")


def test_when_one_is_synced_next_is_said_only_where_something_will(connected: Connected) -> None:
    connected.workspace._text += "sync_every_minutes = 15\n"
    connected.store.tried["desk"] = SyncAttempt(NOON, NOON)
    outcome = connected.run("sources")
    assert "to be synced every 15 minutes, and nothing runs that would: deskwise serve" in outcome.out
    assert "next sync" not in outcome.out
    connected.store.scheduled = True
    assert "next sync" in connected.run("sources").out
    (told,) = connected.run("sources", "--format", "json").json()["sources"]
    assert (told["sync_every_minutes"], told["next_sync_at"]) == (15, "2025-01-01T12:15:00Z")


def test_one_that_is_being_synced_now_was_not_ended_early(connected: Connected) -> None:
    connected.store.tried["desk"] = SyncAttempt(NOON)
    assert "ended early" in connected.run("sources").out
    connected.store.busy = True
    assert "under way" in connected.run("sources").out
