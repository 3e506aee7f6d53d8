"""The demo on a real workspace: what a newcomer sees first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskwise.app.make_demo import SHOWN
from deskwise.cli import demo
from deskwise.cli.main import cli
from deskwise.kernel.errors import UsageError


def deskwise(*words: str) -> Result:
    return CliRunner().invoke(cli, words, catch_exceptions=False)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo") / "sample"
    outcome = deskwise("demo", "--home", str(home), "--tickets", "300")
    assert outcome.exit_code == 0, outcome.stderr
    assert outcome.stdout.startswith(f"A new sample company, in {home}.\n")
    for shown in SHOWN:
        assert f"{shown.title}\n  $ {shown.typed}\n" in outcome.stdout
    return home


def test_made_once_it_is_only_shown(sample: Path) -> None:
    outcome = deskwise("demo", "--home", str(sample))
    assert outcome.stdout.startswith(f"The sample company, in {sample} (made before).\n")


def test_json_is_what_metrics_prints(sample: Path) -> None:
    told = json.loads(deskwise("demo", "--home", str(sample), "--format", "json").stdout)
    assert set(told) == {"as_of", "readings"}
    received = [each for each in told["readings"] if each["metric"] == "requests_received"]
    asked = deskwise("--home", str(sample), "metrics", "requests_received", "--format", "json")
    assert received == json.loads(asked.stdout)["readings"]


def test_a_figure_opens_to_its_requests_and_a_request_to_its_events(sample: Path) -> None:
    asked = ("requests", "recontact_rate", "--format", "json", "--limit", "5")
    cases = json.loads(deskwise("--home", str(sample), *asked).stdout)["cases"]
    ticket = cases[0]["ticket"]
    told = json.loads(deskwise("--home", str(sample), "explain", ticket, "--format", "json").stdout)
    assert told["events"][0]["kind"] == "opened"
    given = [each for each in told["counted"] if each["metric"] == "recontact_rate"]
    assert [(each["request"], each["gave"]) for each in given] == [(cases[0]["request"], cases[0]["gave"])]
    table = deskwise("--home", str(sample), "explain", ticket).stdout
    for title in (
        "Events",
        "Requests",
        "Waits",
        "Status spells",
        "Resolutions",
        "What the metrics count of it",
    ):
        assert f"\n{title}\n" in table


def test_it_never_goes_where_somebody_keeps_tickets(tmp_path: Path) -> None:
    log = tmp_path / "mine.csv"
    log.write_text("at,kind,ticket\n2025-01-01T10:00:00Z,opened,T1\n", encoding="utf-8")
    home = tmp_path / "mine"
    assert deskwise("import", str(log), "--home", str(home)).exit_code == 0
    outcome = deskwise("demo", "--home", str(home))
    assert outcome.exit_code == 2
    assert "another log" in outcome.stderr


def test_the_default_is_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def refuse(home: Path) -> None:
        opened.append(home)
        raise UsageError("enough", do="stop")

    monkeypatch.setattr("deskwise.cli.demo.open_workspace", refuse)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DESKWISE_HOME", str(tmp_path / "mine"))
    deskwise("demo")
    deskwise("--home", str(tmp_path / "named"), "demo")
    assert opened == [tmp_path / "deskwise-demo", tmp_path / "named"]


def test_its_pages_are_served_after_its_figures(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[Path, bool]] = []
    monkeypatch.setattr(demo, "start", lambda home, *, opens: served.append((home, opens)))
    outcome = deskwise("demo", "--home", str(sample), "--serve")
    assert outcome.exit_code == 0
    assert SHOWN[-1].title in outcome.stdout
    assert served == [(sample, True)]
