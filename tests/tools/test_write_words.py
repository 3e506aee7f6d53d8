"""Words are found where they stand, their translations kept; none is missing, left over or wrongly made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import write_words
from deskwise.kernel.language import ENGLISH, FOLDER, LANGUAGES

PLACE = re.compile(r"%\(\w+\)\d*[sd]|%%")
OTHERS = [language for language in LANGUAGES if language != ENGLISH]


def words_of(language: str) -> Catalog:
    text = (FOLDER / f"{language}.po").read_bytes()
    return read_po(BytesIO(text), locale=language, abort_invalid=True)


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each word with its translation; one of things with the forms for one and for many."""
    for message in words_of(language):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        told = [message.string] if isinstance(message.string, str) else list(message.string or ())
        assert len(ids) == len(told), ids
        yield from zip(ids, told, strict=True)


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_that_is_said_has_a_translation_and_no_other_has(language: str) -> None:
    text = (FOLDER / f"{language}.po").read_text(encoding="utf-8")
    assert write_words.without_translation(text, language) == []
    assert write_words.updated(text, language, write_words.words_said()) == text
    assert words_of(language).obsolete == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_words(language: str) -> None:
    # Words for one thing may leave the number out.
    wrong = [
        (words, told)
        for words, told in pairs(language)
        if sorted(PLACE.findall(words)) != sorted(PLACE.findall(told))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_begins_and_ends_as_its_words_do(language: str) -> None:
    wrong = [
        (words, told)
        for words, told in pairs(language)
        if (told != told.strip() and words == words.strip())
        or (words[-1:] in ".:;?" and told[-1:] != words[-1:])
    ]
    assert wrong == []


def test_words_are_found_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '{{ _("a page") }}{{ ngettext("one", "%(num)s", n) }}', encoding="utf-8"
    )
    (tmp_path / "page.py").write_text('say("a sentence")\nsay_many("a", "b", 2)\nKEPT = marked("kept")\n')
    found = {message.id for message in write_words.words_said(tmp_path)}
    assert {"a page", ("one", "%(num)s"), "a sentence", ("a", "b"), "kept"} <= found
    # From a registry.
    assert "First response time" in found


def test_translations_are_kept_and_nothing_else() -> None:
    said = Catalog()
    for words in ("new", "kept", ("one", "many")):
        said.add(words)
    text = '# by hand\nmsgid ""\nmsgstr ""\n\nmsgid "kept"\nmsgstr "behalten"\n\nmsgid "gone"\nmsgstr "weg"\n'
    fresh = write_words.updated(text, "de", said)
    assert fresh.startswith('# by hand\nmsgid ""\nmsgstr ""\n\n')
    assert 'msgid "kept"\nmsgstr "behalten"' in fresh
    assert "weg" not in fresh
    assert write_words.without_translation(fresh, "de") == ["new", "one"]
    assert write_words.updated(fresh, "de", said) == fresh


def test_an_unknown_word_says_how_to_call_it() -> None:
    assert write_words.main(["--chek"]) == 2
