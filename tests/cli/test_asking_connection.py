from __future__ import annotations

from typing import Any

import click
import pytest
from click.testing import CliRunner

from deskwise.cli.asking_connection import ask_connection
from deskwise.kernel.errors import UsageError
from deskwise.stores.kept_secrets import KeptSecrets
from sources.fake_desk.fake_source import FakeSource

KINDS = {"fake_desk": FakeSource.description}
SECRET = "typed-s3cret"


def asked(typed: str, table: dict[str, Any], secrets: KeptSecrets) -> tuple[dict[str, Any], str]:
    found: dict[str, Any] = {}

    @click.command()
    def command() -> None:
        found.update(ask_connection(table, KINDS, secrets))

    result = CliRunner().invoke(command, input=typed, catch_exceptions=False)
    return found, result.output


def test_what_is_missing_is_asked_and_a_secret_is_sealed_and_not_shown() -> None:
    secrets = KeptSecrets({"DESKWISE_KEY": KeptSecrets({}).new_key()})
    found, shown = asked(f"fake_desk\nhttps://desk.example\n{SECRET}\n", {}, secrets)
    assert (found["kind"], found["url"]) == ("fake_desk", "https://desk.example")
    assert secrets.resolve(found["token"]) == SECRET
    assert SECRET not in shown + str(found)


def test_a_reference_is_kept_as_it_is() -> None:
    found, _ = asked(
        "env:DESK_TOKEN\n", {"kind": "fake_desk", "url": "https://desk.example"}, KeptSecrets({})
    )
    assert found["token"] == "env:DESK_TOKEN"


def test_what_is_known_is_not_asked() -> None:
    table = {"kind": "fake_desk", "url": "https://desk.example", "token": "env:DESK_TOKEN"}
    assert asked("", table, KeptSecrets({})) == (table, "")


def test_without_a_key_no_secret_is_taken() -> None:
    with pytest.raises(UsageError, match="DESKWISE_KEY") as caught:
        asked(f"{SECRET}\n", {"kind": "fake_desk", "url": "https://desk.example"}, KeptSecrets({}))
    assert SECRET not in str(caught.value)
