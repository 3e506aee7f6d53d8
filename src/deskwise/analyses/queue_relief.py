"""What fewer calls do to a telephone queue: the load that is offered, and the waits by Erlang's C formula."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.erlang import waits_by_erlang_c
from deskwise.kernel.periods import local_time, zone_info
from deskwise.metrics.call_hours import CallHour

HOUR_SECONDS, HOURS_A_DAY = 3_600.0, 24
# What 80/20 asks: so many are to wait no longer than so many seconds.
PROMPT_SECONDS = 20.0


@dataclass(frozen=True)
class Queue:
    """Hours of a week that are alike: calls an hour, and how many people there are to take them."""

    calls: float
    people: int
    hours: int = 1


@dataclass(frozen=True)
class Waits:
    """What callers meet: their mean wait and the share that waits no longer than 20 seconds.

    Both are null where no hour can be told. `load` is how many people the calls keep busy in a mean hour,
    `swamped_share` the share of the calls that come in hours in which they would keep busy as many as there
    are or more: there the queue only grows, and no wait follows from the formula.
    """

    load: float
    mean_seconds: float | None
    prompt_share: float | None
    swamped_share: float


@dataclass(frozen=True)
class Relief:
    """The waits now and with fewer calls, by the same people; `people` are there in a mean hour."""

    calls: int
    people: float
    now: Waits
    after: Waits


def usual_week(hours: Iterable[CallHour], zone: str) -> tuple[Queue, ...]:
    """The hours of a week, each as it is in the mean of those in which there were calls or people."""
    place = zone_info(zone)
    found: dict[int, list[CallHour]] = {}
    for each in hours:
        at = local_time(each.start_at, place)
        found.setdefault(at.weekday() * HOURS_A_DAY + at.hour, []).append(each)
    return tuple(_alike(found[each]) for each in sorted(found))


def relief(week: Sequence[Queue], seconds: float, gone_share: float) -> Relief | None:
    """What the queue is with all calls and without a share of them; null where there is no call.

    `seconds` is how long a call keeps somebody busy. Both are told of the hours that are not swamped now.
    """
    calls = sum(each.calls * each.hours for each in week)
    hours = sum(each.hours for each in week)
    if not calls or seconds <= 0:
        return None
    people = sum(each.people * each.hours for each in week) / hours
    steady = [each for each in week if _load(each, seconds) < each.people]
    return Relief(
        round(calls), people, *(_waits(week, steady, seconds, 1 - gone) for gone in (0.0, gone_share))
    )


def _alike(hours: Sequence[CallHour]) -> Queue:
    n = len(hours)
    return Queue(
        sum(each.calls for each in hours) / n, max(round(sum(each.people for each in hours) / n), 1), n
    )


def _load(queue: Queue, seconds: float) -> float:
    return queue.calls * seconds / HOUR_SECONDS


def _waits(week: Sequence[Queue], steady: Sequence[Queue], seconds: float, left: float) -> Waits:
    calls = sum(each.calls * each.hours for each in week)
    load = left * seconds / HOUR_SECONDS * calls / sum(each.hours for each in week)
    swamped = sum(each.calls * each.hours for each in week if left * _load(each, seconds) >= each.people)
    weights = sum(each.calls * each.hours for each in steady)
    if not weights:
        return Waits(load, None, None, swamped / calls)
    waited = prompt = 0.0
    for each in steady:
        offered = left * _load(each, seconds)
        late, free = waits_by_erlang_c(offered, each.people), each.people - offered
        waited += each.calls * each.hours * late * seconds / free
        prompt += each.calls * each.hours * (1 - late * math.exp(-free * PROMPT_SECONDS / seconds))
    return Waits(load, waited / weights, prompt / weights, swamped / calls)


def numbers_of(found: Relief) -> Mapping[str, float | None]:
    """The numbers of a relief by name."""
    return {
        "load_now": found.now.load,
        "load_after": found.after.load,
        "wait_now": found.now.mean_seconds,
        "wait_after": found.after.mean_seconds,
        "prompt_now": found.now.prompt_share,
        "prompt_after": found.after.prompt_share,
    }
