"""Lifetimes made by hand, and drawn ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np

from analyses.ground import NOW, HandMade, made
from deskwise.analyses.ground_values import Groups, Lasting
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import Figure
from deskwise.metrics.lifetimes import Lifetimes, lifetimes_of, together

NAME = "average_resolution_time"
SECOND = 1_000_000
Cases = Iterable[tuple[float, bool]]


def lifetimes(cases: Cases) -> Lifetimes:
    """Lifetimes of cases in seconds, each ended or still open."""
    left: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    for seconds, is_ended in cases:
        left[round(seconds * SECOND)] += 1
        ended[round(seconds * SECOND)] += is_ended
    return lifetimes_of([(lasted, n, ended[lasted]) for lasted, n in left.items()])


def drawn(rng: np.random.Generator, n: int, mean: float = 10.0, longest: float = 30.0) -> Lifetimes:
    """Exponential lifetimes of a mean in seconds, known for a time that is anything up to the longest."""
    lasted, known = rng.exponential(mean, n), rng.uniform(0, longest, n)
    order = np.argsort(np.minimum(lasted, known))
    seen = (np.minimum(lasted, known) * SECOND)[order].astype(np.int64)
    return Lifetimes(seen, np.ones(n, np.int64), (lasted <= known)[order].astype(np.int64))


def ground(
    groups: Mapping[str | None, Lifetimes] | Lifetimes, hidden: frozenset[str] = frozenset(), **options: str
) -> HandMade:
    """The ground of requests by team, or of all together."""
    if isinstance(groups, Lifetimes):
        groups = {None: groups}
    whole = together(groups.values())
    reading = made(NAME, Figure(0.0, whole.n), NOW, "km50")
    raised = made("requests_received", Figure(float(whole.n), whole.n), NOW, "count")
    return HandMade(
        metric(NAME), reading, reading, {}, options,
        read={("requests_received", "count", (), False): Groups({(): raised})},
        lasted={
            (): Lasting({(): whole} if whole.n else {}),
            ("team",): Lasting(
                {(name,): each for name, each in groups.items()}, frozenset((each,) for each in hidden)
            ),
        },
    )  # fmt: skip
