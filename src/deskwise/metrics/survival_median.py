"""The Kaplan-Meier median, decided exactly where survival comes near one half."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod


@dataclass(frozen=True)
class Crossing:
    """Where a survival curve reaches one half, as the query finds it.

    `below_at` is the first duration with a survival surely below one half; `near_at` the one before it
    that is one half as far as floating point can tell, with the risk set and the ends there.
    """

    n: int
    below_at: int | None
    near_at: int | None
    near_at_risk: int | None
    near_ended: int | None
    near_ended_before: int | None

    @property
    def needs_steps(self) -> bool:
        """Whether only the exact product of the steps can tell."""
        return self.near_at is not None and self.n - (self.near_ended_before or 0) != self.near_at_risk

    def median(self, steps: Iterable[tuple[int, int, int]] = ()) -> int | None:
        """The smallest duration with a survival of at most one half; null if it stays above.

        `steps` are (duration, at risk, ended) up to `near_at`, in order, where they are needed.

        >>> Crossing(2, None, 100, 2, 1, 0).median()
        100
        """
        if self.near_at is None or self.near_at_risk is None or self.near_ended is None:
            return self.below_at
        if self.needs_steps:
            above, below = _exact_survival([step for step in steps if step[0] <= self.near_at])
        else:
            # Nobody was censored before: what is left of all is the survival.
            above, below = self.near_at_risk - self.near_ended, self.n
        return self.near_at if 2 * above <= below else self.below_at


def _exact_survival(steps: list[tuple[int, int, int]]) -> tuple[int, int]:
    """The product of (at risk - ended) / at risk, what cancels between neighbours left out.

    >>> _exact_survival([(1, 5, 1), (2, 4, 1), (3, 2, 1)])
    (3, 10)
    """
    above: list[int] = []
    below: list[int] = []
    left: int | None = None
    for _, at_risk, ended in steps:
        if left is None:
            below.append(at_risk)
        elif left != at_risk:
            above.append(left)
            below.append(at_risk)
        left = at_risk - ended
    if left is not None:
        above.append(left)
    return prod(above), prod(below)
