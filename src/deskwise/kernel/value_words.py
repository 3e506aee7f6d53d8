"""Values in words, in the language spoken: with their unit, a narrow space before it, and a true minus."""

from __future__ import annotations

from deskwise.kernel.language import marked, number, say

MINUS, NARROW = "\N{MINUS SIGN}", "\N{NARROW NO-BREAK SPACE}"
# Between two units that belong together: as wide as a space, and no line ends there.
BETWEEN = "\N{NO-BREAK SPACE}"
NO_DATA = marked("no data")
# A currency's sign, and how much of it.
MONEY = marked("%(sign)s\N{NARROW NO-BREAK SPACE}%(money)s")
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def value_words(value: float | None, unit: str) -> str:
    r"""A value in words; `unit` is seconds, share, count, score, per 100, points or a currency.

    >>> lengths = (45, 90, 2_760, 7_620, 103_200, 428_400)
    >>> [value_words(length, "seconds").replace(NARROW, "_") for length in lengths]
    ['45_s', '2_min', '46_min', '2_h\xa007_min', '28_h\xa040_min', '4_d\xa023_h']
    >>> value_words(0.849, "share").replace(NARROW, "_"), value_words(None, "share"), value_words(0, "count")
    ('84.9_%', 'no data', '0')
    >>> value_words(8.31, "per 100"), value_words(4.224, "score"), value_words(5952, "EUR")[-5:]
    ('8.3', '4.22', '5,952')
    """
    if value is None:
        return say(NO_DATA)
    words = unsigned_words(abs(value), unit)
    return MINUS + words if value < 0 and any(digit in words for digit in "123456789") else words


def plain_spaces(words: str) -> str:
    """Words with ordinary spaces, for terminals and for programs.

    >>> plain_spaces(value_words(0.5, "share"))
    '50.0 %'
    """
    return words.replace(NARROW, " ").replace(BETWEEN, " ")


def unsigned_words(value: float, unit: str) -> str:
    """The words of a value that is not negative, for those who set its sign themselves."""
    if unit == "seconds":
        return _duration(value)
    if unit == "share":
        return f"{number(value * 100, 1)}{NARROW}%"
    if unit == "count":
        return _short(value, 1)
    if unit == "score":
        return number(value, 2)
    if unit in {"per 100", "points"}:
        return number(value, 1)
    money = _short(value, 2)
    return say(MONEY, sign=SIGNS[unit], money=money) if unit in SIGNS else f"{money}{NARROW}{unit}"


def _short(value: float, decimals: int) -> str:
    """A number, without decimals where all of them are nought."""
    whole = not round(value, decimals) % 1
    return number(round(value, decimals), 0 if whole else decimals)


def _duration(seconds: float) -> str:
    if seconds < 1.5 * MINUTE and round(seconds) < 1.5 * MINUTE:
        told = _short(seconds, 1) if seconds < 10 else str(round(seconds))
        return f"{told}{NARROW}s"
    # Each unit rounds the seconds themselves: what is rounded twice can end up a whole unit off.
    minutes = int((seconds + MINUTE / 2) // MINUTE)
    if minutes < 60:
        return f"{minutes}{NARROW}min"
    if minutes < 48 * 60:
        return f"{minutes // 60}{NARROW}h{BETWEEN}{minutes % 60:02}{NARROW}min"
    hours = int((seconds + HOUR / 2) // HOUR)
    return f"{number(hours // 24)}{NARROW}d{BETWEEN}{hours % 24}{NARROW}h"
