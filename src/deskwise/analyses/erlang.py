"""Queues of calls: how many are answered within a time by so many agents, by Erlang C and Erlang A.

Calls come by chance at a rate, take exponential times, and wait in one line. By Erlang C nobody gives up; by
Erlang A (Palm's model) each caller does after an exponential patience.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

# States of the line that are less likely than this, against the likeliest, make no difference.
NEGLIGIBLE = 1e-18
MOST_AGENTS = 10_000


@dataclass(frozen=True)
class Load:
    """So many calls an hour, each taking its agent so many seconds.

    `patience_seconds` is how long callers wait on average before they give up, null by Erlang C.
    """

    calls_per_hour: float
    handle_seconds: float
    patience_seconds: float | None = None

    @property
    def erlangs(self) -> float:
        """The calls in talk at a time if none had to wait or gave up."""
        return self.calls_per_hour * self.handle_seconds / 3_600


@dataclass(frozen=True)
class Queue:
    """What so many agents make of a load: shares of all calls, and how much of their time agents talk.

    `within_share` are those answered within the time that was asked; of a line that only grows it is 0, and
    agents talk all the time.
    """

    within_share: float
    abandoned_share: float
    occupancy_share: float


def inverse_erlang_b(erlangs: float, agents: int) -> float:
    """One over the share of calls that find all agents busy where none can wait; by its stable recursion.

    >>> round(1 / inverse_erlang_b(10.0, 14), 5)
    0.05682
    """
    found = 1.0
    for each in range(1, agents + 1):
        found = 1.0 + found * each / erlangs
    return found


def waits_by_erlang_c(erlangs: float, agents: int) -> float:
    """The share of calls that have to wait where nobody gives up; 1 where the line only grows.

    >>> round(waits_by_erlang_c(10.0, 14), 4)
    0.1741
    """
    if erlangs <= 0:
        return 0.0
    if agents <= erlangs:
        return 1.0
    blocked = 1.0 / inverse_erlang_b(erlangs, agents)
    return blocked / (1.0 - erlangs / agents * (1.0 - blocked))


def queue(load: Load, agents: int, seconds: float) -> Queue:
    """What so many agents make of a load: the share of calls answered within so many seconds, and the rest.

    Two hundred calls an hour of three minutes, with fourteen agents:

    >>> found = queue(Load(200, 180), 14, 20)
    >>> round(found.within_share, 3), round(found.occupancy_share, 3)
    (0.888, 0.714)
    """
    erlangs = load.erlangs
    if erlangs <= 0:
        return Queue(1.0, 0.0, 0.0)
    if agents <= 0:
        return Queue(0.0, 0.0 if load.patience_seconds is None else 1.0, 1.0)
    if load.patience_seconds is not None:
        return _by_erlang_a(load, load.patience_seconds, agents, seconds)
    waits = waits_by_erlang_c(erlangs, agents)
    if agents <= erlangs:
        return Queue(0.0, 0.0, 1.0)
    within = 1.0 - waits * exp(-(agents - erlangs) * seconds / load.handle_seconds)
    return Queue(within, 0.0, erlangs / agents)


def _by_erlang_a(load: Load, patience: float, agents: int, seconds: float) -> Queue:
    """By the exact sums over how many wait.

    Who comes when j wait is answered after j + 1 exponential times at the rates of the agents and of those
    before them who may give up. With c the agents' rate over that of giving up, exp(-wait / patience) is then
    Beta(c, j + 1), and they are still there with that probability.
    """
    import numpy as np
    from scipy.special import betainc

    arrivals, served, given_up = load.calls_per_hour / 3_600, agents / load.handle_seconds, 1 / patience
    ratio = served / given_up
    # The likeliest number of those who wait, and as many beyond it as can make any difference.
    top = max(0.0, (arrivals - served) / given_up)
    last = int(top + 12 * (top + arrivals / given_up + 40) ** 0.5 - log(NEGLIGIBLE))
    waiting = np.arange(1, last + 1)
    steps = np.log(arrivals) - np.log(served + waiting * given_up)
    logs = np.concatenate(([0.0], np.cumsum(steps)))
    highest = max(float(logs.max()), log(inverse_erlang_b(load.erlangs, agents)))
    weights = np.exp(logs - highest)
    # Those with an agent free weigh as much as all states up to the full one, but for the full one itself.
    free = exp(log(inverse_erlang_b(load.erlangs, agents)) - highest) - weights[0]
    total = free + weights.sum()
    places = np.arange(0, last + 1) + 1.0
    stays = ratio / (ratio + places)
    in_time = stays * (1.0 - betainc(ratio + 1.0, places, exp(-seconds * given_up)))
    within = (free + (weights * in_time).sum()) / total
    answered = (free + (weights * stays).sum()) / total
    return Queue(float(within), float(1.0 - answered), float(answered * load.erlangs / agents))


def agents_needed(load: Load, share: float, seconds: float) -> int:
    """The fewest agents with whom a share of calls is answered within so many seconds.

    >>> agents_needed(Load(200, 180), 0.8, 20), agents_needed(Load(0, 180), 0.8, 20)
    (14, 0)
    """
    if load.erlangs <= 0:
        return 0
    low, high = 0, max(1, int(load.erlangs))
    while high < MOST_AGENTS and queue(load, high, seconds).within_share < share:
        low, high = high, high + max(1, high // 2)
    while high - low > 1:
        middle = (low + high) // 2
        if queue(load, middle, seconds).within_share < share:
            low = middle
        else:
            high = middle
    return high
