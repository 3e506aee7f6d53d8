"""The lake's states: which is the current one, and what becomes of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.kernel.errors import WorkspaceError
from deskwise.stores.lake_states import LakeStates


def write(states: LakeStates, content: str) -> Path:
    """Make a state with that content the current one."""
    begun = states.begin()
    begun.write_text(content)
    states.publish(begun)
    states.sweep()
    return begun


def names(states: LakeStates) -> list[str]:
    return sorted(path.name for path in states.home.iterdir())


def test_nothing_is_there_before_the_first(tmp_path: Path) -> None:
    states = LakeStates(tmp_path)
    assert states.current() is None
    begun = states.begin()
    assert not begun.exists()
    begun.write_text("one")
    assert states.current() is None


def test_the_next_begins_as_the_current_one_and_takes_its_place(tmp_path: Path) -> None:
    states = LakeStates(tmp_path)
    first = write(states, "one")
    assert states.current() == first
    begun = states.begin()
    assert begun.read_text() == "one"
    begun.write_text("two")
    assert first.read_text() == "one"
    assert states.current() == first
    states.publish(begun)
    assert states.current() == begun
    states.sweep()
    assert names(states) == ["lake-000002.duckdb", "lake.current"]


def test_each_state_has_a_version_of_its_own(tmp_path: Path) -> None:
    states = LakeStates(tmp_path)
    versions = [states.version()]
    for text in ("one", "two"):
        begun = states.begin()
        begun.write_text(text)
        states.publish(begun)
        versions.append(states.version())
    assert versions[0] is None
    assert len(set(versions)) == 3
    assert states.version() == versions[-1]


def test_what_the_engine_has_not_yet_put_into_the_file_goes_with_it(tmp_path: Path) -> None:
    states = LakeStates(tmp_path)
    (tmp_path / "lake.duckdb").write_text("one")
    (tmp_path / "lake.duckdb.wal").write_text("and more")
    begun = states.begin()
    assert (tmp_path / f"{begun.name}.wal").read_text() == "and more"
    states.publish(begun)
    states.sweep()
    assert names(states) == ["lake-000001.duckdb", "lake-000001.duckdb.wal", "lake.current"]


def test_what_a_killed_writer_left_is_swept_and_not_begun_with(tmp_path: Path) -> None:
    states = LakeStates(tmp_path)
    write(states, "one")
    left = states.begin()
    left.write_text("half of two")
    (tmp_path / "lake.current.next").write_text(left.name)
    (tmp_path / "notes.duckdb").write_text("not ours")
    assert LakeStates(tmp_path).begin().read_text() == "one"
    states.sweep()
    assert names(states) == ["lake-000001.duckdb", "lake.current", "notes.duckdb"]


@pytest.mark.parametrize("said", [b"", b"../other.duckdb\n", b"lake-1.duckdb.old\n", b"\xff\xfe"])
def test_a_pointer_to_no_state_is_told(tmp_path: Path, said: bytes) -> None:
    (tmp_path / "lake.current").write_bytes(said)
    with pytest.raises(WorkspaceError, match=r"lake\.current names no state.*backup"):
        LakeStates(tmp_path).current()


def test_a_state_that_is_gone_is_told(tmp_path: Path) -> None:
    states = LakeStates(tmp_path)
    write(states, "one").unlink()
    with pytest.raises(WorkspaceError, match="names no state"):
        states.begin()
