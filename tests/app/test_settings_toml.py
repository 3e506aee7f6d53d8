"""Writing TOML that reads as what was written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskwise.app.settings_toml import toml_value, write_toml


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.booleans() | st.integers() | st.dates(), max_size=3))
def test_any_text_can_be_a_key_or_a_value_in_toml(table: dict[str, object]) -> None:
    assert tomllib.loads(write_toml(table)) == table
    assert tomllib.loads(write_toml({"teams": {"a": table}})) == {"teams": {"a": table}}
    assert tomllib.loads(write_toml({"teams": {"a": {"b": table}}})) == {"teams": {"a": {"b": table}}}


def test_what_toml_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError):
        toml_value(None)
