"""Running commands on a workspace in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.in_memory_workspace import InMemoryWorkspace
from deskwise import bootstrap
from deskwise.cli.main import cli


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command line on a workspace; the one of each `--home` is remembered by nobody but the caller."""
    monkeypatch.delenv("DESKWISE_HOME", raising=False)
    monkeypatch.delenv("DESKWISE_TRACEBACK", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str, workspace: InMemoryWorkspace | None = None) -> Outcome:
        opened = workspace or InMemoryWorkspace()
        monkeypatch.setattr(bootstrap, "open_workspace", lambda home, waiting: opened)
        result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return call
