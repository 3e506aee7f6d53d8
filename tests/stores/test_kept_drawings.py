"""Drawings are kept as whole files, within a bound, and go when somebody is forgotten."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from deskwise.stores.kept_drawings import KeptDrawings, drawings_folder
from deskwise.stores.workspace_folder import WorkspaceFolder


def test_what_was_kept_is_found_by_its_key_alone(tmp_path: Path) -> None:
    kept = KeptDrawings(tmp_path / "charts")
    assert kept.get("a") is None
    kept.put("a", b"one")
    kept.put("b", b"two")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (b"one", b"two", None)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "charts").iterdir())


def test_what_was_not_looked_at_for_longest_goes_first(tmp_path: Path) -> None:
    kept = KeptDrawings(tmp_path, most_bytes=1_000)
    for number in range(10):
        kept.put(str(number), b"x" * 100)
        os.utime(kept._path(str(number)), ns=(number, number))
    assert kept.get("0") == b"x" * 100
    (tmp_path / ".part-left").write_bytes(b"x" * 200)
    os.utime(tmp_path / ".part-left", ns=(1, 1))
    kept.put("new", b"x" * 100)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 750
    assert kept.get("0") is not None
    assert kept.get("new") is not None
    assert kept.get("1") is None
    assert not (tmp_path / ".part-left").exists()


def test_many_may_keep_the_same_at_once(tmp_path: Path) -> None:
    kept, content = KeptDrawings(tmp_path), b"x" * 200_000
    seen: list[bytes | None] = []

    def work() -> None:
        for _ in range(20):
            kept.put("same", content)
            seen.append(kept.get("same"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert set(seen) == {content}
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    kept = KeptDrawings(tmp_path / "file")
    kept.put("a", b"one")
    assert kept.get("a") is None


def test_forgetting_removes_all_of_them(tmp_path: Path) -> None:
    kept = KeptDrawings(tmp_path)
    kept.put("a", b"one")
    kept.forget()
    assert list(tmp_path.iterdir()) == []
    in_workspace = KeptDrawings(drawings_folder(tmp_path))
    in_workspace.put("a", b"of somebody")
    WorkspaceFolder(tmp_path).forget_compiled(("somebody",))
    assert in_workspace.get("a") is None
    KeptDrawings(tmp_path / "nothing").forget()
