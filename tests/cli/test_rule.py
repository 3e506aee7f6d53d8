"""The command rule, on a workspace of files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.ruling_rig import RulingRig
from cli.test_metrics import fields_promised_for
from deskwise.cli.main import cli


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rule")
    RulingRig(folder).bring_in()
    return folder / "home"


def rule(home: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["rule", *words, "--home", str(home)], catch_exceptions=False)


def listed(home: Path, ticket: str) -> dict[str, list[str]]:
    told = json.loads(rule(home, ticket, "--format", "json").stdout)
    return {each["event_id"]: each["offered"] for each in told["events"]}


def test_a_ticket_alone_lists_what_can_be_ruled_on(home: Path) -> None:
    lines = [line.split() for line in rule(home, "T3").stdout.splitlines()]
    assert lines[0] == ["What", "can", "be", "ruled", "on"]
    assert lines[2][:1] == ["a3"]
    assert "acknowledgement, new_issue" in rule(home, "T3").stdout
    assert listed(home, "T4") == {"a4": ["acknowledgement"]}
    rows = list(csv.DictReader(io.StringIO(rule(home, "T4", "--format", "csv").stdout)))
    assert [(row["event_id"], row["offered"]) for row in rows] == [("a4", '["acknowledgement"]')]


def test_a_ruling_is_made_told_once_more_and_taken_back(home: Path) -> None:
    words = ("T1", "m3", "acknowledgement", "--why", "only says thanks")
    done = rule(home, *words)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith("acknowledgement on m3: ruled (ruling-")
    assert " ".join(done.stdout.splitlines()[-1].split()) == "reply_time T1 1 h 10 min 10 min"
    again = rule(home, *words)
    assert "ruled already, for the same reason: nothing was written" in again.stdout
    told = json.loads(rule(home, *words, "--format", "json").stdout)
    assert set(told) == fields_promised_for("rule")
    assert (told["by"], told["is_new"]) == ("terminal", False)
    back = rule(home, "T1", "--take-back", told["ruling_id"], "--why", "it was a question", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(back.stdout))
    assert (row["event"], row["why"]) == ("m3", "it was a question")
    assert listed(home, "T1")["m3"] == ["acknowledgement"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("T1", "m3"), "the event is named, and no ruling"),
        (("T1", "m3", "new_issue", "--why", "x"), "changes nothing on this event"),
        (("T1", "m3", "acknowledgement"), "a ruling needs a reason"),
        (("T1", "m3", "thanks", "--why", "x"), "is not one of"),
        (("T1", "m3", "--take-back", "r", "--why", "x"), "taken back by its id alone"),
        (("T1", "--take-back", "r", "--why", "x"), "no ruling of this ticket has this id"),
        (("T9",), "no event names a ticket 'T9'"),
    ],
)
def test_what_cannot_be_ruled_is_told(home: Path, words: tuple[str, ...], told: str) -> None:
    done = rule(home, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


def test_the_help_names_each_ruling(home: Path) -> None:
    told = rule(home, "--help").stdout
    assert "acknowledgement  The message asks for nothing." in told
    assert "deskwise rule 4711 m3 acknowledgement" in told
