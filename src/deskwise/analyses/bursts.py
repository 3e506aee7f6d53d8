"""Bursts of requests: days on which a group brings more than is usual for that day of the week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deskwise.analyses.expected import Standing
from deskwise.analyses.funnel import discoveries, ratio_interval
from deskwise.analyses.raised_by_day import DaysOfGroup, Group, RaisedByDay
from deskwise.analyses.small_counts import ONE_SIDE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    Floats = Any

# What is usual is taken from so many weeks before a day, of fewer than half of them nothing is said.
WEEKS_BEFORE, FEWEST_WEEKS = 8, 4
# A day that stands out has so many requests, and this many times what is usual.
FEWEST_IN_BURST, LEAST_TIMES = 5, 1.5
# Beyond this a day's square says nothing more of how much a group varies: it may be what is looked for.
MOST_SQUARE = 16.0
DAYS_OF_WEEK = 7
# How much a group varies is known of all groups as if by so many days of its own.
DAYS_OF_ALL = 14


@dataclass(frozen=True)
class Burst:
    """A group's burst: the days from `first` to `last`, by their places.

    `usual` is what these days of the week bring otherwise, `low` and `high` between what multiples of it the
    requests lie, null where nothing is usual; `spread` by how much more than chance the group varies from day
    to day. `linked` of the requests are linked to a problem. `chance` is that of its least likely day.
    """

    group: Group
    first: int
    last: int
    requests: int
    usual: float
    low: float
    high: float | None
    linked: int
    chance: float
    spread: float

    @property
    def times(self) -> float | None:
        """Requests for each one that is usual; null where none is."""
        return self.requests / self.usual if self.usual else None


@dataclass(frozen=True)
class Bursts:
    """The bursts of a period, the least likely first, and on how many groups' days they were looked for.

    `hidden` more lie on days that whoever asks may not see. `common` are days, by their places, on which more
    than half of all groups stand out.
    """

    found: tuple[Burst, ...]
    groups: int
    days: int
    hidden: int
    common: tuple[int, ...]


def bursts(raised: RaisedByDay) -> Bursts:
    """The bursts of all groups, so that of the days that stand out one in twenty is expected to be chance."""
    import numpy as np

    groups = sorted(raised.groups, key=str)
    size = max(len(raised.starts) - 1, 0)
    first = max(raised.before, FEWEST_WEEKS * DAYS_OF_WEEK)
    if not groups or size <= first:
        return Bursts((), len(groups), 0, 0, ())
    counts = np.array([raised.groups[group].raised for group in groups], dtype=float)
    before, weeks = usual_of(counts)
    spread = spread_of(counts, before, weeks)
    chances = chances_of(counts[:, first:], before[:, first:], weeks[first:], spread)
    outs = np.array(discoveries(chances.ravel().tolist())).reshape(chances.shape)
    usual = before[:, first:] / weeks[first:]
    outs &= (counts[:, first:] >= FEWEST_IN_BURST) & (counts[:, first:] >= LEAST_TIMES * usual)
    found, hidden = [], 0
    for place, group in enumerate(groups):
        for start, end in _stretches(np.flatnonzero(outs[place]).tolist()):
            if not any(raised.groups[group].shown[first + start : first + end + 1]):
                hidden += 1
                continue
            found.append(
                _burst(
                    group, raised.groups[group], first + start, first + end, before[place], weeks,
                    float(chances[place, start : end + 1].min()), float(spread[place]),
                )
            )  # fmt: skip
    many = np.flatnonzero(outs.sum(axis=0) * 2 > max(len(groups), 3))
    return Bursts(
        tuple(sorted(found, key=lambda each: (each.chance, -each.requests))),
        len(groups), size - first, hidden, tuple(int(each) + first for each in many),
    )  # fmt: skip


def usual_of(counts: Floats) -> tuple[Floats, Floats]:
    """Of each day what the same days of the weeks before had together, and how many weeks these are."""
    import numpy as np

    before, weeks = np.zeros(counts.shape), np.zeros(counts.shape[1])
    for week in range(1, WEEKS_BEFORE + 1):
        shift = week * DAYS_OF_WEEK
        if shift < counts.shape[1]:
            before[:, shift:] += counts[:, :-shift]
            weeks[shift:] += 1
    return before, np.maximum(weeks, 1)


def spread_of(counts: Floats, before: Floats, weeks: Floats) -> Floats:
    """By what factor each group varies more from day to day than chance alone makes it, 1 where it does not.

    Its own, drawn to that of all groups together, or that, whichever is more: few days say little.
    """
    import numpy as np

    first = FEWEST_WEEKS * DAYS_OF_WEEK
    mean = before[:, first:] / weeks[first:]
    noise = mean * (1 + 1 / weeks[first:])
    square = np.where(noise > 0, (counts[:, first:] - mean) ** 2 / np.where(noise > 0, noise, 1.0), np.nan)
    known = ~np.isnan(square)
    total = np.where(known, np.minimum(square, MOST_SQUARE), 0.0).sum(axis=1)
    together = max(float(total.sum()) / max(float(known.sum()), 1.0), 1.0)
    own = (total + DAYS_OF_ALL * together) / (known.sum(axis=1) + DAYS_OF_ALL)
    return np.asarray(np.maximum(own, together))


def chances_of(counts: Floats, before: Floats, weeks: Floats, spread: Floats) -> Floats:
    """The chance of so many or more on a day, after what the same days of the weeks before had.

    It is the negative binomial's, exact for a count after other counts of the same mean; where a group varies
    more than chance alone makes it, that of so much more variance.
    """
    import numpy as np
    from scipy.special import betainc

    # What the mean of so few weeks is off by spreads a count as well.
    beyond = spread[:, None] * (1 + 1 / weeks) - 1
    found = betainc(np.maximum(counts, 0.5), (before + 1) / weeks / beyond, beyond / (1 + beyond))
    return np.where(counts > 0, found, 1.0)


def _stretches(days: Sequence[int]) -> list[tuple[int, int]]:
    """Days that follow each other, with a single day between them at most."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and day - found[-1][1] <= 2:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _burst(
    group: Group,
    own: DaysOfGroup,
    first: int,
    last: int,
    before: Floats,
    weeks: Floats,
    chance: float,
    spread: float,
) -> Burst:
    days = slice(first, last + 1)
    requests = sum(own.raised[days])
    usual = float((before[days] / weeks[days]).sum())
    standing = Standing(
        group=None, observed=requests, requests=requests, expected=usual,
        noise=float((before[days] / weeks[days] ** 2).sum()), odds=1 / float(weeks[days].mean()), alone=0,
    )  # fmt: skip
    low, high = ratio_interval(standing, spread) if usual else (0.0, None)
    return Burst(group, first, last, requests, usual, low, high, sum(own.linked[days]), chance, spread)


def day_limits(counts: Sequence[int], spread: float) -> list[tuple[float | None, float | None]]:
    """Of each day what is usual and how many chance makes at most, but for one day in 740; null of the first.

    >>> day_limits([4] * 57, 1.0)[56]
    (4.0, 12.0)
    """
    import numpy as np
    from scipy.special import nbdtrik

    before, weeks = usual_of(np.array([counts], dtype=float))
    beyond = spread * (1 + 1 / weeks) - 1
    most = np.ceil(nbdtrik(1 - ONE_SIDE, (before[0] + 1) / weeks / beyond, 1 / (1 + beyond)))
    first = FEWEST_WEEKS * DAYS_OF_WEEK
    return [
        (None, None) if day < first else (float(before[0, day] / weeks[day]), float(most[day]))
        for day in range(len(counts))
    ]
