"""What of the tickets a key result reads: metric, statistic, clock, filters, and over which time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import Period, local_instant, local_time, zone_info
from deskwise.metrics.definition import Clock, Stat
from deskwise.metrics.selection import Where

WindowKind = Literal["cycle_to_date", "trailing", "last_full_week", "last_full_month"]


@dataclass(frozen=True)
class Window:
    """The time a reading is over: `days` are those of a trailing one, null of the others.

    >>> str(Window("trailing", 28)), str(Window("cycle_to_date"))
    ('trailing 28 days', 'cycle_to_date')
    """

    kind: WindowKind = "cycle_to_date"
    days: int | None = None

    def __post_init__(self) -> None:
        if (self.kind == "trailing") != (self.days is not None) or (self.days is not None and self.days < 1):
            raise UsageError(
                say("a trailing window has a number of days, and no other has"),
                do=say("give trailing with days of 1 or more, or leave the days out"),
            )

    def __str__(self) -> str:
        return self.kind if self.days is None else f"{self.kind} {self.days} days"

    def period(self, cycle: Period, now_at: int, zone: str) -> Period | None:
        """The time it reads at an instant; null where nothing of it has been.

        A trailing window reaches back over the cycle's start, of the same length at every instant; its days
        are local ones, so a change of clocks makes one an hour longer or shorter. After the cycle's end all
        windows read what they read at its end.
        """
        now_at = min(now_at, cycle.end_at)
        if now_at <= cycle.start_at:
            return None
        if self.kind == "cycle_to_date":
            return Period(cycle.start_at, now_at)
        info = zone_info(zone)
        now = local_time(now_at, info).replace(tzinfo=None)
        if self.days is not None:
            return Period(local_instant(now - timedelta(days=self.days), info), now_at)
        today = datetime.combine(now.date(), datetime.min.time())
        if self.kind == "last_full_week":
            end = today - timedelta(days=today.weekday())
            start = end - timedelta(days=7)
        else:
            end = today.replace(day=1)
            start = (end - timedelta(days=1)).replace(day=1)
        found = Period(local_instant(start, info), local_instant(end, info))
        return found if found.start_at >= cycle.start_at else None


@dataclass(frozen=True)
class Binding:
    """What a key result reads.

    `definition` is the definition's version it was bound to, such as "fcr/3"; moving it is a change of the
    key result. `within_seconds` is the threshold of `within` and of the service level.
    """

    metric: str
    stat: Stat
    definition: str
    clock: Clock = "elapsed"
    where: Where = ()
    window: Window = field(default_factory=Window)
    within_seconds: Decimal | None = None
