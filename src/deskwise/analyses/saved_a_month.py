"""What a reason that ends would save a month, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from deskwise.metrics.intervals import NORMAL, student
from deskwise.metrics.readings import Reading

MONTH_DAYS = 365.25 / 12
# Of fewer requests neither their spread nor how many come is known well enough.
FEWEST_CASES = 20


@dataclass(frozen=True)
class Saved:
    """What is saved in a usual month, in the unit of the figure, with its 95 % interval.

    `error` is the standard error of its logarithm.
    """

    value: float
    low: float
    high: float
    error: float

    def surely_above(self, other: Saved) -> bool:
        """Whether more is saved here than there, beyond chance at 5 %."""
        return math.log(self.value / other.value) > NORMAL * math.hypot(self.error, other.error)


def saved_a_month(mean: Reading, days: float) -> Saved | None:
    """What the cases of a mean, all together, would bring in a month, where they took so many days to come.

    Both how many come and how much each takes is left to chance (a compound Poisson sum), on a logarithmic
    scale. Null where there are too few cases, or nothing in them.
    """
    n, value, interval = mean.n, mean.value, mean.interval
    if n < FEWEST_CASES or not value or interval is None or interval[0] is None or days <= 0:
        return None
    each, low = float(value), float(interval[0])
    of_mean = ((each - low) / student(n - 1)) ** 2
    error = math.sqrt(of_mean + each * each / n) / each
    spread, total = student(n - 1) * error, each * n * MONTH_DAYS / days
    return Saved(total, total * math.exp(-spread), total * math.exp(spread), error)
