from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import SettingsError, UsageError
from deskwise.sources import registry
from deskwise.sources.registry import describe_source, open_source, source_class, source_kinds
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.main import register

TESTS = Path(__file__).parent


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "SOURCES", {})
    register()


def test_every_source_says_its_own_kind_and_has_passed_the_suite() -> None:
    for kind in source_kinds():
        assert describe_source(kind).kind == kind
        if hasattr(source_class(kind), "digest"):
            continue  # a folder gives files and no records: there is nothing to ask that the suite asks
        assert "(SourceContract)" in (TESTS / kind / f"test_{kind}.py").read_text(encoding="utf-8")


def test_a_kind_that_is_none_names_those_there_are(fake: None) -> None:
    with pytest.raises(UsageError, match="use one of: fake_desk"):
        open_source(Connection("desk", "fake_dsek", "https://desk.example"))


def test_a_source_is_opened_for_a_connection_that_has_all_it_needs(fake: None) -> None:
    source = open_source(Connection("desk", "fake_desk", "https://desk.example", token="t"))
    assert isinstance(source, FakeSource)


def test_what_a_connection_lacks_is_named(fake: None) -> None:
    with pytest.raises(SettingsError, match="the connection desk has no token"):
        open_source(Connection("desk", "fake_desk", "https://desk.example"))


def test_an_option_that_nothing_reads_is_named_and_its_value_is_not(fake: None) -> None:
    connection = Connection("desk", "fake_desk", "https://x.example", token="t", options={"tokn": "s3cret"})
    with pytest.raises(SettingsError, match="no option called 'tokn'") as caught:
        open_source(connection)
    assert "s3cret" not in str(caught.value)
