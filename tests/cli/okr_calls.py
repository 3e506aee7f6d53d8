"""Commands on a small desk with objectives, whose clock stands in the middle of its cycle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.objectives.okr_rig import OkrRig
from deskwise.cli import okr_desk
from deskwise.cli.main import cli

Call = Callable[..., Result]


@pytest.fixture
def rig(tmp_path: Path) -> OkrRig:
    """The desk with its figures, and no cycle yet."""
    made = OkrRig(tmp_path)
    made.bring_in()
    return made


@pytest.fixture
def call(rig: OkrRig, monkeypatch: pytest.MonkeyPatch) -> Call:
    """`deskwise okr` on the desk."""
    monkeypatch.delenv("DESKWISE_STATE", raising=False)
    monkeypatch.setattr(okr_desk, "SystemClock", lambda: rig.clock)

    def run(*words: str, keys: str | None = None) -> Result:
        home = ["--home", str(rig.home / "home"), "okr"]
        return CliRunner().invoke(cli, [*home, *words], input=keys, catch_exceptions=False)

    return run


def done(result: Result) -> str:
    """What a command printed that went well."""
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(result: Result) -> str:
    """What a command said that was refused, in its one line."""
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line
