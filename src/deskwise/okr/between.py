"""How far a value has come from a baseline to a target."""

from __future__ import annotations

from math import isclose

# Figures are floats: what differs by less than this share of itself is the same figure.
SAME = 1e-9


def same(one: float, other: float) -> bool:
    """Whether two figures are one, but for the digits floats lose.

    >>> same(0.1 + 0.2, 0.3), same(0.3, 0.31)
    (True, False)
    """
    return isclose(one, other, rel_tol=SAME, abs_tol=1e-12)


def progress_between(now: float | None, baseline: float | None, target: float | None) -> float | None:
    """The share of the way that is behind it: 0 at the baseline, 1 at the target, and beyond them.

    Null where one of the three is, or where there is no way to go.

    >>> progress_between(60, 50, 70), progress_between(6_000, 7_200, 3_600), progress_between(40, 50, 70)
    (0.5, 0.3333333333333333, -0.5)
    """
    if now is None or baseline is None or target is None or same(baseline, target):
        return None
    return (now - baseline) / (target - baseline)
