"""Commands on a state of files, each in a workspace of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskwise.cli.main import cli

Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.delenv("DESKWISE_STATE", raising=False)
    monkeypatch.delenv("DESKWISE_ADDRESS", raising=False)

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--home", str(tmp_path / "home"), *words], catch_exceptions=False)

    return run


def invite(call: Call, name: str, role: str = "agent", *more: str) -> Result:
    return call("people", "invite", f"{name}@example.org", "--name", name, "--role", role, *more)
