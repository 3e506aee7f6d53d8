"""Syncing help desks in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

import deskwise
from deskwise import bootstrap
from deskwise.app.connections import save_connection
from deskwise.kernel.errors import SourceServerError, UsageError
from deskwise.sources import registry
from deskwise.stores.workspace_folder import WorkspaceFolder
from sources.fake_desk.direct import direct_source
from sources.fake_desk.main import register
from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import busy_world
from sources.unfolded_syncs import UnfoldedSyncs


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, empty: deskwise.Workspace) -> FakeDesk:
    monkeypatch.setattr(registry, "SOURCES", {})
    register()
    monkeypatch.setenv("FAKE_TOKEN", "a-token")
    desk = FakeDesk(busy_world(6), most_a_page=4)
    monkeypatch.setattr(bootstrap, "open_source", lambda _: direct_source(desk))
    monkeypatch.setattr(bootstrap, "open_syncs", lambda home: UnfoldedSyncs(home))
    table = {"kind": "fake_desk", "url": "https://desk.example", "token": "env:FAKE_TOKEN"}
    save_connection(WorkspaceFolder(Path(empty.home)), "desk", table)
    return desk


def test_what_came_is_a_row_for_each_source(desk: FakeDesk, empty: deskwise.Workspace) -> None:
    told: list[deskwise.ImportProgress] = []
    syncs = empty.sync(progress=told.append)
    (summary,) = syncs
    assert (summary.source, summary.records, summary.tickets) == ("desk", 6, 6)
    assert summary.complete_to == desk.world.now
    assert syncs.rows()[0]["accepted"] == summary.counts.accepted == 18
    assert syncs.to_json()["syncs"][0]["source"] == "desk"
    assert "The source is known up to 2025-01-01" in repr(syncs)
    assert told


def test_sources_say_how_far_they_are(desk: FakeDesk, empty: deskwise.Workspace) -> None:
    assert [one.standing for one in empty.sources()] == ["never synced"]
    empty.sync("desk")
    sources = empty.sources()
    assert [one.standing for one in sources] == ["complete"]
    assert sources.rows()[0]["complete_to"] == desk.world.now
    assert sources.to_json()["sources"][0]["gaps"][0]["metrics"] == ["customer_rating"]
    assert "complete" in repr(sources)


def test_a_help_desk_that_fails_is_raised_and_what_it_gave_stays(
    desk: FakeDesk, empty: deskwise.Workspace
) -> None:
    def fail(page: int) -> None:
        if page > 1:
            raise SourceServerError("desk answered with 500", do="try again later")

    desk.on_page = fail
    with pytest.raises(deskwise.SourceError, match="500"):
        empty.sync()
    (status,) = empty.sources()
    assert (status.standing, status.history_share) == ("failed", 4 / 6)


def test_both_ways_of_a_history_at_once_are_refused(desk: FakeDesk, empty: deskwise.Workspace) -> None:
    with pytest.raises(UsageError, match="both"):
        empty.sync("desk", since="2025-01-01", full=True)
    with pytest.raises(UsageError, match="no connection"):
        empty.sync("elsewhere")
