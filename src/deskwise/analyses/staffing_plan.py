"""How many agents a forecast takes by half hour, and what those who were there made of the calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil

from deskwise.analyses.call_forecast import Day, ExpectedCalls, Forecast
from deskwise.analyses.erlang import Load, Queue, agents_needed, queue
from deskwise.analyses.half_hours import HALF_HOUR, OF_DAY, HalfHour, LiveLoad
from deskwise.kernel.periods import local_instant, local_time, zone_info

# How long callers wait before they give up is known of so many who did.
FEWEST_WHO_GAVE_UP = 20
# A first day whose calls begin so many half hours after those of its weekday was not seen whole.
LATE = 2
BESIDE = 2
# Half hours in which fewer calls are expected are left to whoever is there.
FEWEST_CALLS = 0.5
SUMMED = ("half hours", "offered", "people", "agents", "met", "by_a", "by_c")
HALF_HOURS_AN_HOUR = 2


@dataclass(frozen=True)
class Aim:
    """A share to be answered within some seconds, with so much of paid time that is off the phone."""

    share: float
    seconds: float
    shrinkage: float


@dataclass(frozen=True)
class PlannedHalfHour:
    """A half hour to come, its calls and the agents it takes: by the model that is told, and by Erlang C.

    `at_high` are the agents for as many calls as there are in 97.5 % at most; `scheduled` those that are
    planned, with those who are off the phone.
    """

    day: date
    place: int
    calls: ExpectedCalls
    agents: int
    by_erlang_c: int
    at_high: int
    scheduled: int


@dataclass(frozen=True)
class Beside:
    """What one number of agents would make of the half hour that takes most."""

    agents: int
    by_a: Queue | None
    by_c: Queue


@dataclass(frozen=True)
class Seen:
    """Half hours of the past in which somebody answered: what was, and what queues foresee.

    `people` are those who answered, on average, `agents` as many as were on the phone at a time. Shares are
    of all calls; `by_a` is null where patience is not known. `place` is the half hour of the day, null of all
    together.
    """

    place: int | None
    half_hours: int
    offered: int
    people: float
    agents: float
    observed: float
    by_a: float | None
    by_c: float


def whole_days(load: LiveLoad, as_of: int, zone: str) -> tuple[Day, ...]:
    """The dates that are known whole, in order, with their calls by half hour.

    They begin with the first that has a call, for a channel may be newer than the log. The last one is whole
    where as-of is in its last half hour or later; the first where its calls do not begin later than those of
    its weekday do.
    """
    info = zone_info(zone)
    calls: dict[date, list[int]] = {}
    for each in load.half_hours:
        day, place = place_of(each.start_at, zone)
        calls.setdefault(day, [0] * OF_DAY)[place] += each.offered
    first = min(calls, default=local_time(load.since_at, info).date())
    last = local_time(as_of, info).date()
    following = local_instant(datetime.combine(last + timedelta(days=1), time()), info)
    if as_of < following - HALF_HOUR:
        last -= timedelta(days=1)
    days = [
        Day(day, tuple(calls.get(day, (0,) * OF_DAY)), day in load.closed)
        for day in (first + timedelta(days=each) for each in range((last - first).days + 1))
    ]
    return tuple(days[1:] if days and _late(days) else days)


def place_of(instant: int, zone: str) -> tuple[date, int]:
    """The local date of an instant and which of its half hours it is in.

    >>> place_of(34_200_000_000, "UTC")
    (datetime.date(1970, 1, 1), 19)
    """
    at = local_time(instant, zone_info(zone))
    return at.date(), at.hour * 2 + at.minute // 30


def _late(days: Sequence[Day]) -> bool:
    begins = [_first_call(each) for each in days if each.day.weekday() == days[0].day.weekday()]
    others = [each for each in begins[1:] if each is not None]
    return begins[0] is None or (bool(others) and begins[0] > min(others) + LATE)


def _first_call(day: Day) -> int | None:
    return next((place for place, n in enumerate(day.calls) if n), None)


def patience_seconds(half_hours: Sequence[HalfHour]) -> float | None:
    """How long callers wait on average before they give up: all that was waited, by those who did.

    This is the maximum of the likelihood of an exponential patience, of which who was answered is censored.
    Null of too few who gave up.
    """
    gave_up = sum(each.abandoned for each in half_hours)
    waited = sum(each.waited_seconds for each in half_hours)
    return waited / gave_up if gave_up >= FEWEST_WHO_GAVE_UP and waited > 0 else None


def planned(found: Forecast, load: Load, aim: Aim) -> tuple[PlannedHalfHour, ...]:
    """The half hours of a forecast in which calls are worth an agent, with the agents they take."""
    needed: dict[tuple[float, bool], int] = {}

    def agents(calls: float, *, patient: bool) -> int:
        key = (calls, patient)
        if key not in needed:
            of = replace(load, calls_per_hour=HALF_HOURS_AN_HOUR * calls)
            of = replace(of, patience_seconds=None) if patient else of
            needed[key] = agents_needed(of, aim.share, aim.seconds)
        return needed[key]

    return tuple(
        PlannedHalfHour(
            each.day, place, calls, agents(calls.n, patient=False), agents(calls.n, patient=True),
            agents(float(calls.high), patient=False),
            ceil(agents(calls.n, patient=False) / (1 - aim.shrinkage) - 1e-9),
        )
        for each in found.days
        for place, calls in enumerate(each.half_hours)
        if calls.n >= FEWEST_CALLS
    )  # fmt: skip


def beside(most: PlannedHalfHour, load: Load, aim: Aim) -> tuple[Beside, ...]:
    """What some agents fewer and more would make of the half hour that takes most."""
    of = replace(load, calls_per_hour=HALF_HOURS_AN_HOUR * most.calls.n)
    return tuple(
        Beside(
            agents,
            None if load.patience_seconds is None else queue(of, agents, aim.seconds),
            queue(replace(of, patience_seconds=None), agents, aim.seconds),
        )
        for agents in range(max(1, most.agents - BESIDE), most.agents + BESIDE + 1)
    )


def seen(half_hours: Sequence[HalfHour], load: Load, aim: Aim, zone: str) -> tuple[Seen, tuple[Seen, ...]]:
    """What was, beside what queues foresee of as many agents: together, and by half hour of the day."""
    sums: dict[int, list[float]] = {}
    for each in half_hours:
        agents = each.agents(load.handle_seconds)
        if not agents:
            continue
        of = replace(load, calls_per_hour=HALF_HOURS_AN_HOUR * each.offered)
        by_c = _within(replace(of, patience_seconds=None), agents, aim.seconds)
        by_a = 0.0 if load.patience_seconds is None else _within(of, agents, aim.seconds)
        _, place = place_of(each.start_at, zone)
        row = sums.setdefault(place, [0.0] * len(SUMMED))
        told = (1, each.offered, each.people, agents, each.met, by_a * each.offered, by_c * each.offered)
        for number, more in enumerate(told):
            row[number] += more
    rows = tuple(_seen(place, sums[place], load) for place in sorted(sums))
    total = [sum(row[number] for row in sums.values()) for number in range(len(SUMMED))]
    return _seen(None, total, load), rows


def _within(load: Load, agents: float, seconds: float) -> float:
    """The share in time with a number of agents that is no whole one: between those of its neighbours."""
    whole = int(agents)
    low, high = (queue(load, each, seconds).within_share for each in (whole, whole + 1))
    return low + (high - low) * (agents - whole)


def _seen(place: int | None, sums: Sequence[float], load: Load) -> Seen:
    half_hours, offered, people, agents, met, by_a, by_c = sums
    calls, count = offered or 1.0, half_hours or 1.0
    return Seen(
        place, int(half_hours), int(offered), people / count, agents / count, met / calls,
        None if load.patience_seconds is None else by_a / calls, by_c / calls,
    )  # fmt: skip
