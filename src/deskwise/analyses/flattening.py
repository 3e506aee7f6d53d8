"""After how long a rate of events falls for the last time: where a curve that adds them up flattens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
else:
    Floats = Any

DRAWS, SEED, SURE, LEVEL = 1_999, 20_260_101, 0.95, 0.05
# A further fall counts where the rate before it is so many times that after it.
HALVED = 2


@dataclass(frozen=True)
class Flattening:
    """The curve flattens after `after` steps, with 95 % after `low` to `high`.

    `before` and `afterwards` are the rates, events for each one that could have one in a step; `chance` is
    that of as clear a fall where the rate never changes.
    """

    after: int
    low: int
    high: int
    before: float
    afterwards: float
    chance: float

    def moved(self, steps: int) -> Flattening:
        """The same of what begins so many steps later."""
        return replace(self, after=self.after + steps, low=self.low + steps, high=self.high + steps)

    @property
    def beyond_noise(self) -> bool:
        """Whether chance alone hardly makes such a fall."""
        return self.chance < LEVEL


def flattening(steps: Sequence[tuple[int, int]]) -> Flattening | None:
    """Where the rate of events falls for the last time, of steps with events and with who could have one.

    The clearest fall parts the steps; what comes after it is looked through again, as long as its rate falls
    to half or less beyond noise. Null where there is no event, fewer than two steps, or no place after which
    there are fewer.
    """
    draws = _draws()
    last = first = _clearest(steps, draws)
    while last is not None and last.beyond_noise:
        further = _clearest(steps[last.after :], draws)
        if further is None or not further.beyond_noise or further.before < HALVED * further.afterwards:
            break
        last = further.moved(last.after)
    if first is None or last is None:
        return None
    events, could = (sum(each[place] for each in steps[: last.after]) for place in (0, 1))
    return replace(last, before=events / could, chance=first.chance)


def _draws() -> Any:
    """The draws, the same each time."""
    import numpy as np

    return np.random.default_rng(SEED)


def _clearest(steps: Sequence[tuple[int, int]], draws: Any) -> Flattening | None:
    import numpy as np

    events = np.array([each for each, _ in steps], dtype=np.float64)
    could = np.array([each for _, each in steps], dtype=np.float64)
    total = int(events.sum())
    if len(steps) < 2 or not total or not could.all():
        return None
    found = _clearness(events[np.newaxis], could)[0]
    after = int(found.argmax()) + 1
    if found[after - 1] <= 0:
        return None
    drawn = draws.multinomial(total, could / could.sum(), size=DRAWS).astype(np.float64)
    as_clear = int((_clearness(drawn, could).max(axis=1) >= found[after - 1] * (1 - 1e-12)).sum())
    low, high = _places(found)
    return Flattening(
        after,
        low,
        high,
        float(events[:after].sum() / could[:after].sum()),
        float(events[after:].sum() / could[after:].sum()),
        (as_clear + 1) / (DRAWS + 1),
    )


def _clearness(events: Floats, could: Floats) -> Floats:
    """By how much two rates, up to each step and after it, are likelier than one; 0 where none falls."""
    import numpy as np
    from scipy.special import xlogy

    before, exposed = events.cumsum(axis=1)[:, :-1], could.cumsum()[:-1]
    total, all_exposed = events.sum(axis=1, keepdims=True), could.sum()
    after, left = total - before, all_exposed - exposed
    likelier = (
        xlogy(before, before / exposed) + xlogy(after, after / left) - xlogy(total, total / all_exposed)
    )
    found: Floats = np.where(before / exposed > after / left, likelier, 0.0)
    return found


def _places(clearness: Floats) -> tuple[int, int]:
    """The first and the last of the likeliest steps that hold 95 % of the likelihood."""
    import numpy as np

    weights = np.exp(clearness - clearness.max()) * (clearness > 0)
    order = np.argsort(-weights, kind="stable")
    held = np.cumsum(weights[order]) / weights.sum()
    places = order[: int(np.searchsorted(held, SURE)) + 1] + 1
    return int(places.min()), int(places.max())
