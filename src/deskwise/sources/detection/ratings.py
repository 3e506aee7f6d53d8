"""On which scale a column of ratings is: by its values and its header, and asked where both leave it open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from deskwise.app.file_profile import ColumnProfile
from deskwise.sources.detection.headers import plain
from deskwise.sources.detection.words import BAD_WORDS, GOOD_WORDS, NEUTRAL_WORDS, UNRATED_WORDS, word_of

RECOMMEND_WORDS = {"nps", "recommend", "promoter"}
EFFORT_WORDS = {"ces", "effort"}
GOOD, BAD, NEUTRAL, UNRATED = "good", "bad", "neutral", "unrated"
NUMBER_SCALES = ("1-5", "0-10", "ces_1-7", "good_bad", "solved")


@dataclass(frozen=True)
class Ratings:
    """How a column rates: by numbers on a `scale` (null is open), or by `words` for good and bad.

    `unknown` are values that are neither; `choices` the scales that its values allow.
    """

    scale: str | None
    words: tuple[tuple[str, str], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    choices: tuple[str, ...] = ()


def ratings_of(column: ColumnProfile, decimal_comma: bool, said: str | None) -> Ratings:
    """How a column of ratings is to be read; `said` is the scale the user named."""
    numbers = {value: _number(value, decimal_comma) for value in column.values}
    scores = [score for score in numbers.values() if score is not None]
    if len(scores) * 2 > len(numbers):
        unknown = tuple(
            (value, column.values[value])
            for value, score in numbers.items()
            if score is None and word_of(value) not in (*UNRATED_WORDS, *NEUTRAL_WORDS)
        )
        choices = _allowed(scores)
        return Ratings(said or _scale(column, scores, choices), unknown=unknown, choices=choices)
    words = {value: _word(value) for value in column.values}
    return Ratings(
        "good_bad",
        tuple((value, word) for value, word in words.items() if word is not None),
        tuple((value, column.values[value]) for value, word in words.items() if word is None),
    )


def _scale(column: ColumnProfile, scores: list[Decimal], choices: tuple[str, ...]) -> str | None:
    """The scale, if header and values leave only one: the top of the values may be another's middle."""
    header = set(plain(column.name).split())
    if header & RECOMMEND_WORDS:
        return "0-10" if "0-10" in choices else None
    if header & EFFORT_WORDS:
        return "ces_1-7" if "ces_1-7" in choices and max(scores) > 5 else None
    return "1-5" if "1-5" in choices and max(scores) > 3 else None


def _allowed(scores: list[Decimal]) -> tuple[str, ...]:
    limits = {"1-5": (1, 5), "0-10": (0, 10), "ces_1-7": (1, 7)}
    found = [name for name, (low, high) in limits.items() if all(low <= score <= high for score in scores)]
    if all(score in (0, 1) for score in scores):
        found += ["good_bad", "solved"]
    return tuple(found)


def _number(text: str, decimal_comma: bool) -> Decimal | None:
    plain_text = text.strip().replace(".", "").replace(",", ".") if decimal_comma else text.strip()
    try:
        found = Decimal(plain_text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _word(text: str) -> str | None:
    word = word_of(text)
    for words, meaning in (
        (GOOD_WORDS, GOOD),
        (BAD_WORDS, BAD),
        (NEUTRAL_WORDS, NEUTRAL),
        (UNRATED_WORDS, UNRATED),
    ):
        if word in words:
            return meaning
    return None
