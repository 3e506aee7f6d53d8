"""A database on another machine is reached encrypted, or not at all."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import SettingsError
from deskwise.sources.sql_encryption import encrypted_arguments


def arguments(url: str, *, plain: bool = False) -> dict[str, str]:
    return encrypted_arguments(sa.make_url(url), Connection("desk", "sql", url, plain_http=plain))


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/desk.sqlite", "postgresql+psycopg://127.0.0.1/desk", "postgresql+psycopg://[::1]:5432/desk",
        "postgresql+psycopg:///desk?host=/var/run/postgresql", "mysql+pymysql://localhost/desk",
        "postgresql+psycopg://db.example/desk?sslmode=verify-full",
    ],
)  # fmt: skip
def test_nothing_is_demanded_on_this_machine_or_of_a_url_that_demands_it(url: str) -> None:
    assert arguments(url) == {}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://db.example/desk", "postgresql+psycopg:///desk",
        "postgresql+psycopg:///desk?host=db.example:5432", "postgresql+psycopg2://127.0.0.1.example/desk",
        "postgresql+psycopg:///desk?host=localhost&host=db.example",
    ],
)  # fmt: skip
def test_another_machine_is_reached_encrypted(url: str) -> None:
    assert arguments(url) == {"sslmode": "require"}
    assert arguments(url, plain=True) == {}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://db.example/desk?sslmode=prefer", "mysql+pymysql://db.example/desk",
        "postgresql+pg8000://db.example/desk", "mssql+pyodbc://db.example/desk",
    ],
)  # fmt: skip
def test_what_might_go_unencrypted_is_refused_unless_it_is_allowed(url: str) -> None:
    with pytest.raises(SettingsError, match="encrypted"):
        arguments(url)
    assert arguments(url, plain=True) == {}
