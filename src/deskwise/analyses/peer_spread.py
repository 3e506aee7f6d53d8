"""The spread of a team's figures without names: within which values the middle half of its people lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

from deskwise.metrics.readings import Reading

# With fewer, a spread would tell whose each of its sides is.
FEWEST_PEERS = 3
# What rests on fewer cases may be anything, and says nothing of how somebody works.
FEWEST_CASES = 5


@dataclass(frozen=True)
class PeerSpread:
    """The lower and the upper quartile of the figures of so many people, in the figures' unit."""

    low: float
    high: float
    peers: int


def peer_spread(readings: Iterable[Reading]) -> PeerSpread | None:
    """The spread of one figure of several people, one reading each; null with fewer than three of them.

    Figures that rest on fewer than five cases are left out. Quartiles lie between two figures where there is
    none at their place, so that with three people neither is anybody's own.
    """
    values = [float(each.value) for each in readings if each.value is not None and each.n >= FEWEST_CASES]
    if len(values) < FEWEST_PEERS:
        return None
    low, _, high = quantiles(values, n=4, method="inclusive")
    return PeerSpread(low, high, len(values))
