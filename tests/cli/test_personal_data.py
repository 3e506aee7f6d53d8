"""`deskwise personal-data` on a workspace of its own."""

from __future__ import annotations

import json
import re
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


def test_of_a_customer_the_pseudonym_is_told_and_found(home: Path) -> None:
    assert call(home, "settings", "set", "customers", "pseudonyms")[0] == 0
    told = call(home, "forget", "--expired", "--dry-run")[1]
    assert told.splitlines() == [
        (
            "customers: would change 1 row of the log (1 tickets, 0 texts, 0 rejects);"
            " pseudonyms for 1 customers."
        ),
        "Nothing was changed.",
    ]
    assert "customers: changed 1 row" in call(home, "forget", "--expired", "--yes")[1]
    told = call(home, "personal-data", "C-88")[1]
    assert re.match(r"The log knows them as a customer by a pseudonym: customer-[0-9a-f]{28}\.\n", told)
    assert "Log: 1 rows (opened 1).\nWhere it stands: customer 1, actor 1;" in told
    assert "requests 1" in told
    found = json.loads(call(home, "personal-data", "C-88", "--format", "json")[1])["log"]
    assert found["known_as"] in told
    assert call(home, "personal-data", "C-89")[1] == "Nothing is held on anybody called so.\n"
    told = call(home, "forget", "C-88", "--yes")[1]
    assert f"As customers the log knew them by pseudonyms: {found['known_as']}." in told
    assert "They were forgotten before, as forgotten-1." in call(home, "personal-data", "C-88")[1]
    listed = call(home, "forget", "--list", "--format", "csv")[1].splitlines()
    assert [line.split(",", 1)[1] for line in listed[1:]] == [
        "customers,1,,1,1,0,0",
        "asked,1,forgotten-1,1,1,0,0",
    ]


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
