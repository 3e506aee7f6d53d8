"""Files that were sent: where they lie, for how long, and that no name of theirs is a path."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deskwise.app.file_profile import CellShape, ColumnProfile, FileProfile
from deskwise.app.file_understanding import Answers
from deskwise.app.upload_names import LONGEST, ending_of, shown_name, source_of
from deskwise.app.uploads import SaidOfUpload, Upload, UploadWork, WorkEnded
from deskwise.kernel.errors import InputError, UnknownNameError, WorkspaceBusyError, WorkspaceError
from deskwise.stores import uploads_folder
from deskwise.stores.uploads_folder import FOLDER, UploadsFolder

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CONTENT = b"a,b\n1,2\n"
NAMES = (
    "../../../etc/passwd", "/etc/passwd", "C:\\Windows\\win.ini", "a\x00.csv", "..", ".", "", " ", "con",
    "nul.csv", "x" * 5_000 + ".csv", "\u202egpj.csv", "a/../../b.csv", "%2e%2e%2fb.csv", "a\nb.csv", "💾.csv",
    "~root", "-rf", "*",
)  # fmt: skip


def sent(
    uploads: UploadsFolder, name: str = "tickets.csv", content: bytes = CONTENT, at: datetime = NOW
) -> Upload:
    with uploads.receive(name, None, "ada", at) as receiving:
        receiving.write(content)
        return receiving.whole()


def received(uploads: UploadsFolder, *parts: bytes, size: int | None = None) -> None:
    """A file that is never whole."""
    with uploads.receive("a.csv", size, "ada", NOW) as receiving:
        for part in parts:
            receiving.write(part)


def all_paths(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*"))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_and_never_a_path(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    uploads = UploadsFolder(home)
    upload = sent(uploads, name)
    folder = home / FOLDER / upload.id
    content = uploads.content(upload.id)
    assert content.parent == folder
    assert content.read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert {path.name for path in home.iterdir()} == {FOLDER}
    assert content.name in {"content", "content.csv"}
    assert upload.name.isprintable()
    assert 0 < len(upload.name) <= LONGEST


@given(some.text(max_size=300))
def test_names_are_visible_short_and_of_one_part(name: str) -> None:
    shown = shown_name(name)
    assert shown.isprintable()
    assert 0 < len(shown) <= LONGEST
    assert not set("/\\") & set(shown)
    assert ending_of(shown) in {"", *(p for p in [ending_of(shown)] if p.isascii() and p.startswith("."))}
    assert source_of(shown).strip()


def test_folders_and_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    uploads = UploadsFolder(tmp_path)
    upload = sent(uploads)
    uploads.put(upload.id, SaidOfUpload(as_of="2026-01-31"))
    folder = tmp_path / FOLDER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / upload.id).stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder / upload.id).iterdir()}
    assert {mode & 0o077 for mode in modes.values()} == {0}, modes


@pytest.mark.parametrize("upload_id", ["../x", "", "0" * 23, "0" * 24, "..", "A" * 24, "a\x00", "/"])
def test_an_id_that_is_none_finds_nothing(tmp_path: Path, upload_id: str) -> None:
    uploads = UploadsFolder(tmp_path)
    sent(uploads)
    for ask in (uploads.find, uploads.content, uploads.remove, uploads.ask_to_stop):
        with pytest.raises(UnknownNameError):
            ask(upload_id)
    with pytest.raises(UnknownNameError):
        uploads.put(upload_id, SaidOfUpload())


def test_what_is_kept_beside_a_file_comes_back_as_it_was(tmp_path: Path) -> None:
    uploads = UploadsFolder(tmp_path)
    upload = sent(uploads)
    shape = CellShape("n", 2, (1, None, 3), (0, 1, 2))
    column = ColumnProfile("a", "text", 2, 1, 2, 1, 3, ("ü\x00", "b"), {"x": 2}, (shape,))
    kept = [
        FileProfile(Path("tickets.csv"), "csv", ",", 3, (column,)),
        SaidOfUpload(Answers(timezone="UTC", columns=(("ticket", "a"),), decimal_comma=True), "2026-01-31"),
        UploadWork("import", NOW),
        WorkEnded("try", NOW, "what", "do"),
    ]
    for one in kept:
        uploads.put(upload.id, one)
    assert [uploads.get(upload.id, type(one)) for one in kept] == kept
    uploads.drop(upload.id, FileProfile)
    assert uploads.get(upload.id, FileProfile) is None
    (tmp_path / FOLDER / upload.id / "said.json").write_text('{"another": "version"', encoding="utf-8")
    assert uploads.get(upload.id, SaidOfUpload) is None


def test_a_file_that_is_too_large_leaves_nothing(tmp_path: Path) -> None:
    uploads = UploadsFolder(tmp_path, limit_bytes=10)
    with pytest.raises(InputError, match="larger than"):
        received(uploads, size=11)
    with pytest.raises(InputError, match="larger than"):
        received(uploads, b"12345678", b"901")
    with pytest.raises(InputError, match="is empty"):
        sent(uploads, content=b"")
    assert all_paths(tmp_path) in ([], [FOLDER])
    assert uploads.all() == ()


def test_a_disk_without_room_is_told_before_it_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = [uploads_folder.LEFT_FREE_BYTES + 5]
    uploads = UploadsFolder(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free.pop()))
    monkeypatch.setattr(uploads_folder, "LOOKED_EVERY_BYTES", 1)
    with pytest.raises(WorkspaceError, match="no room"):
        received(uploads, size=6)
    free += [0, uploads_folder.LEFT_FREE_BYTES]
    with pytest.raises(WorkspaceError, match="no room"):
        received(uploads, b"12")
    assert (free, all_paths(tmp_path)) == ([], [FOLDER])


def test_what_broke_off_or_is_old_is_swept_away(tmp_path: Path) -> None:
    uploads = UploadsFolder(tmp_path)
    old, young = sent(uploads, at=NOW), sent(uploads, at=NOW + timedelta(hours=2))
    left = tmp_path / FOLDER / ".part-0123"
    left.mkdir()
    (left / "content.csv").write_bytes(b"half")
    (tmp_path / FOLDER / ("f" * 24)).mkdir()
    with uploads.receive("coming.csv", None, "ada", NOW) as receiving:
        receiving.write(b"a")
        uploads.sweep(NOW + timedelta(hours=25))
        coming = receiving.whole()
    assert not left.exists()
    assert {one.id for one in uploads.all()} == {young.id, coming.id}
    with pytest.raises(UnknownNameError, match="kept for a day"):
        uploads.find(old.id)


def test_a_file_is_worked_on_by_one_and_not_removed_meanwhile(tmp_path: Path) -> None:
    uploads = UploadsFolder(tmp_path)
    upload = sent(uploads)
    with uploads.working(upload.id):
        assert uploads.is_worked_on(upload.id)
        with pytest.raises(WorkspaceBusyError):
            uploads.remove(upload.id)
        uploads.sweep(NOW + timedelta(days=9))
        assert uploads.content(upload.id).exists()
    assert not uploads.is_worked_on(upload.id)
    uploads.ask_to_stop(upload.id)
    assert uploads.is_to_stop(upload.id)
    uploads.drop(upload.id, UploadWork)
    assert not uploads.is_to_stop(upload.id)
    uploads.drop_content(upload.id)
    assert not uploads.content(upload.id).exists()
    assert uploads.find(upload.id) == upload
    uploads.remove(upload.id)
    assert uploads.all() == ()
