"""Proving, copying and restoring a workspace."""

from __future__ import annotations

import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import InputError, UsageError, WorkspaceError
from deskwise.sample.company import SampleCompany
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Path:
    """A backup of a small sample."""
    folder = tmp_path_factory.mktemp("made")
    (log,) = SampleCompany(tickets=40).write(folder / "log.parquet")
    workspace = WorkspaceFolder(folder / "home", compiled=compiled)
    clock = FixedClock(datetime(2026, 12, 1, tzinfo=UTC))
    import_files(workspace.lake, ImportRequest((log,)), clock, workspace.fold)
    FolderKeeper(workspace).backup(folder / "backup.tar")
    return folder / "backup.tar"


@pytest.fixture
def workspace(made: Path, compiled: Path, tmp_path: Path) -> WorkspaceFolder:
    restored = WorkspaceFolder(tmp_path / "home", compiled=compiled)
    FolderKeeper(restored).restore(made, replace=False)
    return restored


def current(workspace: WorkspaceFolder) -> Path:
    found = workspace.lake.states.current()
    assert found is not None
    return found


def wrong(workspace: WorkspaceFolder) -> dict[str, tuple[str, ...]]:
    """What does not hold, and where."""
    checks = FolderKeeper(workspace).check(lambda step: None)
    return {check.name: check.where for check in checks if check.found}


def change(workspace: WorkspaceFolder, sql: str) -> None:
    with duckdb.connect(str(current(workspace))) as connection:
        connection.execute(sql)


def events(workspace: WorkspaceFolder) -> int:
    with workspace.lake.reading() as connection:
        row = connection.execute("select count(*) from log").fetchone()
    assert row is not None
    return int(row[0])


def test_what_was_restored_is_whole(workspace: WorkspaceFolder) -> None:
    told: list[str] = []
    checks = FolderKeeper(workspace).check(told.append)
    assert [(check.name, check.found) for check in checks] == [
        ("readable", 0),
        ("ids", 0),
        ("sources", 0),
        ("facts", 0),
    ]
    assert told[0] == "reading every block"
    assert events(workspace) > 300


@pytest.mark.parametrize(
    ("sql", "name", "where"),
    [
        ("update facts.waits_kept set ended_at = ended_at + 1 where ended_at is not null", "facts", "waits"),
        ("delete from facts.requests_kept where request = 1", "facts", "requests"),
        ("drop table facts.sales", "facts", "sales 1"),
        ("insert into log select * from log where not superseded limit 1", "ids", ""),
        ("delete from sources", "sources", ""),
        ("update sources set as_of = as_of + interval 1 day", "sources", ""),
    ],
)
def test_what_is_wrong_is_found(workspace: WorkspaceFolder, sql: str, name: str, where: str) -> None:
    change(workspace, sql)
    found = wrong(workspace)
    assert name in found
    assert any(one.startswith(where) for one in found[name])


def test_a_flipped_bit_is_found(workspace: WorkspaceFolder) -> None:
    path = current(workspace)
    content = bytearray(path.read_bytes())
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(
            "select min(block_id) from pragma_storage_info('log')"
            " where column_name = 'event_id' and block_id >= 0"
        ).fetchone()
    assert row is not None
    # Three headers of 4 KiB, then the blocks of 256 KiB; each begins with its checksum.
    content[3 * 4096 + row[0] * 262_144 + 5000] ^= 1
    path.write_bytes(content)
    assert wrong(workspace) == {"readable": ("log",)}


def test_a_workspace_is_not_replaced_unasked(workspace: WorkspaceFolder, made: Path) -> None:
    change(workspace, "delete from log")
    with pytest.raises(UsageError, match=r"holds a workspace already.*--replace"):
        FolderKeeper(workspace).restore(made, replace=False)
    assert events(workspace) == 0
    FolderKeeper(workspace).restore(made, replace=True)
    assert events(workspace) > 300
    assert wrong(workspace) == {}


def test_a_backup_is_not_written_over(workspace: WorkspaceFolder, made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        FolderKeeper(workspace).backup(made)
    assert made.read_bytes() == before


def test_there_is_nothing_to_back_up_or_check_before_an_import(tmp_path: Path) -> None:
    keeper = FolderKeeper(WorkspaceFolder(tmp_path / "home"))
    with pytest.raises(WorkspaceError, match="holds no events yet"):
        keeper.backup(tmp_path / "backup.tar")
    with pytest.raises(WorkspaceError, match="holds no events yet"):
        keeper.check(lambda step: None)
    assert list(tmp_path.iterdir()) == []


def damaged(made: Path, folder: Path, how: str) -> Path:
    """A spoilt copy of a backup."""
    path = folder / "damaged.tar"
    content = bytearray(made.read_bytes())
    if how == "a bit":
        content[len(content) // 2] ^= 1
    elif how == "short":
        content = content[: len(content) // 3]
    elif how == "no tar":
        content = bytearray(b"at,kind,ticket\n")
    elif how == "empty":
        content = bytearray()
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("how", ["a bit", "short", "no tar", "empty"])
def test_a_damaged_backup_changes_nothing(
    workspace: WorkspaceFolder, made: Path, tmp_path: Path, how: str
) -> None:
    before = sorted(path.name for path in workspace.home.iterdir())
    with pytest.raises(InputError, match="no whole backup"):
        FolderKeeper(workspace).restore(damaged(made, tmp_path, how), replace=True)
    assert sorted(path.name for path in workspace.home.iterdir()) == before
    assert events(workspace) > 300


def test_a_backup_that_is_not_there_is_told(workspace: WorkspaceFolder, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        FolderKeeper(workspace).restore(tmp_path / "none.tar", replace=True)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "other.duckdb"])
def test_a_backup_writes_nowhere_else(workspace: WorkspaceFolder, tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.tar"
    (tmp_path / "x").write_text("x")
    told = {"bytes": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
    contents = {"format": 1, "version": "1", "files": {"lake.duckdb": told, name: told}}
    (tmp_path / "c").write_text(json.dumps(contents))
    with tarfile.open(evil, "w") as archive:
        for file, member in (("x", "lake.duckdb"), ("x", name), ("c", "contents.json")):
            archive.add(tmp_path / file, member)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match="no whole backup"):
        FolderKeeper(workspace).restore(evil, replace=True)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_backup_of_a_later_form_is_told(workspace: WorkspaceFolder, tmp_path: Path) -> None:
    later = tmp_path / "later.tar"
    (tmp_path / "c").write_text(json.dumps({"format": 3, "version": "9.0", "files": {}}))
    with tarfile.open(later, "w") as archive:
        archive.add(tmp_path / "c", "contents.json")
    with pytest.raises(InputError, match=r"made by deskwise 9\.0"):
        FolderKeeper(workspace).restore(later, replace=True)
