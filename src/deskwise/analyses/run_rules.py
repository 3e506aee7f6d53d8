"""Which periods of a control chart are marked, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from deskwise.kernel.language import marked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
else:
    Floats = Flags = Any

RuleName = Literal["beyond", "two_of_three", "one_side"]
RUN, NEAR, WINDOW, OF_WINDOW = 8, 2.0, 3, 2


@dataclass(frozen=True)
class RunRule:
    """A rule. `chance` is that of a period being marked where nothing changes and the limits are known."""

    name: RuleName
    label: str
    tells: str
    chance: float


# Few, for each adds its false alarms. One sees a leap, one a drift that stays inside, one a small shift that
# lasts. Trends are left out: they find little that these do not, and cry wolf (Davis and Woodall 1988). Four
# of five beyond one sigma finds what eight on one side find.
RULES = (
    RunRule("beyond", marked("beyond the limits"), marked("A period beyond the limits."), 0.0027),
    RunRule(
        "two_of_three",
        marked("two of three near a limit"),
        marked("Two of three periods beyond two thirds of the way to the same limit."),
        0.00205,
    ),
    RunRule(
        "one_side",
        marked("eight on one side"),
        marked("Eight periods in a row on the same side of the centre."),
        0.0078125,
    ),
)


def rule(name: str) -> RunRule:
    """The rule of a name there is."""
    return next(each for each in RULES if each.name == name)


def marks(sigmas: Floats, beyond: Flags) -> dict[RuleName, Flags]:
    """Which periods each rule marks, of one chart a row.

    `sigmas` are how many standard deviations each period lies above its centre, in order. A run or a pair
    marks the period that completes it, and each later one that goes on with it.
    """
    import numpy as np

    near = np.zeros(beyond.shape, dtype=bool)
    run = np.zeros(beyond.shape, dtype=bool)
    for side in (sigmas, -sigmas):
        far = side > NEAR
        near |= far & (_lately(far, WINDOW) >= OF_WINDOW)
        run |= _lately(side > 0, RUN) == RUN
    return {"beyond": beyond, "two_of_three": near, "one_side": run}


def longest_run(sigmas: Floats) -> Floats:
    """The longest run on one side of the centre, of each chart."""
    import numpy as np

    longest = np.zeros(sigmas.shape[0])
    for side in (sigmas > 0, sigmas < 0):
        running = np.zeros(sigmas.shape[0])
        for at in range(sigmas.shape[1]):
            running = np.where(side[:, at], running + 1, 0)
            longest = np.maximum(longest, running)
    return longest


def _lately(flags: Flags, window: int) -> Any:
    """How many of the last so many periods are flagged, at each period."""
    import numpy as np

    sums = np.cumsum(flags, axis=1)
    sums[:, window:] = sums[:, window:] - sums[:, :-window].copy()
    return sums
