"""The language that words, numbers and dates are written in: one for each thing that is asked at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

ENGLISH = "en"
# Each by its own name, as those who speak it look for it.
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
FOLDER = Path(__file__).parent / "languages"
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken() -> str:
    """The language that is spoken now: English, unless `speaking` says otherwise."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one of `LANGUAGES` for what is done meanwhile; English for one that is not among them.

    >>> with speaking("de"):
    ...     spoken()
    'de'
    >>> spoken()
    'en'
    """
    token = _SPOKEN.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def say(words: str, /, **named: object) -> str:
    """Words in the language that is spoken, as they are where they have no translation.

    Where values are named, they take the places that the words have for them.

    >>> say("from %(first)s to %(last)s", first=1, last=2)
    'from 1 to 2'
    """
    told = catalogue(spoken()).gettext(words)
    return told % named if named else told


def said_name(name: str) -> str:
    """A name of the code in words.

    >>> said_name("off_hours")
    'off hours'
    """
    return say(name.replace("_", " "))


def say_many(one: str, many: str, number: int, /, **named: object) -> str:
    """Words about a number of things; the number takes the place named `num`.

    >>> say_many("one row", "%(num)s rows", 1), say_many("one row", "%(num)s rows", 3)
    ('one row', '3 rows')
    """
    return catalogue(spoken()).ngettext(one, many, number) % {"num": number, **named}


def marked(words: str) -> str:
    """Words that are said later: they are found by who translates, and are as they were."""
    return words


def mid_sentence(words: str) -> str:
    """Words as they stand inside of a sentence: in English small, in German as they are, for nouns are not.

    >>> mid_sentence("Team"), mid_sentence("SLA clock")
    ('team', 'SLA clock')
    >>> with speaking("de"):
    ...     mid_sentence("Team")
    'Team'
    """
    return words if spoken() != ENGLISH or words[:2].isupper() else words[:1].lower() + words[1:]


def sentence_start(words: str) -> str:
    """Words as a sentence or a heading begins with them.

    >>> sentence_start("median, in Euro")
    'Median, in Euro'
    """
    return words[:1].upper() + words[1:]


def number(value: Decimal | float, decimals: int = 0) -> str:
    """A number with its thousands parted and so many decimals.

    >>> number(1234567.891, 1)
    '1,234,567.9'
    >>> with speaking("de"):
    ...     number(1234567.891, 1)
    '1.234.567,9'
    """
    # Rounded here, so that a figure ends in the same digit in every language.
    rounded = f"{value:,.{decimals}f}"
    if spoken() == ENGLISH:
        return rounded
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(Decimal(rounded.replace(",", "")), format=pattern, locale=spoken())


def date_words(at: date, patterns: dict[str, str]) -> str:
    """A date or a time, by the pattern of the language that is spoken, in letters of the Unicode standard.

    >>> words = {"en": "EEE d MMM y, HH:mm", "de": "EEE d. MMM y, HH:mm"}
    >>> date_words(datetime(2026, 3, 1, 9, 5), words)
    'Sun 1 Mar 2026, 09:05'
    >>> with speaking("de"):
    ...     date_words(datetime(2026, 3, 1, 9, 5), words)
    'So. 1. März 2026, 09:05'
    """
    from babel.dates import format_datetime

    language = spoken() if spoken() in patterns else ENGLISH
    written = at if isinstance(at, datetime) else datetime.combine(at, time())
    return format_datetime(written.replace(tzinfo=None), patterns[language], locale=language)


def best_language(wished: str) -> str:
    """The language a browser asks for first, of those there are; `wished` is its header `Accept-Language`.

    >>> best_language("fr, de-AT;q=0.8, en;q=0.5"), best_language("fr"), best_language("en;q=x, de;q=0")
    ('de', 'en', 'en')
    """
    weighed = []
    for place, part in enumerate(wished.split(",")):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0].strip().lower()
        try:
            share = float(weight or 1)
        except ValueError:
            continue
        if language in LANGUAGES and share > 0:
            weighed.append((-share, place, language))
    return min(weighed)[2] if weighed else ENGLISH


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; none for English, which the words are written in."""
    file = FOLDER / f"{language}.po"
    if not file.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with file.open("rb") as words:
        write_mo(compiled, read_po(words, locale=language, abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)
