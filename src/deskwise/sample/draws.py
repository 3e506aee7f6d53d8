"""Random draws that are the same on every machine.

Every decision has its own stream, named; so a new decision moves no other one, and the company and its
placebo twin draw the same numbers. Only uniform doubles and exactly rounded operations (+ - * and comparison)
are used: no logarithm, no numpy distribution, whose results may change with a version or a processor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.span import SECOND, Flags, Floats, Ints


@dataclass(frozen=True)
class Draws:
    """The streams of one block of one seed; `scope` sets streams of equal names apart."""

    seed: int
    block: int
    scope: str = ""

    def within(self, scope: str) -> Draws:
        """The same block's streams under another scope."""
        return replace(self, scope=scope)

    def uniform(self, name: str, size: int) -> Floats:
        """Doubles from 0 (included) to 1 (excluded)."""
        key = crc32(f"{self.scope}/{name}".encode())
        entropy = np.random.SeedSequence([self.seed, self.block, key])
        return np.random.Generator(np.random.PCG64(entropy)).random(size)

    def chance(self, name: str, size: int, share: float | Floats) -> Flags:
        """True with this probability, each by itself."""
        return self.uniform(name, size) < share

    def below(self, name: str, size: int, bound: int | Ints) -> Ints:
        """Whole numbers from 0 to bound - 1, all equally likely."""
        return (self.uniform(name, size) * bound).astype(np.int64)

    def pick(self, name: str, size: int, weights: tuple[int, ...]) -> Ints:
        """Places in `weights`, as often as these say."""
        edges = np.cumsum(np.array(weights, dtype=np.int64))
        return np.searchsorted(edges, self.below(name, size, int(edges[-1])), side="right").astype(np.int64)

    def lasting(self, name: str, size: int, seconds: tuple[int, ...]) -> Ints:
        """Microseconds spread so that equal shares lie between neighbouring `seconds`, evenly in each."""
        edges = np.array(seconds, dtype=np.int64) * SECOND
        place = self.uniform(name, size) * (len(seconds) - 1)
        step = place.astype(np.int64)
        inside = (place - step) * (edges[1:] - edges[:-1])[step]
        return edges[step] + inside.astype(np.int64)
