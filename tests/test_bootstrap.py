from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.access.holders import TERMINAL
from deskwise.app.annotate import Note, annotate
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import memory_limit, open_state, open_workspace, read_mapping
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import MappingError, UsageError, WorkspaceError
from deskwise.kernel.machine_memory import memory_bytes
from deskwise.sample.company import SampleCompany
from deskwise.stores.lake_file import LakeFile
from deskwise.stores.workspace_folder import WorkspaceFolder


def test_opening_a_workspace_makes_nothing(tmp_path: Path) -> None:
    workspace: Workspace = open_workspace(tmp_path / "home")
    assert workspace.settings_text() == ""
    with pytest.raises(WorkspaceError), workspace.facts():
        pass
    assert not (tmp_path / "home").exists()


def test_the_state_is_a_file_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESKWISE_STATE", raising=False)
    clock = FixedClock(datetime(2026, 12, 1, tzinfo=UTC))
    state = open_state(tmp_path / "home")
    assert not (tmp_path / "home").exists()
    annotate(state, clock, TERMINAL, Note("release", "4.2", clock.now()))
    assert (tmp_path / "home" / "state.sqlite").exists()


def test_the_state_may_be_elsewhere_and_only_in_postgres(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKWISE_STATE", "sqlite:///elsewhere")
    with pytest.raises(UsageError, match="DESKWISE_STATE names no database of PostgreSQL"):
        open_state(tmp_path)


USED = """
import sys
from pathlib import Path
from deskwise.app.access.holders import TERMINAL
from deskwise.app.change_people import list_people
from deskwise.bootstrap import open_state
list_people(open_state(Path(sys.argv[1])), TERMINAL)
slow = {"alembic", "argon2", "duckdb", "ibis", "pydantic"}
print(sorted(slow & {name.partition(".")[0] for name in sys.modules}))
"""


def test_a_state_of_the_newest_layout_is_read_without_what_migrates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESKWISE_STATE", raising=False)
    clock = FixedClock(datetime(2026, 12, 1, tzinfo=UTC))
    annotate(open_state(tmp_path), clock, TERMINAL, Note("release", "4.2", clock.now()))
    told = subprocess.run(
        [sys.executable, "-c", USED, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


def test_a_mapping_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(MappingError):
        read_mapping(tmp_path / "nowhere.toml")


def test_half_of_the_memory_unless_a_size_is_said() -> None:
    half = memory_limit(None)
    assert half == memory_limit("  ")
    assert half.endswith("MiB")
    assert int(half.removesuffix("MiB")) * 1024**2 <= memory_bytes() / 2
    assert memory_limit("2GB") == "2GB"


@pytest.mark.parametrize("said", ["much", "2", "GB", "-1GB", "1GB; drop table log"])
def test_a_memory_that_is_no_size_is_refused(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKWISE_MEMORY", said)
    with pytest.raises(UsageError, match="no size"):
        open_workspace(tmp_path)


@pytest.mark.parametrize("said", ["many", "0", "-1", "1.5", "\u0662", "1025", "1; drop table log"])
def test_threads_that_are_no_number_are_refused(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKWISE_THREADS", said)
    with pytest.raises(UsageError, match="no number of threads"):
        open_workspace(tmp_path)


@pytest.mark.parametrize("number", [1, 3])
def test_the_engine_works_with_as_many_threads_as_it_may(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKWISE_THREADS", f" {number} ")
    with LakeFile(tmp_path).writing() as connection:
        assert connection.execute("select current_setting('threads')").fetchone() == (number,)


def test_work_that_does_not_fit_says_how_to_give_it_more(tmp_path: Path) -> None:
    files = tuple(SampleCompany(tickets=2_000).write(tmp_path / "log"))
    workspace = WorkspaceFolder(tmp_path / "home", memory_limit="4MB")
    clock = FixedClock(datetime(2026, 12, 1, tzinfo=UTC))
    with pytest.raises(WorkspaceError, match="DESKWISE_MEMORY"):
        import_files(workspace.lake, ImportRequest(files), clock, workspace.fold)
