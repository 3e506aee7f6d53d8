from __future__ import annotations

from pathlib import Path

import write_docs
from deskwise.app.audit import TELLS as DEEDS
from deskwise.app.audit import Deed
from deskwise.app.people import Purpose
from deskwise.app.settings_document import parse_settings
from deskwise.metrics.catalogue import CATALOGUE
from pages import people_page, settings_page, sources_page
from sources.fake_desk.fake_source import FakeSource


def test_a_page_that_is_missing_or_changed_is_stale(tmp_path: Path) -> None:
    for name, text in write_docs.texts().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert write_docs.stale(tmp_path) == []
    (tmp_path / "cli.md").unlink()
    (tmp_path / "metrics.md").write_text("by hand", encoding="utf-8")
    assert write_docs.stale(tmp_path) == ["metrics.md", "cli.md"]


def test_every_metric_has_its_place_on_the_page() -> None:
    text = write_docs.texts()["metrics.md"]
    assert [line[4:] for line in text.splitlines() if line.startswith("### ")] == list(CATALOGUE)


def test_the_example_of_settings_is_one_that_holds() -> None:
    rules = parse_settings(settings_page.example_text()).rules()
    assert rules.zone == "Europe/Berlin"
    assert [policy.name for policy in rules.sla] == ["gold"]


def test_a_source_says_on_its_page_all_that_it_is() -> None:
    text = sources_page.section(FakeSource.description)
    assert text.startswith("## The fake help desk of the tests\n\nKind `fake_desk`.")
    assert "| It knows no ratings. | `customer_rating` |" in text
    assert "| `token` | A token that may read. | yes | `env:FAKE_TOKEN` |" in text
    assert "| `options.cap` |" in text


def test_the_page_of_people_tells_of_every_kind_of_link_and_deed() -> None:
    assert set(people_page.LINKS) == set(Purpose)
    assert set(DEEDS) == set(Deed)
    text = people_page.page()
    assert "| A ruling on a message or request. | change | yes | own teams | no | no |" in text
    assert "| `write_events` | change `data` |" in text


def test_an_unknown_word_says_how_to_call_it() -> None:
    assert write_docs.main(["--chek"]) == 2
