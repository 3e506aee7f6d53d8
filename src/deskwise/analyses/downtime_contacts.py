"""How requests go with downtime: those in and just after an outage, against the same hours of weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.expected import Standing
from deskwise.analyses.funnel import ratio_interval
from deskwise.analyses.raised_by_day import OutageContacts

# Just after an outage is as long, in microseconds; the same hours are those of so many weeks.
AFTER, WEEKS_BESIDE = 2 * 3_600_000_000, 4
FEWEST_OUTAGES = 3


@dataclass(frozen=True)
class DowntimeContacts:
    """The requests of all outages of a product, and what the same hours bring in other weeks.

    `low` and `high` are the 95 % ends of how many there are for each one that is usual; `high` is null where
    none is.
    """

    outages: int
    requests: int
    usual: float
    low: float
    high: float | None

    @property
    def times(self) -> float | None:
        """Requests for each one that is usual; null where none is."""
        return self.requests / self.usual if self.usual else None

    @property
    def more(self) -> bool:
        """Whether more come in than is usual, beyond noise."""
        return self.outages >= FEWEST_OUTAGES and self.low > 1


def downtime_contacts(outages: Sequence[OutageContacts]) -> DowntimeContacts | None:
    """The contacts of unplanned outages together; null where none has other weeks to be held against.

    >>> one = OutageContacts("comet", False, 0, 1, 30, 10, 40, 20, 4)
    >>> found = downtime_contacts([one, one])
    >>> found.requests, found.usual, found.times
    (80, 30.0, 2.6666666666666665)
    """
    known = [each for each in outages if each.weeks and not each.planned]
    if not known:
        return None
    requests = sum(each.during + each.after for each in known)
    beside = [(each.usual_during + each.usual_after, each.weeks) for each in known]
    usual = sum(count / weeks for count, weeks in beside)
    noise = sum(count / weeks**2 for count, weeks in beside)
    # Where none is usual the weeks alone say how many there may be at most.
    counted = sum(count for count, _ in beside)
    odds = usual / counted if counted else len(beside) / sum(weeks for _, weeks in beside)
    low, high = ratio_interval(Standing(None, requests, requests, usual, noise, odds, 0), _spread(known))
    return DowntimeContacts(len(known), requests, usual, low, high)


def _spread(known: Sequence[OutageContacts]) -> float:
    """By what factor outages differ more than chance makes them, all at one multiple of what is usual.

    The mean square of what each has beyond that multiple; 1 of fewer than three.
    """
    if len(known) < FEWEST_OUTAGES:
        return 1.0
    usual = [(each.usual_during + each.usual_after) / each.weeks for each in known]
    requests = [each.during + each.after for each in known]
    if not sum(usual) or not sum(requests):
        return 1.0
    times = sum(requests) / sum(usual)
    squares = 0.0
    for count, mean, each in zip(requests, usual, known, strict=True):
        noise = times * mean * (1 + times / each.weeks)
        squares += (count - times * mean) ** 2 / noise if noise else 0.0
    return max(squares / (len(known) - 1), 1.0)
