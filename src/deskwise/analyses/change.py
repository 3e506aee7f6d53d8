"""Whether a reading differs from an earlier one beyond noise (definitions, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deskwise.analyses.control_limits import ControlLimits
from deskwise.analyses.difference import Whole, difference_interval, whole
from deskwise.metrics.definition import Better
from deskwise.metrics.readings import Reading

Verdict = Literal["better", "worse", "moved", "within noise", "too few", "no data"]
JudgedBy = Literal["limits", "interval"]
BEYOND_NOISE: tuple[Verdict, ...] = ("better", "worse", "moved")


@dataclass(frozen=True)
class Change:
    """What became of a figure between two periods.

    `difference` is in the figure's unit, null where one of the two has no value; `interval` is its 95 %
    interval, null where one of the two has none. `verdict` is `moved` beyond noise where no side is better.
    `judged_by` says whether the metric's own limits or the interval decided, null where nothing could.
    """

    difference: float | None
    interval: Whole | None
    verdict: Verdict
    judged_by: JudgedBy | None

    @property
    def beyond_noise(self) -> bool:
        """Whether chance alone would hardly do it."""
        return self.verdict in BEYOND_NOISE


def judge(later: Reading, earlier: Reading, better: Better, limits: ControlLimits | None) -> Change:
    """The change from one reading to another; `limits` are those of periods like the later one, or null.

    A later period that has not ended is never judged.
    """
    if later.value is None or earlier.value is None:
        return Change(None, None, "no data", None)
    difference = float(later.value) - float(earlier.value)
    now, then = whole(later.interval), whole(earlier.interval)
    interval = (
        None
        if now is None or then is None
        else difference_interval(float(later.value), now, float(earlier.value), then)
    )
    if later.period is not None and later.period.partial:
        return Change(difference, interval, "too few", None)
    if limits is not None:
        beyond = difference != 0 and not limits.holds(float(later.value))
        return Change(difference, interval, _verdict(difference, better, beyond=beyond), "limits")
    if interval is None:
        return Change(difference, None, "too few", None)
    beyond = not interval[0] <= 0 <= interval[1]
    return Change(difference, interval, _verdict(difference, better, beyond=beyond), "interval")


def _verdict(difference: float, better: Better, *, beyond: bool) -> Verdict:
    if not beyond:
        return "within noise"
    if better == "neutral":
        return "moved"
    return "better" if (difference < 0) == (better == "lower") else "worse"
