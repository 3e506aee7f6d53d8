"""Section 8: the periods of a question, in the workspace's time zone."""

from __future__ import annotations

from datetime import date, timedelta

from .cases import BEGINNING, END, Period
from .instants import DAY, HOUR, MINUTE, first_instant, local_time, parse
from .settings import Settings

ONE_DAY = timedelta(days=1)


def bound(text: str | None, settings: Settings) -> int | None:
    """A date begins at its first instant; anything longer is an instant."""
    if text is None:
        return None
    text = str(text)
    if len(text) == 10:
        return first_instant(date.fromisoformat(text), settings.zone)
    return parse(text, settings.zone.key)


def month_start(day: date, months_later: int = 0) -> date:
    count = day.year * 12 + day.month - 1 + months_later
    return date(count // 12, count % 12 + 1, 1)


def hour_of(instant: int, settings: Settings) -> tuple[int, int]:
    """The hour of the wall clock an instant lies in."""
    step = 15 * MINUTE
    start = instant - instant % step
    while True:
        now, before = local_time(start, settings.zone), local_time(start - step, settings.zone)
        if now.minute == 0 or (now.date(), now.hour) != (before.date(), before.hour):
            break
        start -= step
    end = start + step
    while end - start < 3 * HOUR:
        now, before = local_time(end, settings.zone), local_time(end - step, settings.zone)
        if now.minute == 0 or (now.date(), now.hour) != (before.date(), before.hour):
            break
        end += step
    return start, end


def around(instant: int, grain: str, settings: Settings) -> tuple[int, int]:
    """The period of a grain that holds an instant."""
    if grain == "hour":
        return hour_of(instant, settings)
    day = local_time(instant, settings.zone).date()
    while first_instant(day, settings.zone) > instant:
        day -= ONE_DAY
    if grain == "day":
        start, end = day, day + ONE_DAY
    elif grain == "week":
        start = day - timedelta(days=day.weekday())
        end = start + timedelta(days=7)
    elif grain == "month":
        start, end = month_start(day), month_start(day, 1)
    elif grain in ("quarter", "year"):
        months = 3 if grain == "quarter" else 12
        into = (day.month - settings.fiscal_year_starts) % months
        start, end = month_start(day, -into), month_start(day, months - into)
    else:
        raise ValueError(grain)
    return first_instant(start, settings.zone), first_instant(end, settings.zone)


def periods(
    every: str | None,
    since: str | None,
    until: str | None,
    settings: Settings,
    first_event: int | None,
    as_of: int | None,
) -> list[Period]:
    """One period for all there is or for a range; a series, its ends clipped to the range, with a grain."""
    start, end = bound(since, settings), bound(until, settings)
    if every is None:
        asked = start is not None or end is not None
        return [Period(BEGINNING if start is None else start, END if end is None else end, asked)]
    begin = first_event if start is None else start
    stop = end - 1 if end is not None else as_of
    if begin is None or stop is None:
        return []
    found: list[Period] = []
    instant = begin
    while instant <= stop:
        a, b = around(instant, every, settings)
        instant = b
        found.append(Period(a if start is None else max(a, start), b if end is None else min(b, end)))
    assert all(one.end - one.start <= 400 * DAY for one in found)
    return found
