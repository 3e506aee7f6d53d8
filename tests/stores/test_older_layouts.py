"""A workspace that an older version wrote opens, is whole, and takes an import.

`layouts` holds a backup of each: seven events of two tickets, a sale and a rating, known to January 20.
"""

from __future__ import annotations

import lzma
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.explain_ticket import explain_ticket
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.kernel.clock import FixedClock
from deskwise.stores.fact_horizon import facts_made_with, made_with
from deskwise.stores.log_tables import LAYOUT_VERSION, layout_version
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_forgetter import FolderForgetter
from deskwise.stores.workspace_keeper import FolderKeeper
from deskwise.stores.workspace_syncs import FolderSyncs

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.tar.xz"))
CLOCK = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
# A first reply after 3,600 and 1,800 seconds; the rating of the request and the one without.
FIGURES = {
    "first_response_time": 2700.0,
    "customer_rating": 4.5,
    "sales_after_contact": 1.0,
    "backlog": 1.0,
}
LATER = """source,event_id,ticket,seq,at,kind,role,actor
desk,3,B,3,2025-01-21T09:00:00Z,message,customer,
desk,1,C,1,2025-01-22T09:00:00Z,opened,customer,
desk,2,C,2,2025-01-22T10:30:00Z,message,agent,ann
"""


def restored(layout: Path, folder: Path) -> WorkspaceFolder:
    backup = folder / "backup.tar"
    backup.write_bytes(lzma.decompress(layout.read_bytes()))
    workspace = WorkspaceFolder(folder / "home")
    FolderKeeper(workspace).restore(backup, replace=False)
    return workspace


def figures(workspace: WorkspaceFolder) -> dict[str, float | None]:
    asked = Question(metrics=tuple(FIGURES), stats=("mean",))
    return {one.metric: one.value for one in read_metrics(workspace, asked).readings.readings}


def faults(workspace: WorkspaceFolder) -> list[str]:
    return [check.name for check in FolderKeeper(workspace).check(lambda _: None) if check.found]


def test_each_layout_before_this_one_that_was_in_use_is_kept() -> None:
    assert [path.name.removesuffix(".tar.xz") for path in LAYOUTS] == [
        "layout-2",
        "layout-3",
        "layout-4",
        "layout-5",
        "layout-6",
    ]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_it_is_read_as_it_is(layout: Path, tmp_path: Path) -> None:
    workspace = restored(layout, tmp_path)
    assert figures(workspace) == FIGURES
    assert len(read_metrics(workspace, Question()).readings.readings) > 50
    assert [one.event.kind for one in explain_ticket(workspace, "B").events] == ["opened", "message"]
    assert FolderSyncs(workspace).states() == ()
    assert faults(workspace) == []
    by_way = Question(("channel_switch_rate",), by=("from_channel", "to_channel"))
    assert read_metrics(workspace, by_way).readings.readings == ()
    with workspace.facts() as facts:
        assert facts.lacking == {"channel_switches"}
    with workspace.lake.reading() as connection:
        assert (layout_version(connection) or 0) < LAYOUT_VERSION
        # Layout 2 noted nothing of it.
        assert (facts_made_with(connection) is None) == (layout_version(connection) == 2)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_somebody_is_forgotten_in_it(layout: Path, tmp_path: Path) -> None:
    workspace = restored(layout, tmp_path)
    forgetter = FolderForgetter(workspace)
    assert forgetter.notes() == ()
    found = forgetter.find(("C1",))
    assert (found.rows, found.tickets, found.pseudonyms) == (3, 2, ("forgotten-1",))
    assert forgetter.forget(("C1",), CLOCK.now()) == found
    assert [note.pseudonyms for note in forgetter.notes()] == ["forgotten-1"]
    assert faults(workspace) == []
    assert figures(workspace) == FIGURES


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.name)
def test_an_import_brings_it_to_this_layout(layout: Path, tmp_path: Path) -> None:
    workspace = restored(layout, tmp_path)
    path = tmp_path / "later.csv"
    path.write_text(LATER, "utf-8")
    done = import_files(workspace.lake, ImportRequest((path,)), CLOCK, workspace.fold)
    assert (done.accepted, done.tickets) == (3, 3)
    with workspace.lake.reading() as connection:
        assert layout_version(connection) == LAYOUT_VERSION
        assert facts_made_with(connection) == made_with(workspace.rules())
        assert connection.execute("select count(*) from log where fold_key is null").fetchone() == (0,)
    with workspace.facts() as facts:
        assert facts.lacking == frozenset()
    assert faults(workspace) == []
    # (3,600 + 1,800 + 5,400) / 3
    assert figures(workspace) == FIGURES | {"first_response_time": 3600.0, "backlog": 2.0}
