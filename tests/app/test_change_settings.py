from __future__ import annotations

from pathlib import Path

import pytest

from cli.in_memory_workspace import InMemoryWorkspace
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.access.things import Policy
from deskwise.app.audit import AuditEntry, AuditQuestion, Deed
from deskwise.app.change_settings import SettingsKeeper, figures_policy, load_settings, show_settings
from deskwise.app.settings_document import parse_settings
from deskwise.app.settings_versions import SavedBy
from deskwise.bootstrap import open_state
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import ChangedMeanwhileError, NotAllowedError, SettingsError
from stores.state.state_rig import SetClock


def test_a_new_workspace_shows_the_defaults() -> None:
    assert show_settings(InMemoryWorkspace()).rules() == Rules()


def test_a_change_is_kept_with_the_rules_it_makes() -> None:
    workspace = InMemoryWorkspace()
    load_settings(workspace, 'window_days = "none"')
    assert workspace.rules() == Rules(window_microseconds=None)
    assert show_settings(workspace).rules() == workspace.rules()


def test_whether_text_is_kept_is_no_rule_but_is_kept_too() -> None:
    workspace = InMemoryWorkspace()
    load_settings(workspace, "keep_text = true")
    assert workspace.rules() == Rules()
    assert workspace.keeps_text()


def test_a_file_takes_the_place_of_all() -> None:
    workspace = InMemoryWorkspace()
    load_settings(workspace, "window_days = 5")
    load_settings(workspace, 'zone = "Asia/Tokyo"')
    assert workspace.rules() == Rules(zone="Asia/Tokyo")


def test_what_does_not_hold_changes_nothing() -> None:
    workspace = InMemoryWorkspace()
    load_settings(workspace, "window_days = 5")
    with pytest.raises(SettingsError):
        load_settings(workspace, 'zone = "Asia/Tokyo"\nwindow_days = -1')
    assert workspace.rules() == Rules(window_microseconds=5 * 86_400_000_000)


def test_whose_figures_are_seen_is_no_rule_but_is_kept_too() -> None:
    workspace = InMemoryWorkspace()
    assert figures_policy(workspace) == Policy("on")
    load_settings(workspace, 'people_figures = "own"')
    assert figures_policy(workspace) == Policy("own")
    assert workspace.rules() == Rules()
    with pytest.raises(SettingsError, match="people_figures"):
        load_settings(workspace, 'people_figures = "some"')


@pytest.fixture
def keeper(tmp_path: Path) -> SettingsKeeper:
    return SettingsKeeper(InMemoryWorkspace(), open_state(tmp_path), SetClock(), TERMINAL)


def audit_of(keeper: SettingsKeeper) -> list[AuditEntry]:
    with keeper.state.reading() as stores:
        return list(stores.audit.read(AuditQuestion(most=100)))


def test_each_save_is_a_version_with_what_it_changed(keeper: SettingsKeeper) -> None:
    assert keeper.newest().number == 0
    keeper.keep(parse_settings("window_days = 5\n[teams.support]\ntier = 1"), 0)
    version = keeper.keep(parse_settings("window_days = 6\n[teams.support]\ntier = 1"), 1)
    assert (version.number, version.who, version.at) == (2, "terminal", keeper.clock.now())
    later, first = audit_of(keeper)
    assert (later.what, later.on, later.who) == (Deed.SETTINGS_CHANGED, "settings:2", "terminal")
    assert (later.before, later.after) == ({"window_days": "5"}, {"window_days": "6"})
    assert (first.before, first.after) == (None, {"window_days": "5", "teams.support.tier": "1"})


def test_the_same_again_is_no_version_and_no_entry(keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings("window_days = 5"))
    assert keeper.keep(parse_settings("window_days = 5")).number == 1
    assert len(audit_of(keeper)) == 1


def test_of_two_who_change_one_version_the_second_is_told(keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings("window_days = 5"), 0)
    with pytest.raises(ChangedMeanwhileError) as told:
        keeper.keep(parse_settings("window_days = 6"), 0)
    assert told.value.now.text == "window_days = 5\n"
    assert show_settings(keeper.workspace).window_days == 5
    assert len(audit_of(keeper)) == 1


def test_what_was_saved_without_the_audit_is_noted_with_the_next_change(keeper: SettingsKeeper) -> None:
    keeper.keep(parse_settings("window_days = 5"))
    load_settings(keeper.workspace, "window_days = 6", SavedBy("ada", keeper.clock.now()))
    keeper.keep(parse_settings("window_days = 7"))
    told = [(each.on, each.who, each.after) for each in audit_of(keeper)]
    assert told == [
        ("settings:3", "terminal", {"window_days": "7"}),
        ("settings:2", "ada", {"window_days": "6"}),
        ("settings:1", "terminal", {"window_days": "5"}),
    ]


def test_who_is_no_admin_neither_reads_nor_changes(keeper: SettingsKeeper) -> None:
    lead = Person("1", "Lea", "lea@example.org", Role.LEAD, teams=frozenset({"support"}))
    theirs = SettingsKeeper(keeper.workspace, keeper.state, keeper.clock, lead)
    for act in (theirs.newest, theirs.versions, lambda: theirs.keep(parse_settings(""))):
        with pytest.raises(NotAllowedError):
            act()
