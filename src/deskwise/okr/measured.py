"""What was measured of a key result at an instant: all that its progress is worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class KeptPeriod:
    """A week or a day of a `keep` and what the metric read over it, null without a figure.

    Instants are microseconds since 1970 UTC. A period is `partial` while it has not ended. One that the
    cycle's edge cuts counts like the others once it has ended.
    """

    start_at: int
    end_at: int
    value: float | None
    partial: bool = False


@dataclass(frozen=True)
class Measured:
    """What is known of a key result on a day: nothing of it is worked out here.

    `today` is the local day it is looked at, or the one the data end on where the cycle follows them. `now`
    is the figure over the binding's window, or what was typed; null where there is none. `baseline` is null
    of kinds that have none. `data_until` is the last local day the data reach, or the day a value was typed;
    a null one is unknown. `at` is the instant up to which milestones count, null where all that are done do.
    `to_come` is how many periods of a `keep` have not ended, null where nobody counted them. `n` is the
    number of cases.
    """

    today: date
    now: float | None = None
    baseline: float | None = None
    periods: tuple[KeptPeriod, ...] = ()
    n: int | None = None
    data_until: date | None = None
    at: datetime | None = None
    to_come: int | None = None
