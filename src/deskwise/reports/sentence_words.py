"""Sentences of findings in the language that is spoken."""

from __future__ import annotations

from deskwise.analyses.sentence import Amount, GroupName, Moment, Sentence, Value, Word
from deskwise.kernel.language import mid_sentence, say, sentence_start
from deskwise.reports.number_words import change_words, count_words, plain_spaces, value_words
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import day_words, instant_words


def sentence_words(sentence: Sentence, zone: str) -> str:
    """A sentence in words; instants are of a zone.

    >>> from deskwise.analyses.sentence import sentence
    >>> fell = sentence("fell by %(by)s", by=Amount(-0.25, "share", "extent"))
    >>> whole = sentence("%(metric)s %(moved)s", metric=Word("Complaints", first=True), moved=fell)
    >>> plain_sentence(whole, "UTC")
    'Complaints fell by 25.0 pp'
    """
    values = {name: _told(value, zone) for name, value in sentence.values}
    return say(sentence.words, **values) if values else say(sentence.words)


def plain_sentence(sentence: Sentence, zone: str) -> str:
    """A sentence in words with ordinary spaces."""
    return plain_spaces(sentence_words(sentence, zone))


def _told(value: Value, zone: str) -> str:
    if isinstance(value, Sentence):
        return sentence_words(value, zone)
    if isinstance(value, Amount):
        return amount_words(value)
    if isinstance(value, Word):
        return sentence_start(say(value.words)) if value.first else mid_sentence(say(value.words))
    if isinstance(value, GroupName):
        return value.value or without_words(value.dimension)
    if isinstance(value, Moment):
        return day_words(value.at, zone) if value.day else instant_words(value.at, zone)
    return count_words(value) if isinstance(value, int) else value


def amount_words(amount: Amount) -> str:
    """An amount in words, with its sign where it is a change."""
    if amount.told == "value":
        return value_words(amount.value, amount.unit)
    words = change_words(amount.value, amount.unit)
    return words if amount.told == "change" else words.lstrip("+±\N{MINUS SIGN}")
