"""The versions of the settings in the lake."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.settings_versions import SavedBy, SettingsVersion
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.stores.workspace_folder import WorkspaceFolder

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> WorkspaceFolder:
    return WorkspaceFolder(tmp_path / "home")


def save(workspace: WorkspaceFolder, text: str, made_from: int | None = None) -> SettingsVersion:
    return workspace.save_settings(text, Rules(), keep_text=False, saved=SavedBy("ada", AT, made_from))


def test_a_new_workspace_has_none(workspace: WorkspaceFolder) -> None:
    assert workspace.settings_versions() == ()
    assert not workspace.home.exists()


def test_versions_are_numbered_and_say_who_and_when(workspace: WorkspaceFolder) -> None:
    save(workspace, "window_days = 5\n", 0)
    workspace.save_settings("window_days = 6\n", Rules(), keep_text=False)
    assert workspace.settings_versions() == (
        SettingsVersion(1, "window_days = 5\n", AT, "ada"),
        SettingsVersion(2, "window_days = 6\n"),
    )


def test_the_same_text_is_no_new_version(workspace: WorkspaceFolder) -> None:
    save(workspace, "window_days = 5\n")
    assert save(workspace, "window_days = 5\n", 1).number == 1
    assert len(workspace.settings_versions()) == 1


def test_a_change_of_another_version_changes_nothing(workspace: WorkspaceFolder) -> None:
    save(workspace, "window_days = 5\n")
    with pytest.raises(ChangedMeanwhileError) as told:
        save(workspace, "window_days = 6\n", 0)
    assert told.value.now == SettingsVersion(1, "window_days = 5\n", AT, "ada")
    assert workspace.settings_text() == "window_days = 5\n"


def test_settings_from_before_versions_were_kept_are_the_first(workspace: WorkspaceFolder) -> None:
    save(workspace, "window_days = 5\n")
    with workspace.lake.writing() as connection:
        connection.execute("drop table settings_versions")
    assert workspace.settings_versions() == (SettingsVersion(1, "window_days = 5\n"),)
    assert save(workspace, "window_days = 6\n", 1).number == 2
    assert [each.text for each in workspace.settings_versions()] == ["window_days = 5\n", "window_days = 6\n"]
