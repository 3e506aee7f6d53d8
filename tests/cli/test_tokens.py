from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.state_calls import Call, call
from deskwise import bootstrap
from deskwise.app.make_tokens import token_of
from deskwise.kernel.clock import SystemClock

__all__ = ["call"]


def test_a_token_is_printed_once_and_works(call: Call, tmp_path: Path) -> None:
    done = call("tokens", "make", "dashboard", "--scope", "read", "--days", "7")
    (secret,) = done.stdout.splitlines()
    assert secret.startswith("dw_")
    found = token_of(bootstrap.open_state(tmp_path / "home"), SystemClock(), secret)
    assert found is not None
    assert found.name == "dashboard"
    assert f"Token {found.id} works until " in done.stderr
    listed = call("tokens", "list")
    assert found.prefix in listed.stdout
    assert secret not in listed.stdout


def test_one_without_an_end_says_so_and_can_be_revoked(call: Call, tmp_path: Path) -> None:
    told = json.loads(
        call("tokens", "make", "feed", "--scope", "write_events", "--endless", "--format", "json").stdout
    )
    assert (told["expires_at"], told["scopes"], told["made_by"]) == (None, ["write_events"], "terminal")
    assert call("tokens", "revoke", told["id"]).stdout == f"Token {told['id']} works no more.\n"
    assert token_of(bootstrap.open_state(tmp_path / "home"), SystemClock(), told["secret"]) is None
    assert "revoked" in call("tokens", "list").stdout
    (row,) = json.loads(call("tokens", "list", "--format", "json").stdout)["tokens"]
    assert row["revoked_at"].endswith("Z")


def test_csv_has_instants_as_json_has_them(call: Call) -> None:
    made = call("tokens", "make", "t", "--scope", "admin", "--format", "csv").stdout.splitlines()
    assert made[0].endswith(",revoked_at,secret")
    head, row = call("tokens", "list", "--format", "csv").stdout.splitlines()
    assert dict(zip(head.split(","), row.split(","), strict=True))["made_at"].startswith("20")


@pytest.mark.parametrize(
    "words", [("make", "t"), ("make", "t", "--scope", "all"), ("make", "t", "--scope", "read", "--days", "0"),
              ("revoke", "1")]
)  # fmt: skip
def test_what_cannot_be_is_refused(call: Call, words: tuple[str, ...]) -> None:
    done = call("tokens", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_there_is_none_yet(call: Call) -> None:
    assert call("tokens", "list").stdout == "There is none yet: deskwise tokens make NAME --scope read.\n"
