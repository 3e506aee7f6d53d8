"""An axis of time on which closed hours are narrow, so that what was worked on can be seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from deskwise.app.tables.period_names import local
from deskwise.kernel.language import date_words
from deskwise.kernel.periods import local_instant, zone_info

WIDEST_GAP, NARROWEST_GAP, ROOM_FOR_GAPS = 34.0, 8.0, 0.3
# With more closed hours than this the gaps would be all there is: then time is drawn as it elapsed.
MOST_GAPS = 40
HOUR = 3_600_000_000
SHORT_HOURS = 4
WEEKDAY_AND_DAY = {"en": "EEE d MMM", "de": "EEE d. MMM"}
LABEL_WIDTH, HOUR_WIDTH = 78.0, 46.0


@dataclass(frozen=True)
class NarrowAxis:
    """Instants (microseconds since 1970-01-01 UTC) to places; `gaps` are the closed hours as places."""

    instants: tuple[int, ...]
    places: tuple[float, ...]
    gaps: tuple[tuple[float, float], ...]
    narrow: bool

    def x(self, instant: int) -> float:
        """The place of an instant; what lies beyond the axis is at its end."""
        if instant <= self.instants[0]:
            return round(self.places[0], 1)
        if instant >= self.instants[-1]:
            return round(self.places[-1], 1)
        number = bisect_right(self.instants, instant) - 1
        start, end = self.instants[number], self.instants[number + 1]
        share = (instant - start) / (end - start)
        return round(self.places[number] + share * (self.places[number + 1] - self.places[number]), 1)


def narrow_axis(
    start_at: int, end_at: int, opening: Sequence[tuple[int, int]] | None, left: float, right: float
) -> NarrowAxis:
    """The axis from one instant to another between two places; without opening hours time as it elapsed."""
    pieces = _pieces(start_at, end_at, opening or ())
    closed = [piece for piece in pieces if not piece[2]]
    opened = sum(end - start for start, end, is_open in pieces if is_open)
    if opening is None or not opened or not closed or len(closed) > MOST_GAPS:
        places = (left, right)
        plain = NarrowAxis((start_at, end_at), places, (), narrow=False)
        gaps = () if opening is None else tuple((plain.x(a), plain.x(b)) for a, b, _ in closed)
        return NarrowAxis((start_at, end_at), places, gaps, narrow=False)
    gap = max(NARROWEST_GAP, min(WIDEST_GAP, (right - left) * ROOM_FOR_GAPS / len(closed)))
    scale = (right - left - gap * len(closed)) / opened
    instants, places_found, gaps_found = [start_at], [left], []
    for start, end, is_open in pieces:
        wide = (end - start) * scale if is_open else gap
        if not is_open:
            gaps_found.append((round(places_found[-1], 1), round(places_found[-1] + wide, 1)))
        instants.append(end)
        places_found.append(places_found[-1] + wide)
    return NarrowAxis(tuple(instants), tuple(places_found), tuple(gaps_found), narrow=True)


def _pieces(start_at: int, end_at: int, opening: Sequence[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    reached = start_at
    for opens, closes in opening:
        if reached < opens:
            found.append((reached, opens, False))
        found.append((opens, closes, True))
        reached = closes
    if reached < end_at:
        found.append((reached, end_at, False))
    return found


def day_labels(axis: NarrowAxis, zone: str) -> tuple[tuple[float, str], ...]:
    """The days that begin on the axis, by the first place where each is seen, as far as they have room."""
    found: list[tuple[float, str]] = []
    info = zone_info(zone)
    last = local(axis.instants[-1], zone).date()
    day = local(axis.instants[0], zone).date()
    while day <= last:
        at = max(local_instant(datetime(day.year, day.month, day.day), info), axis.instants[0])  # noqa: DTZ001 - local
        place = _first_seen(axis, at)
        roomy = place + LABEL_WIDTH <= axis.places[-1] or not found
        if roomy and (not found or place - found[-1][0] >= LABEL_WIDTH):
            found.append((place, date_words(day, WEEKDAY_AND_DAY)))
        day += timedelta(days=1)
    return tuple(found)


def _first_seen(axis: NarrowAxis, instant: int) -> float:
    """Where a day is written: where its first opening hour begins, not inside of what is drawn narrow."""
    place = axis.x(instant)
    return next((right for left, right in axis.gaps if axis.narrow and left <= place < right), place)


def hour_labels(axis: NarrowAxis, zone: str) -> tuple[tuple[float, str], ...]:
    """Full hours (quarters of short courses) outside of the gaps, as many as have room; none of long ones."""
    info = ZoneInfo(zone)
    found: list[tuple[float, str]] = []
    span = axis.instants[-1] - axis.instants[0]
    if span > 400 * HOUR:
        return ()
    step = HOUR if span > SHORT_HOURS * HOUR else HOUR // 4
    at = axis.instants[0] - axis.instants[0] % step + step
    while at < axis.instants[-1]:
        place = axis.x(at)
        hidden = any(left < place < right for left, right in axis.gaps)
        if not hidden and (not found or place - found[-1][0] >= HOUR_WIDTH):
            found.append((place, f"{local(at, info.key):%H:%M}"))
        at += step
    return tuple(found)
