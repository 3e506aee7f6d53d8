"""A folder that exports are dropped into: what is taken when, and what is told of the rest."""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import MappingError, SettingsError, SourceMissingError
from deskwise.sources.directory import Directory
from sources.directory.drops import HEAD, NOW, Drops, event


@pytest.fixture
def drops(tmp_path: Path) -> Drops:
    return Drops(tmp_path)


def test_new_files_are_taken_once_and_changed_ones_again(drops: Drops) -> None:
    drops.drop("a.csv", range(4))
    drops.drop("b.csv", range(4, 8))
    first = drops.sync()
    assert (first.records, first.counts.accepted, first.notes) == (2, 8, ())
    assert first.complete_to is not None
    state = drops.syncs.workspace.lake.states.current()
    assert drops.sync().records == 0
    assert drops.syncs.workspace.lake.states.current() == state
    drops.drop("b.csv", range(4, 12), minutes_ago=30)
    again = drops.sync()
    assert (again.records, again.counts.accepted, again.counts.duplicates) == (1, 4, 4)
    assert drops.ids() == list(range(12))


def test_a_file_with_the_same_content_is_not_taken_again_but_by_full(drops: Drops) -> None:
    path = drops.drop("a.csv", range(4))
    drops.sync()
    os.utime(path, (NOW.timestamp() - 600, NOW.timestamp() - 600))
    assert drops.sync().records == 0
    full = drops.sync(full=True)
    assert (full.records, full.counts.accepted, full.counts.duplicates) == (1, 0, 4)


def test_a_file_that_may_still_grow_waits_and_that_is_told(drops: Drops) -> None:
    drops.drop("a.csv", range(4), minutes_ago=0.5)
    names = ("b.csv.part", "c.tmp", "~d.csv", "e.csv~")
    for name in names:
        drops.drop(name, range(4, 8))
    drops.drop(".hidden.csv", range(4, 8))
    waiting = drops.sync()
    assert (waiting.records, len(waiting.notes)) == (0, 5)
    assert all(any(name in note and "waits" in note for note in waiting.notes) for name in ("a.csv", *names))
    drops.now += timedelta(minutes=1)
    (drops.inbox / "b.csv.part").rename(drops.inbox / "b.csv")
    assert drops.sync().records == 2
    assert drops.ids() == list(range(8))


def test_the_oldest_comes_first(drops: Drops) -> None:
    drops.drop("a.csv", [1, 2], minutes_ago=10)
    drops.drop("b.csv", [0], minutes_ago=20)
    drops.sync()
    with drops.syncs.workspace.lake.reading() as connection:
        found = connection.execute("select event_id from log order by import_id, event_id").fetchall()
    assert [row[0] for row in found] == ["0", "1", "2"]


def test_what_is_not_understood_is_told_once_and_stops_no_other(drops: Drops) -> None:
    drops.write("a.csv", "colour,shape\nred,round\n", minutes_ago=90)
    drops.drop("b.csv", range(4))
    first = drops.sync()
    (note,) = first.notes
    assert note.startswith("a.csv was not taken")
    assert "deskwise connect drops --option mapping=FILE" in note
    assert (first.records, drops.ids()) == (1, list(range(4)))
    assert drops.sync().notes == ()
    # Read in another way it is tried again, as it is when it was changed.
    drops.options = {"timezone": "Europe/Rome"}
    assert len(drops.sync().notes) == 1
    drops.drop("a.csv", range(4, 8), minutes_ago=5)
    assert (drops.sync().records, drops.ids()) == (1, list(range(8)))


def test_rejects_name_the_file_and_the_line(drops: Drops) -> None:
    drops.write("a.csv", f"{HEAD}\n{event(0)}\n1,never,message,T0,agent\n")
    assert drops.sync().counts.rejected == 1
    assert [one[:2] for one in drops.rejects()] == [("a.csv", 3)]


def test_a_mapping_and_a_zone_are_those_of_import(drops: Drops, tmp_path: Path) -> None:
    mapping = tmp_path / "log.toml"
    mapping.write_text(
        '[columns]\nevent_id = "Nr"\nat = "When"\nticket = "Case"\nkind = "What"\nrole = "Who"\n'
    )
    drops.write("a.csv", "Nr,When,Case,What,Who\n1,2025-01-01 12:00:00,T1,opened,customer\n")
    drops.options = {"mapping": str(mapping), "timezone": "Europe/Rome"}
    assert drops.sync().counts.accepted == 1
    ((at, kind),) = [(row[5], row[6]) for row in drops.syncs.log()]
    assert (at.isoformat(), kind) == ("2025-01-01T11:00:00", "opened")
    drops.options = {"mapping": str(tmp_path / "nowhere.toml")}
    with pytest.raises(MappingError):
        drops.sync()


def test_links_are_not_followed_and_folders_only_if_asked(drops: Drops, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(f"{HEAD}\n{event(9)}\n")
    (drops.inbox / "link.csv").symlink_to(outside)
    (drops.inbox / "folder").symlink_to(tmp_path)
    drops.drop("deep/a.csv", [0])
    first = drops.sync()
    assert (first.records, len(first.notes)) == (0, 2)
    assert all("symbolic link" in note for note in first.notes)
    drops.options = {"subfolders": "yes"}
    second = drops.sync()
    assert (second.records, second.notes, drops.ids()) == (1, (), [0])


def test_a_file_that_is_changed_while_it_is_read_comes_with_the_next_sync(
    drops: Drops, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drops.drop("a.csv", [0])
    made = Directory.digest

    def digest(self: Directory, file: object) -> str:
        found = made(self, file)  # type: ignore[arg-type]  # any source
        path.write_text(f"{HEAD}\n{event(0)}\n{event(1)}\n")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Directory, "digest", digest)
        (note,) = drops.sync().notes
    assert "changed while it was read" in note
    assert drops.ids() == []
    drops.drop("a.csv", [0, 1], minutes_ago=5)
    assert (drops.sync().records, drops.ids()) == (1, [0, 1])


def test_nothing_in_the_folder_is_touched(drops: Drops) -> None:
    drops.drop("a.csv", range(4))
    drops.write("b.txt", "hello")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in drops.inbox.iterdir()}
    drops.sync()
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in drops.inbox.iterdir()} == before


def test_a_folder_that_is_not_there_is_told(drops: Drops) -> None:
    drops.inbox.rmdir()
    with pytest.raises(SourceMissingError):
        drops.sync()
    assert drops.syncs.attempts()["drops"].error is not None
    with pytest.raises(SettingsError):
        Directory(Connection("drops", "directory", "https://desk.example"))


@settings(max_examples=4, deadline=None)
@given(st.lists(st.lists(st.integers(0, 11), min_size=1, max_size=5), min_size=1, max_size=4), st.data())
def test_whatever_the_order_of_drops_the_log_is_the_same(files: list[list[int]], data: st.DataObject) -> None:
    ages = data.draw(st.permutations(range(len(files))))
    syncs_after = data.draw(st.lists(st.booleans(), min_size=len(files), max_size=len(files)))
    with tempfile.TemporaryDirectory() as folder:
        drops = Drops(Path(folder))
        for number, events in enumerate(files):
            drops.drop(f"{number}.csv", sorted(set(events)), minutes_ago=10 + ages[number])
            if syncs_after[number]:
                drops.sync()
        drops.sync()
        assert drops.ids() == sorted({one for events in files for one in events})
        assert drops.sync().records == 0
