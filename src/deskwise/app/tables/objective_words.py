"""Objectives in words for a terminal: values in their units, how far they have come, and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from deskwise.kernel.language import date_words, number
from deskwise.kernel.periods import zone_info
from deskwise.kernel.value_words import MINUS, plain_spaces, value_words
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult

DONE, OPEN, PACE = "█", "░", "│"
BEHIND_START, BEYOND_TARGET = "◂", "▸"
DAY_PATTERN = {"en": "d MMM y", "de": "d. MMM y"}
Every = Literal["week", "day"]


def progress_bar(progress: float | None, expected: float | None, width: int = 20) -> str:
    """How far something has come, and where its pace is, drawn as letters.

    What is worse than the baseline points to the left, what is beyond the target to the right.

    >>> progress_bar(0.5, 0.75, 8), progress_bar(-0.2, 0.5, 8), progress_bar(1.3, None, 8)
    (' ████░░│░ ', '◂░░░░│░░░ ', ' ████████▸')
    >>> progress_bar(None, None, 8)
    ''
    """
    if progress is None:
        return ""
    full = round(min(max(progress, 0.0), 1.0) * width)
    cells = [DONE] * full + [OPEN] * (width - full)
    if expected is not None:
        cells[min(int(min(max(expected, 0.0), 1.0) * width), width - 1)] = PACE
    before = BEHIND_START if progress < 0 else " "
    after = BEYOND_TARGET if progress > 1 else " "
    return f"{before}{''.join(cells)}{after}"


def percent_words(progress: float | None) -> str:
    """Progress in per cent, below nothing and above all of it too.

    >>> percent_words(0.456), percent_words(-0.2), percent_words(1.3), percent_words(None)
    ('46 %', '−20 %', '130 %', '')
    """
    if progress is None:
        return ""
    told = number(abs(progress) * 100)
    return f"{MINUS if progress < 0 and told != '0' else ''}{told} %"


def told_value(key_result: KeyResult, value: float | None) -> str:
    """A value of a key result in its unit; a dash for none."""
    return "–" if value is None else plain_spaces(value_words(value, unit_of(key_result)))


def day_words(day: date | None) -> str:
    """A day, such as 1 Jul 2026; empty for none."""
    return "" if day is None else date_words(day, DAY_PATTERN)


def span_words(first: date, last: date) -> str:
    """Days from one to another, with each year once.

    >>> span_words(date(2026, 7, 1), date(2026, 12, 31))
    '1 Jul to 31 Dec 2026'
    """
    begun = (
        date_words(first, {"en": "d MMM", "de": "d. MMM"}) if first.year == last.year else day_words(first)
    )
    return f"{begun} to {day_words(last)}"


def moment_words(at: datetime, zone: str) -> str:
    """An instant on the clocks of a zone, to the minute."""
    return f"{at.astimezone(zone_info(zone)):%Y-%m-%d %H:%M}"


def bound_words(key_result: KeyResult) -> str:
    """What a `keep` is to stay within: ≥ a lower bound, ≤ an upper one, or between both."""
    bounds = key_result.bounds
    if bounds is None:
        return ""
    low, high = (told_value(key_result, edge) for edge in (bounds.lower, bounds.upper))
    if bounds.lower is None:
        return f"≤ {high}"
    return f"≥ {low}" if bounds.upper is None else f"{low} to {high}"


def day_of_cycle(cycle: Cycle, today: date) -> str:
    """How far a cycle is: not begun, on which of its days, or ended.

    >>> quarter = Cycle("1", "Q1", date(2026, 1, 1), date(2026, 3, 31))
    >>> [day_of_cycle(quarter, day) for day in (date(2025, 12, 30), date(2026, 1, 1), date(2026, 4, 2))]
    ['begins in 2 days', 'day 1 of 90', 'ended 2 days ago']
    """
    if today < cycle.first_day:
        return f"begins in {_days((cycle.first_day - today).days)}"
    if today > cycle.last_day:
        return f"ended {_days((today - cycle.last_day).days)} ago"
    return f"day {(today - cycle.first_day).days + 1} of {cycle.days()}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
