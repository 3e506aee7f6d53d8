"""Saving settings beside the pages: how far it is, who has to wait, and what keeps it from being done."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from cli.in_memory_workspace import InMemoryWorkspace
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.change_settings import SettingsKeeper, show_settings
from deskwise.app.draft_settings import Draft, draft_settings
from deskwise.app.settings_document import parse_settings
from deskwise.app.settings_versions import SettingsVersion
from deskwise.app.workspace import Progress
from deskwise.bootstrap import open_state
from deskwise.kernel.errors import ChangedMeanwhileError, WorkspaceBusyError
from deskwise.web.settings_saving import SettingsSaving
from stores.state.state_rig import SetClock
from web.people_rig import PeopleRig


class Held(InMemoryWorkspace):
    """A workspace whose facts are half made until the test lets them go on."""

    progress: Progress
    half = threading.Event()
    go_on = threading.Event()

    def save_settings(self, *said: Any, **more: Any) -> SettingsVersion:
        self.progress("reply_waits", 0.5)
        self.half.set()
        self.go_on.wait()
        return super().save_settings(*said, **more)


@pytest.fixture
def held() -> Held:
    workspace = Held()
    workspace.half, workspace.go_on = threading.Event(), threading.Event()
    return workspace


@pytest.fixture
def keeper(held: Held, tmp_path: Path) -> SettingsKeeper:
    return SettingsKeeper(held, open_state(tmp_path), SetClock(), TERMINAL)


def saving_of(keeper: SettingsKeeper) -> SettingsSaving:
    def opened(waiting: Any, progress: Progress) -> Any:
        keeper.workspace.progress = progress  # type: ignore[attr-defined]  # it is a Held one
        return keeper.workspace

    return SettingsSaving(opened, keeper.state, keeper.clock)


def drafted(keeper: SettingsKeeper, days: int = 5) -> Draft:
    return draft_settings(keeper, 0, {"window_days": days})


def test_how_far_it_is_and_that_figures_are_others_is_told(keeper: SettingsKeeper, held: Held) -> None:
    saving, told = saving_of(keeper), list[str]()
    assert saving.now is None
    saving.begin(TERMINAL, "Ada", drafted(keeper), lambda: told.append("others"))
    held.half.wait()
    now = saving.now
    assert now is not None
    assert (now.who, now.step, now.share, now.ended) == ("Ada", "reply waits", 0.5, False)
    with pytest.raises(WorkspaceBusyError, match="Ada"):
        saving.begin(TERMINAL, "Ben", drafted(keeper, 6), lambda: None)
    assert told == []
    held.go_on.set()
    saving.wait()
    assert saving.now is not None
    assert saving.now.saved is not None
    assert (saving.now.saved.number, told) == (1, ["others"])


def test_the_page_says_how_far_it_is_without_scripts_too(
    keeper: SettingsKeeper, held: Held, tmp_path: Path
) -> None:
    rig = PeopleRig(tmp_path / "home")
    rig.add("admin", Role.ADMIN)
    rig.sign_in("admin")
    rig.saving._open_writer = lambda waiting, progress: _with(held, progress)
    rig.saving.begin(rig.people["admin"], "Admin", drafted(keeper), lambda: None)
    held.half.wait()
    page = rig.site("admin").page("/settings/saving")
    assert "Making the figures anew" in page
    assert 'value="50"' in page
    assert "reply waits" in page
    assert 'hx-trigger="every 1s"' in page
    assert "being saved" in rig.site("admin").page("/settings")
    held.go_on.set()
    rig.saving.wait()
    page = rig.site("admin").page("/settings/saving")
    assert "Version 1 is saved" in page
    assert "hx-trigger" not in page


def _with(held: Held, progress: Progress) -> Held:
    held.progress = progress
    return held


def test_a_change_that_lost_the_race_is_told_and_kept(keeper: SettingsKeeper, held: Held) -> None:
    held.go_on.set()
    saving, draft = saving_of(keeper), drafted(keeper)
    held.progress = lambda step, share: None
    keeper.keep(parse_settings("window_days = 6"))
    saving.begin(TERMINAL, "Ada", draft, lambda: None)
    saving.wait()
    assert saving.now is not None
    assert isinstance(saving.now.error, ChangedMeanwhileError)
    assert (saving.now.text, saving.now.made_from) == ("window_days = 5\n", 0)
    assert show_settings(held).window_days == 6


def test_whatever_goes_wrong_ends_the_saving_and_quotes_nothing(keeper: SettingsKeeper) -> None:
    class Broken(InMemoryWorkspace):
        def save_settings(self, *said: Any, **more: Any) -> SettingsVersion:
            raise RuntimeError("what a customer wrote")

    saving = SettingsSaving(lambda waiting, progress: Broken(), keeper.state, keeper.clock)
    saving.begin(TERMINAL, "Ada", drafted(keeper), lambda: None)
    saving.wait()
    assert saving.now is not None
    assert saving.now.ended
    assert "RuntimeError" in str(saving.now.error)
    assert "customer" not in str(saving.now.error)
