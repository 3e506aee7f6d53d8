from __future__ import annotations

import pytest

from cli.in_memory_workspace import InMemoryWorkspace
from deskwise.app.access.things import Policy
from deskwise.app.change_settings import figures_policy, load_settings, set_setting, show_settings
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import SettingsError


def test_a_new_workspace_shows_the_defaults() -> None:
    assert show_settings(InMemoryWorkspace()).rules() == Rules()


def test_a_change_is_kept_with_the_rules_it_makes() -> None:
    workspace = InMemoryWorkspace()
    set_setting(workspace, "window_days", "none")
    assert workspace.rules() == Rules(window_microseconds=None)
    assert show_settings(workspace).rules() == workspace.rules()


def test_whether_text_is_kept_is_no_rule_but_is_kept_too() -> None:
    workspace = InMemoryWorkspace()
    set_setting(workspace, "keep_text", "true")
    assert workspace.rules() == Rules()
    assert workspace.keeps_text()


def test_a_file_takes_the_place_of_all() -> None:
    workspace = InMemoryWorkspace()
    set_setting(workspace, "window_days", "5")
    load_settings(workspace, 'zone = "Asia/Tokyo"')
    assert workspace.rules() == Rules(zone="Asia/Tokyo")


def test_what_does_not_hold_changes_nothing() -> None:
    workspace = InMemoryWorkspace()
    set_setting(workspace, "window_days", "5")
    with pytest.raises(SettingsError):
        load_settings(workspace, 'zone = "Asia/Tokyo"\nwindow_days = -1')
    assert workspace.rules() == Rules(window_microseconds=5 * 86_400_000_000)


def test_whose_figures_are_seen_is_no_rule_but_is_kept_too() -> None:
    workspace = InMemoryWorkspace()
    assert figures_policy(workspace) == Policy("on")
    set_setting(workspace, "people_figures", "own")
    assert figures_policy(workspace) == Policy("own")
    assert workspace.rules() == Rules()
    with pytest.raises(SettingsError, match="people_figures"):
        set_setting(workspace, "people_figures", "some")
