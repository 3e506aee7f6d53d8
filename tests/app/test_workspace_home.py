from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.workspace_home import default_home


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.delenv("DESKWISE_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_word_it_is_in_the_users_data_folder(nowhere: Path) -> None:
    assert default_home() == nowhere / "me" / ".local" / "share" / "deskwise"


def test_the_data_folder_can_be_elsewhere(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(nowhere / "data"))
    assert default_home() == nowhere / "data" / "deskwise"


def test_a_workspace_in_this_folder_comes_before_it(nowhere: Path) -> None:
    (nowhere / ".deskwise").mkdir()
    assert default_home() == Path(".deskwise")


def test_the_environment_comes_before_both(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / ".deskwise").mkdir()
    monkeypatch.setenv("DESKWISE_HOME", "~/desk")
    assert default_home() == nowhere / "me" / "desk"
