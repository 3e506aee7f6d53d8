"""The password of the state's PostgreSQL, given apart from its address."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.bootstrap import open_state
from deskwise.kernel.errors import SettingsError
from deskwise.stores.state.database import PostgresServer


def test_it_stands_for_the_one_in_the_url_and_is_in_no_name() -> None:
    server = PostgresServer("postgresql://deskwise@127.0.0.1/state", password="p:ss/w@rd")
    assert server._engine.url.password == "p:ss/w@rd"
    assert "p:ss" not in server.name
    assert "p:ss" not in str(server._engine.url)


def test_one_that_is_not_where_it_should_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKWISE_STATE", "postgresql://deskwise@127.0.0.1/state")
    monkeypatch.setenv("DESKWISE_STATE_PASSWORD_FROM", f"file:{tmp_path}/none")
    with pytest.raises(SettingsError, match="is to hold a secret, cannot be read"):
        open_state(tmp_path)
    monkeypatch.setenv("DESKWISE_STATE_PASSWORD_FROM", "s3cret")
    with pytest.raises(SettingsError, match="names no secret by reference") as caught:
        open_state(tmp_path)
    assert "s3cret" not in str(caught.value)
