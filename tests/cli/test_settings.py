from __future__ import annotations

import tomllib
from pathlib import Path

from cli.conftest import Run
from cli.in_memory_workspace import InMemoryWorkspace
from deskwise.facts.rules import Rules


def test_a_new_workspace_has_the_defaults(run: Run) -> None:
    shown = tomllib.loads(run("settings", "show").out)
    assert shown["window_days"] == 7
    assert shown["zone"] == "UTC"


def test_one_is_set_and_stays(run: Run) -> None:
    desk = InMemoryWorkspace()
    outcome = run("settings", "set", "window_days", "5", workspace=desk)
    assert (outcome.code, outcome.out) == (0, "window_days = 5\n")
    run("settings", "set", "zone", "Europe/Berlin", workspace=desk)
    assert desk.rules() == Rules(window_microseconds=5 * 86_400_000_000, zone="Europe/Berlin")
    assert tomllib.loads(run("settings", "show", workspace=desk).out)["window_days"] == 5


def test_a_file_takes_the_place_of_all(run: Run, tmp_path: Path) -> None:
    desk = InMemoryWorkspace()
    run("settings", "set", "window_days", "5", workspace=desk)
    (tmp_path / "settings.toml").write_text('zone = "Asia/Tokyo"\nkeep_text = true\n', encoding="utf-8")
    assert run("settings", "load", "settings.toml", workspace=desk).code == 0
    assert desk.rules() == Rules(zone="Asia/Tokyo")
    assert desk.keeps_text()


def test_what_is_shown_loads_again(run: Run, tmp_path: Path) -> None:
    desk = InMemoryWorkspace()
    run("settings", "set", "teams.support.tier", "2", workspace=desk)
    (tmp_path / "shown.toml").write_text(run("settings", "show", workspace=desk).out, encoding="utf-8")
    other = InMemoryWorkspace()
    assert run("settings", "load", "shown.toml", workspace=other).code == 0
    assert other.rules() == desk.rules()


def test_json_and_csv_have_the_same_keys(run: Run) -> None:
    told = run("settings", "show", "--format", "json").json()
    lines = run("settings", "show", "--format", "csv").out.splitlines()
    assert lines[0] == "key,value"
    assert [line.split(",")[0] for line in lines[1:]] == list(told)


def test_what_does_not_hold_changes_nothing(run: Run, tmp_path: Path) -> None:
    desk = InMemoryWorkspace()
    (tmp_path / "settings.toml").write_text('zone = "Asia/Tokyo"\nwindow_days = -1\n', encoding="utf-8")
    for words in (
        ["load", "settings.toml"],
        ["load", "nowhere.toml"],
        ["set", "window", "5"],
        ["set", "zone", "Nowhere"],
    ):
        outcome = run("settings", *words, workspace=desk)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.startswith("deskwise: ")
    assert desk.settings_text() == ""
