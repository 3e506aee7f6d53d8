"""The periods a selection is read over."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import number, say
from deskwise.kernel.periods import HOUR_MICROSECONDS, Grain, Period, period_series
from deskwise.metrics.input_tables import InputTable, period_rows
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Range

BEGINNING, END = -(2**62), 2**62
DAY = 24 * HOUR_MICROSECONDS
MOST_PERIODS = 20_000
# Longer than any period of the grain.
REACH: dict[Grain, int] = {
    "hour": 3 * HOUR_MICROSECONDS,
    "day": 3 * DAY,
    "week": 9 * DAY,
    "month": 33 * DAY,
    "quarter": 95 * DAY,
    "year": 368 * DAY,
}


@dataclass(frozen=True)
class Horizon:
    """What the log spans: its first event (null if there is none) and the instant it is known up to."""

    first_at: int | None
    as_of: int


@dataclass(frozen=True)
class ReadPeriod:
    """A period as a reading names it: an edge nobody set is null; partial if not ended at as-of."""

    start_at: int | None
    end_at: int | None
    partial: bool


@dataclass(frozen=True)
class Timeline:
    """The periods of a selection. `bounds` are their edges, with all that was left open filled in."""

    range: Range
    periods: tuple[ReadPeriod | None, ...]
    bounds: tuple[tuple[int, int], ...]

    @property
    def edges(self) -> tuple[int, int]:
        """The instants the whole timeline starts and ends at."""
        return (self.bounds[0][0], self.bounds[-1][1]) if self.bounds else (BEGINNING, BEGINNING)

    def input(self) -> InputTable:
        """The periods as a query's input."""
        return period_rows(self.bounds if self.range == "series" else ())


def timeline(selection: Selection, rules: Rules, horizon: Horizon) -> Timeline:
    """The periods of a selection: none, one from since to until, or a series.

    A series begins with the period of the log's first event and ends with the one that holds as-of, unless
    since and until say otherwise. It is empty if there is no log to say.

    Raises:
        UsageError: there would be more periods than anybody can read.
    """
    since, until = selection.since_at, selection.until_at
    if selection.every is None:
        if since is None and until is None:
            return Timeline("whole", (None,), ((BEGINNING, END),))
        partial = until is None or until > horizon.as_of
        start_at = BEGINNING if since is None else since
        return Timeline(
            "span", (ReadPeriod(since, until, partial),), ((start_at, END if until is None else until),)
        )
    periods = _series(selection.every, rules, horizon, since, until)
    if len(periods) > MOST_PERIODS:
        raise UsageError(
            say(
                "that makes %(n)s periods of a %(every)s",
                n=number(len(periods)),
                every=say(str(selection.every)),
            ),
            do=say("ask for a coarser --every or less time"),
        )
    read = tuple(ReadPeriod(each.start_at, each.end_at, each.end_at > horizon.as_of) for each in periods)
    return Timeline("series", read, tuple((each.start_at, each.end_at) for each in periods))


def _series(
    grain: Grain, rules: Rules, horizon: Horizon, since: int | None, until: int | None
) -> tuple[Period, ...]:
    first = horizon.first_at if since is None else since
    if first is None:
        return ()
    early = first - REACH[grain] if since is None else first
    late = horizon.as_of + REACH[grain] if until is None else until
    if late - early > MOST_PERIODS * 2 * REACH[grain]:
        raise UsageError(
            say("that is too long for periods of a %(grain)s", grain=say(grain)),
            do=say("ask for a coarser --every or less time"),
        )
    periods = period_series(grain, rules.zone, rules.fiscal_year_starts, early, late)
    return tuple(
        each
        for each in periods
        if (since is not None or each.end_at > first)
        and (until is not None or each.start_at <= horizon.as_of)
    )
