from __future__ import annotations

from pathlib import Path

import write_mappings
from deskwise.sources.mapping_file import shipped_mappings


def test_the_shipped_mappings_are_as_they_would_be_made() -> None:
    assert write_mappings.stale() == []


def test_one_that_is_missing_or_changed_is_stale(tmp_path: Path) -> None:
    texts = write_mappings.texts()
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "zendesk.toml").write_text("by hand", encoding="utf-8")
    (tmp_path / "jira.toml").unlink()
    assert write_mappings.stale(tmp_path) == ["zendesk", "jira"]


def test_every_mapping_that_is_made_is_shipped() -> None:
    assert {made.name for made in write_mappings.MADE} <= set(shipped_mappings())


def test_an_unknown_word_says_how_to_call_it() -> None:
    assert write_mappings.main(["--chek"]) == 2
