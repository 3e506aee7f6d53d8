"""`deskwise personal-data` on a workspace of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from deskwise.cli.main import cli

LOG = """at,kind,ticket,role,actor,customer
2026-01-01T09:00:00Z,opened,T1,customer,C-88,C-88
2026-01-01T10:00:00Z,message,T1,agent,ann,
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    made = tmp_path / "home"
    assert call(made, "import", str(tmp_path / "log.csv"), "--source", "desk")[0] == 0
    return made


def call(home: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["--home", str(home), *words], catch_exceptions=False)
    return result.exit_code, result.stdout


def test_what_is_held_is_told(home: Path) -> None:
    code, out = call(home, "personal-data", "C-88")
    assert code == 0
    assert "Log: 1 rows (opened 1)." in out
    assert "Tickets: 1 (desk T1)." in out
    assert "requests 1" in out
    assert call(home, "personal-data", "C-8") == (0, "Nothing is held on anybody called so.\n")


def test_as_json_for_who_is_to_be_given_it(home: Path) -> None:
    told = json.loads(call(home, "personal-data", "C-88", "--format", "json")[1])
    assert told["log"]["kinds"] == {"opened": 1}
    assert told["log"]["tickets"] == [{"source": "desk", "ticket": "T1"}]
    assert "what,value" in call(home, "personal-data", "C-88", "--format", "csv")[1]


def test_that_it_was_asked_and_that_somebody_was_forgotten_is_in_the_audit_never_who(home: Path) -> None:
    call(home, "personal-data", "C-88")
    assert call(home, "forget", "C-88", "--yes")[0] == 0
    code, out = call(home, "audit", "--format", "json")
    told = [(each["what"], each["on"]) for each in json.loads(out)["audit"]] if code == 0 else []
    assert told[0] == ("forgotten", "personal_data:forgotten-1")
    assert told[1][0] == "personal_data_read"
    assert "C-88" not in out
    assert "They were forgotten before, as forgotten-1." in call(home, "personal-data", "C-88")[1]
