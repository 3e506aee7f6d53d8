"""When customers write and when teams work: seasons of demand, and instants moved on by working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.kernel.opening_hours import opening_spans
from deskwise.sample.draws import Draws
from deskwise.sample.span import END, FIRST, HOUR, MINUTE, ZONE, Flags, Ints
from deskwise.sample.staff import TEAM_NAMES, team_schedules

# In percent of the usual: Monday first; January first; midnight first.
_WEEKDAYS = (132, 118, 108, 104, 92, 30, 24)
_MONTHS = (116, 98, 96, 94, 92, 88, 84, 80, 98, 102, 118, 152)
_HOURS_OF_MAIL = (
    8,
    5,
    4,
    3,
    4,
    8,
    20,
    48,
    92,
    130,
    140,
    128,
    100,
    104,
    118,
    112,
    98,
    82,
    66,
    58,
    52,
    44,
    30,
    16,
)
_HOURS_OF_CALLS = (0, 0, 0, 0, 0, 0, 0, 0, 96, 150, 164, 140, 92, 110, 132, 126, 104, 78, 0, 0, 0, 0, 0, 0)
_GROWTH_IN_A_MONTH = 2


@dataclass(frozen=True)
class OpeningHours:
    """A team's opening time: starts of its spans, their lengths, and the opening time before each."""

    starts: Ints
    lengths: Ints
    before: Ints

    def later(self, instants: Ints, worked: Ints) -> Ints:
        """The instants after so much opening time. From outside opening hours, time runs from the next start.

        >>> hours = opening_hours(0)
        >>> evening = np.array([hours.starts[1] + hours.lengths[1] - HOUR])
        >>> int((hours.later(evening, np.array([2 * HOUR])) - evening)[0] // HOUR)
        16
        """
        at = np.minimum(instants, self.starts[-1])
        span = np.maximum(np.searchsorted(self.starts, at, side="right") - 1, 0)
        inside = np.clip(at - self.starts[span], 0, self.lengths[span])
        position = self.before[span] + inside + worked
        reached = np.searchsorted(self.before, position, side="right") - 1
        moved = self.starts[reached] + position - self.before[reached]
        # What never comes stays so; what begins after the log is of no interest.
        return np.where(instants > self.starts[-1], instants, moved)

    def covers(self, at: int) -> bool:
        """Whether it is open at an instant."""
        span = int(np.searchsorted(self.starts, at, side="right")) - 1
        return span >= 0 and at < int(self.starts[span] + self.lengths[span])


@cache
def opening_hours(team: int) -> OpeningHours:
    """The opening time of a team, from before the log to well after it."""
    spans = opening_spans(team_schedules(TEAM_NAMES[team]), date(2024, 9, 30), date(2027, 1, 31))
    edges = np.array(spans, dtype=np.int64)
    lengths = edges[:, 1] - edges[:, 0]
    return OpeningHours(edges[:, 0].copy(), lengths, np.cumsum(lengths) - lengths)


def later_in_team(teams: Ints, instants: Ints, worked: Ints) -> Ints:
    """The instants after so much opening time of each row's team."""
    moved = instants.copy()
    for team in range(len(TEAM_NAMES)):
        rows = np.flatnonzero(teams == team)
        moved[rows] = opening_hours(team).later(instants[rows], worked[rows])
    return moved


@cache
def _demand(live: bool) -> Ints:
    """Running sums of the weight of each hour; live contacts come in the first team's hours only."""
    zone, start = ZoneInfo(ZONE), datetime.fromtimestamp(FIRST // 1_000_000, UTC)
    profile, hours = (_HOURS_OF_CALLS, opening_hours(0)) if live else (_HOURS_OF_MAIL, None)
    weights = []
    for number in range((END - FIRST) // HOUR):
        local = (start + timedelta(hours=number)).astimezone(zone)
        months = (local.year - 2024) * 12 + local.month - 10
        weight = _WEEKDAYS[local.weekday()] * _MONTHS[local.month - 1] * profile[local.hour]
        weight *= 100 + _GROWTH_IN_A_MONTH * months
        weights.append(weight if hours is None or hours.covers(FIRST + number * HOUR) else 0)
    return np.cumsum(np.array(weights, dtype=np.int64))


def draw_openings(draws: Draws, live: Flags) -> Ints:
    """An instant for each ticket, as the seasons have it, live (chat, phone) or not."""
    size = len(live)
    share = draws.uniform("hour", size)
    hour = np.zeros(size, dtype=np.int64)
    for kind in (False, True):
        sums, rows = _demand(kind), np.flatnonzero(live == kind)
        hour[rows] = np.searchsorted(sums, (share[rows] * sums[-1]).astype(np.int64), side="right")
    # No ticket in the last two minutes: the log's last event must be the one that is planned to be.
    opened = FIRST + hour * HOUR + draws.below("moment", size, HOUR)
    return np.where(opened < END - 2 * MINUTE, opened, END - 2 * MINUTE)
