"""Values of key results as somebody writes them: figures in their unit, windows, baselines, bounds, days."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Window, WindowKind
from deskwise.okr.key_result import Change

_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400}
_NUMBER = r"\d{1,12}(?:\.\d{1,9})?"
_SIGNED = re.compile(rf"([+\-\N{{MINUS SIGN}}]?)({_NUMBER})\s*(%?)")
_PART = re.compile(rf"({_NUMBER})\s*(s|min|m|h|d)\b")
_DURATION = re.compile(rf"([+\-\N{{MINUS SIGN}}]?)((?:{_NUMBER}\s*(?:s|min|m|h|d)\b\s*)+)")
_MINUSES = "-\N{MINUS SIGN}"
_TRAILING = re.compile(r"(?:trailing\s+)?(\d{1,4})\s*(?:d|days?)")
_WINDOWS: tuple[WindowKind, ...] = ("cycle_to_date", "last_full_week", "last_full_month")
# From which first day to which last one.
BETWEEN_DAYS = ".."


def written_value(text: str, unit: str) -> float:
    """The value that words name in a unit: 90% or 0.9 of a share, 2h 30min or 9000 of seconds, 70 of others.

    Raises `UsageError` for words that name none.

    >>> written_value("90%", "share"), written_value("2h 30min", "seconds"), written_value("-12.5", "points")
    (0.9, 9000.0, -12.5)
    """
    written = text.strip()
    duration = _DURATION.fullmatch(written) if unit == "seconds" else None
    if duration is not None:
        parts = _PART.findall(duration[2])
        total = sum((Decimal(count) * _SECONDS[of] for count, of in parts), Decimal(0))
        return float(-total if duration[1] in _MINUSES and duration[1] else total)
    found = _SIGNED.fullmatch(written)
    if found is None or (found[3] and unit != "share"):
        raise UsageError(
            say("%(text)s is no value in %(unit)s", text=repr(text), unit=say(unit)), do=_examples(unit)
        )
    value = Decimal(found[2]) / (100 if found[3] else 1)
    return float(-value if found[1] and found[1] in _MINUSES else value)


def written_share(text: str) -> float:
    """A share of something, as 0.25, 25% or -25%; raises `UsageError`.

    >>> written_share("-25%")
    -0.25
    """
    return written_value(text, "share")


def written_change(text: str) -> Change:
    """A change by a share of the baseline; raises `UsageError` without a percent sign, which could be either.

    >>> written_change("-25%")
    Change(by=-0.25, relative=True)
    """
    if not text.strip().endswith("%"):
        raise UsageError(
            say("%(text)s is no share of the baseline", text=repr(text)),
            do=say("write a share such as -25%, or give the metric's own units: --change-by"),
        )
    return Change(written_share(text))


def written_window(text: str) -> Window:
    """The window that words name: cycle_to_date, last_full_week, last_full_month, or days such as 28d.

    >>> written_window("28d") == written_window("trailing 28 days")
    True
    """
    found = _TRAILING.fullmatch(text.strip())
    if found is not None:
        return Window("trailing", int(found[1]))
    for kind in _WINDOWS:
        if text.strip() == kind:
            return Window(kind)
    raise UsageError(
        say("%(text)s is no window", text=repr(text)),
        do=say("write one of %(names)s, or days such as 28d", names=", ".join(_WINDOWS)),
    )


def written_baseline(text: str, unit: str) -> BaselineRule:
    """Where a baseline comes from: span_before, same_quarter_last_year, FIRST..LAST, or a value.

    >>> written_baseline("2026-01-01..2026-03-31", "share").first_day
    datetime.date(2026, 1, 1)
    """
    written = text.strip()
    if written == "span_before":
        return BaselineRule()
    if written == "same_quarter_last_year":
        return BaselineRule("same_quarter_last_year")
    first, between, last = written.partition(BETWEEN_DAYS)
    if between:
        return BaselineRule("dates", written_day(first), written_day(last))
    return BaselineRule("number", number=written_value(written, unit))


def written_day(text: str) -> date:
    """A day as ISO 8601 writes it; raises `UsageError`.

    >>> written_day("2026-07-01")
    datetime.date(2026, 7, 1)
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            say("%(text)s is no day", text=repr(text)), do=say("write it as 2026-07-01")
        ) from None


def _examples(unit: str) -> str:
    if unit == "seconds":
        return say("write seconds, or such as 90s, 30min, 2h 30min or 1.5d")
    if unit == "share":
        return say("write a share such as 90% or 0.9")
    return say("write a number such as 40 or 4.5")
