from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.cli.workspace_option import chosen_home


def test_the_option_comes_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKWISE_HOME", "elsewhere")
    assert chosen_home("here") == Path("here")


def test_without_the_option_the_environment_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKWISE_HOME", "elsewhere")
    assert chosen_home(None) == Path("elsewhere")
