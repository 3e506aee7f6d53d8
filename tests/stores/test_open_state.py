"""A state that is kept open between questions, and what is remembered of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import WorkspaceError
from deskwise.stores.open_state import OpenState
from deskwise.stores.workspace_folder import WorkspaceFolder

ASKED = Question(metrics=("requests_received",))


def bring_in(home: Path, tickets: int) -> None:
    file = home.parent / "log.csv"
    rows = [f"2025-01-01T10:00:{number:02}Z,opened,T{number}" for number in range(tickets)]
    file.write_text("\n".join(["at,kind,ticket", *rows]) + "\n")
    workspace = WorkspaceFolder(home)
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    import_files(workspace.lake, ImportRequest((file,), source="desk"), clock, workspace.fold)


def received(workspace: WorkspaceFolder) -> object:
    return read_metrics(workspace, ASKED).readings.readings[0].value


def a_state(path: Path) -> Path:
    with duckdb.connect(str(path)) as engine:
        engine.execute("create table t as select 1 as x")
    return path


def test_a_state_stays_open_until_it_is_closed(tmp_path: Path) -> None:
    state, opened, kept = a_state(tmp_path / "a"), [], OpenState()

    def connect() -> duckdb.DuckDBPyConnection:
        opened.append(state)
        return duckdb.connect(str(state), read_only=True)

    for _ in range(3):
        connection, memo = kept.connection(state, connect)
        memo["asked"] = memo.get("asked", 0) + 1
        assert connection.execute("from t").fetchall() == [(1,)]
        connection.close()
    assert len(opened) == 1 + 3  # the one that holds it open, and each question's own
    assert memo == {"asked": 3}
    kept.close()
    duckdb.connect(str(state)).close()  # to write, as nobody has it open any more


def test_another_state_takes_its_place_and_whoever_reads_goes_on(tmp_path: Path) -> None:
    kept = OpenState()
    first, second = a_state(tmp_path / "a"), a_state(tmp_path / "b")
    reading, memo = kept.connection(first, lambda: duckdb.connect(str(first), read_only=True))
    memo["of"] = "a"
    other, memo = kept.connection(second, lambda: duckdb.connect(str(second), read_only=True))
    assert memo == {}
    assert reading.execute("from t").fetchall() == other.execute("from t").fetchall() == [(1,)]


def test_a_state_of_the_same_name_is_another_one(tmp_path: Path) -> None:
    kept, state = OpenState(), a_state(tmp_path / "a")
    connection, memo = kept.connection(state, lambda: duckdb.connect(str(state), read_only=True))
    connection.close()
    memo["of"] = "a"
    a_state(tmp_path / "b").replace(state)
    assert kept.connection(state, lambda: duckdb.connect())[1] == {}


def test_a_workspace_that_stays_open_sees_what_is_imported_meanwhile(tmp_path: Path) -> None:
    home = tmp_path / "home"
    workspace = WorkspaceFolder(home, stays_open=True)
    with pytest.raises(WorkspaceError):
        received(workspace)
    bring_in(home, 3)
    assert received(workspace) == 3
    assert received(workspace) == 3
    bring_in(home, 5)
    assert received(workspace) == 5


def test_it_writes_while_it_has_the_former_state_open(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bring_in(home, 3)
    workspace = WorkspaceFolder(home, stays_open=True)
    before = read_metrics(workspace, Question(metrics=("requests_received",), every="day")).zone
    workspace.save_settings("x", workspace.rules().__class__(zone="Europe/Berlin"), keep_text=False)
    assert before == "UTC"
    assert read_metrics(workspace, ASKED).zone == "Europe/Berlin"


def test_threads_share_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bring_in(home, 4)
    workspace = WorkspaceFolder(home, stays_open=True)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: received(workspace), range(24))) == [4] * 24


def test_a_state_that_is_gone_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bring_in(home, 3)
    workspace = WorkspaceFolder(home, stays_open=True)
    received(workspace)
    current = workspace.lake.states.current()
    assert current is not None
    current.unlink()
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        received(workspace)
