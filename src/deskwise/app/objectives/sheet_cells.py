"""What a cell of a spreadsheet of objectives says: values in a unit, days, weights."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from deskwise.app.objectives.written_values import written_value
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.value_words import SIGNS

Dates = Literal["day-first", "month-first"]
_COMPARED = re.compile(
    r"^(?:[<>≤≥=~≈]|<=|>=|to|auf|bis|under|over|unter|uber|über|at least|at most)\s*", re.IGNORECASE
)
_NUMBER = re.compile(r"\d[\d.,'\s]*")
_DURATION = re.compile(r"\d\s*(?:s|sec|min|m|h|hrs?|hours?|minutes?|days?|d)\b", re.IGNORECASE)
_WORDS = (
    (re.compile(r"\s*(?:hours?|hrs?|stunden?|std)\b\.?", re.IGNORECASE), "h"),
    (re.compile(r"\s*(?:minutes?|minuten?|mins)\b\.?", re.IGNORECASE), "min"),
    (re.compile(r"\s*(?:days?|tagen?|tage?)\b\.?", re.IGNORECASE), "d"),
    (re.compile(r"\s*(?:seconds?|sekunden?|sec)\b\.?", re.IGNORECASE), "s"),
)
_THREE = 3


def cell_value(text: str, unit: str) -> float:
    """The value of a cell in a unit: 90 %, 1,234.5, 1.234,5, < 2 hours, €20,000; raises `UsageError`.

    >>> cell_value("< 2 hours", "seconds"), cell_value("90 %", "share"), cell_value("20.000 €", "EUR")
    (7200.0, 0.9, 20000.0)
    """
    written = text.strip()
    while _COMPARED.match(written):
        written = _COMPARED.sub("", written, count=1)
    for pattern, short in _WORDS:
        written = pattern.sub(short, written)
    for code, sign in SIGNS.items():
        if unit == code:
            written = written.replace(sign, "").replace(code, "")
    written = _NUMBER.sub(lambda found: _pointed(found[0]), written)
    return written_value(written.strip(), unit)


def unit_of_cell(*texts: str) -> str:
    """The unit that cells of one key result name, of what no metric reads.

    >>> unit_of_cell("40", "60 %"), unit_of_cell("2 h"), unit_of_cell("€ 5"), unit_of_cell("7")
    ('share', 'seconds', 'EUR', 'count')
    """
    if any("%" in text for text in texts):
        return "share"
    if any(_DURATION.search(text) for text in texts):
        return "seconds"
    for code, sign in SIGNS.items():
        if any(sign in text or code in text for text in texts):
            return code
    return "count"


def cell_day(text: str, dates: Dates | None = None) -> date:
    """The day of a cell: 2026-09-30, 30.9.2026, or 9/30/2026 where its order is said or can only be one.

    >>> cell_day("30.9.2026"), cell_day("9/30/2026")
    (datetime.date(2026, 9, 30), datetime.date(2026, 9, 30))
    """
    written = text.strip()
    found = re.fullmatch(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})", written)
    try:
        if found is None:
            return date.fromisoformat(written[:10])
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or one > 12 or dates == "day-first":
            return date(year, other, one)
        if other > 12 or dates == "month-first":
            return date(year, one, other)
    except ValueError:
        pass
    else:
        raise UsageError(
            say("%(text)s can be two days", text=repr(text)),
            do=say("say what comes first: --dates day-first or month-first"),
        )
    raise UsageError(say("%(text)s is no day", text=repr(text)), do=say("write it as 2026-07-01"))


def _pointed(text: str) -> str:
    """A number with a point before its decimals and nothing between its thousands."""
    end = text[len(text.rstrip()) :]
    digits = re.sub(r"['\s]", "", text)
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        thousands = "," if point > comma else "."
        digits = digits.replace(thousands, "").replace(",", ".")
    elif max(point, comma) >= 0:
        sign = "." if point >= 0 else ","
        parts = digits.split(sign)
        # 20.000 is twenty thousand; 0.125 and 4.5 are not.
        is_thousands = len(parts) > 2 or (len(parts[-1]) == _THREE and parts[0] not in {"", "0"})
        digits = digits.replace(sign, "" if is_thousands else ".")
    return digits.rstrip(".") + end
