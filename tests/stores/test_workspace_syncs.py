"""Syncs into a workspace in a folder: what is committed is there with its state, folded, or neither is."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from deskwise.app.preview_tickets import preview_tickets
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.sync_source import SyncLimits, SyncRequest, SyncSummary, sync_source
from deskwise.app.sync_store import SyncAttempt, SyncBatch, SyncPass, SyncState
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import SourceServerError, WorkspaceBusyError, WorkspaceError
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper
from deskwise.stores.workspace_syncs import FolderSyncs
from sources.fake_desk.direct import direct_source
from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import busy_world
from sources.unfolded_syncs import UnfoldedSyncs

AT = datetime(2026, 1, 1, tzinfo=UTC)
STATE = SyncState(
    "desk",
    {"daily": SyncPass("daily", AT, AT - timedelta(days=1), "it's a cursor", 3, None, AT)},
    changes_to=AT,
    complete_to=AT,
)


def synced(syncs: FolderSyncs, desk: FakeDesk, *, full: bool = False, batch: int = 100) -> SyncSummary:
    clock = FixedClock(desk.world.now)
    return sync_source(syncs, SyncRequest("desk", full=full), direct_source(desk), clock, SyncLimits(batch))


@pytest.fixture
def syncs(tmp_path: Path) -> UnfoldedSyncs:
    return UnfoldedSyncs(tmp_path / "home")


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> tuple[FakeDesk, WorkspaceFolder]:
    """A desk and a workspace that its figures are made in."""
    desk = FakeDesk(busy_world(24), most_a_page=8)
    workspace = WorkspaceFolder(tmp_path_factory.mktemp("folded") / "home")
    return desk, workspace


def test_figures_are_there_when_the_history_is_and_not_before(
    folded: tuple[FakeDesk, WorkspaceFolder],
) -> None:
    desk, workspace = folded
    syncs = FolderSyncs(workspace)

    def fail(page: int) -> None:
        if page == 3:
            raise SourceServerError("it failed", do="wait")

    desk.on_page = fail
    with pytest.raises(SourceServerError):
        synced(syncs, desk)
    desk.on_page = None
    with pytest.raises(WorkspaceError, match="the history of desk has not been gone through"):
        received(workspace)
    assert syncs.state("desk").passes["history"].records == 16
    summary = synced(syncs, desk)
    assert (summary.records, summary.tickets) == (8, 24)
    assert received(workspace) == 24
    desk.world.open("T99999")
    synced(syncs, desk)
    assert received(workspace) == 25
    assert [check.name for check in FolderKeeper(workspace).check(lambda _: None) if check.found] == []


def received(workspace: WorkspaceFolder) -> float | None:
    (reading,) = read_metrics(workspace, Question(metrics=("requests_received",))).readings.readings
    return reading.value


def test_the_first_tickets_are_shown_as_they_would_count(folded: tuple[FakeDesk, WorkspaceFolder]) -> None:
    desk, workspace = folded
    desk.world.tickets["T00002"]["mood"] = "good"
    del desk.world.tickets["T00004"]["opened_at"]
    states = sorted(path.name for path in workspace.home.glob("lake*"))
    found = preview_tickets(FolderSyncs(workspace), "desk", direct_source(desk), FixedClock(AT))
    assert (found.records, found.refused, found.unknown) == (10, 1, {("mood", None): 1})
    assert len(found.tickets) == 9
    second = found.tickets[1]
    assert (second.ticket, second.first_response_microseconds, second.reopenings) == ("T00001", 60_000_000, 1)
    assert (second.resolved_at, second.requests, second.contacts, second.events) == (None, 1, 2, 5)
    assert found.tickets[2].resolved_at is not None
    assert sorted(path.name for path in workspace.home.glob("lake*")) == states
    assert not list((workspace.home / "spill").glob("*"))


def test_a_state_is_read_as_it_was_written(syncs: UnfoldedSyncs) -> None:
    assert syncs.states() == ()
    assert syncs.state("desk") == SyncState("desk")
    done = syncs.commit(SyncBatch(AT, STATE, (), {("mood", None): 2, ("status", "it's new"): 1}))
    unknown = {("mood", None): 2, ("status", "it's new"): 1}
    assert done.state == syncs.state("desk") == replace(STATE, unknown=unknown)
    syncs.commit(SyncBatch(AT, STATE, (), {("mood", None): 1}))
    assert syncs.state("desk").unknown == {("mood", None): 3, ("status", "it's new"): 1}
    syncs.commit(SyncBatch(AT, SyncState("other")))
    assert [state.source for state in syncs.states()] == ["desk", "other"]


def test_so_many_unknown_things_are_told_apart_and_the_rest_is_counted(syncs: UnfoldedSyncs) -> None:
    met: dict[tuple[str, str | None], int] = {(f"field {number}", None): 1 for number in range(600)}
    syncs.commit(SyncBatch(AT, STATE, (), met))
    unknown = syncs.state("desk").unknown
    assert len(unknown) == 501
    assert unknown[("…", None)] == 100
    assert sum(unknown.values()) == 600


def test_the_as_of_is_the_states_and_never_goes_back(syncs: UnfoldedSyncs) -> None:
    syncs.commit(SyncBatch(AT, replace(STATE, complete_to=None)))
    assert syncs.as_of("desk") == datetime(1970, 1, 1)
    syncs.commit(SyncBatch(AT, STATE))
    assert syncs.as_of("desk") == AT.replace(tzinfo=None)
    syncs.commit(SyncBatch(AT, replace(STATE, complete_to=AT - timedelta(days=1))))
    syncs.commit(SyncBatch(AT, replace(STATE, complete_to=None)))
    assert syncs.as_of("desk") == AT.replace(tzinfo=None)


def test_rejects_name_the_sync_and_the_record(syncs: UnfoldedSyncs) -> None:
    desk = FakeDesk(busy_world(4))
    del desk.world.tickets["T00001"]["opened_at"]
    summary = synced(syncs, desk)
    assert summary.counts.reasons == {"untranslated": 1}
    (reject,) = syncs.workspace.lake.rejects()
    assert (reject.file, reject.source, reject.ticket, reject.reason, reject.detail) == (
        "sync of desk", "desk", "T00001", "untranslated", "it has no opening",
    )  # fmt: skip


def test_a_second_sync_of_one_source_waits_and_is_told_and_one_of_another_does_not(tmp_path: Path) -> None:
    told: list[str] = []
    workspace = WorkspaceFolder(tmp_path)
    syncs = FolderSyncs(workspace, told.append, wait_seconds=0.01)
    with syncs.alone("desk/a"):
        holder = (tmp_path / "sync-desk%2Fa.pid").read_text()
        assert holder == str(os.getpid())
        with syncs.alone("other"):
            pass
        assert told == []
        with pytest.raises(WorkspaceBusyError, match="syncing desk/a"), syncs.alone("desk/a"):
            pass
    assert len(told) == 1
    with syncs.alone("desk/a"):
        assert isinstance(FileLock(tmp_path / "sync-desk%2Fa.lock"), FileLock)


def test_what_a_killed_sync_had_not_committed_is_swept_by_the_next_writer(syncs: UnfoldedSyncs) -> None:
    spill = syncs.workspace.home / "spill"
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    dead = spill / f"spool-{int(ended.stdout)}-x"
    alive = spill / f"spool-{os.getpid()}-x"
    for folder in (dead, alive):
        folder.mkdir(parents=True)
        (folder / "1.csv").write_text("at,kind\n")
    syncs.commit(SyncBatch(AT, STATE))
    assert not dead.exists()
    assert alive.exists()


def test_attempts_are_kept_beside_the_lake(syncs: UnfoldedSyncs) -> None:
    assert syncs.attempts() == {}
    attempt = SyncAttempt(AT, AT + timedelta(minutes=1), "it failed: wait", passing=True)
    syncs.note_attempt("../a b", attempt)
    syncs.note_attempt("desk", SyncAttempt(AT))
    assert syncs.attempts() == {"../a b": attempt, "desk": SyncAttempt(AT)}
    (syncs.workspace.home / "syncs" / "desk.json").write_text("{half")
    assert list(syncs.attempts()) == ["../a b"]
    assert syncs.workspace.lake.states.current() is None


def test_tickets_come_in_the_order_of_their_ids_without_removed_ones(syncs: UnfoldedSyncs) -> None:
    assert syncs.tickets_after("desk", None, 5) == ()
    desk = FakeDesk(busy_world(5))
    synced(syncs, desk)
    desk.world.delete("T00002")
    synced(syncs, desk)
    assert syncs.tickets_after("desk", None, 3) == ("T00000", "T00001", "T00003")
    assert syncs.tickets_after("desk", "T00003", 3) == ("T00004",)
    assert syncs.tickets_after("other", None, 3) == ()


def test_a_corrected_entry_takes_the_place_of_the_one_before(syncs: UnfoldedSyncs) -> None:
    desk = FakeDesk(busy_world(3))
    synced(syncs, desk)
    desk.world.correct("T00001", 1, by="bob")
    summary = synced(syncs, desk)
    assert (summary.counts.superseded, summary.counts.conflicts) == (1, 0)
    with syncs.workspace.lake.reading() as connection:
        rows = connection.execute(
            "select actor, superseded from log where ticket = 'T00001' and event_id = 'entry 1'"
            " order by revision"
        ).fetchall()
    assert rows == [("ann", True), ("bob", False)]
