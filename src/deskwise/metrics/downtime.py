"""Uptime from outage spans: how much of a period their union leaves."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from deskwise.metrics.figures import Figure, number

MICROSECONDS = 1_000_000
Span = tuple[int, int]


def covered(spans: Iterable[Span], start_at: int, end_at: int) -> int:
    """Microseconds of [start, end) that the spans cover together.

    >>> covered([(0, 4), (2, 6), (8, 20)], 1, 10)
    7
    """
    total, reached = 0, start_at
    for began_at, ended_at in sorted(spans):
        from_at, to_at = max(began_at, reached), min(ended_at, end_at)
        if to_at > from_at:
            total += to_at - from_at
            reached = to_at
    return total


def uptime(spans: list[Span], start_at: int, end_at: int, first_at: int | None, as_of: int) -> Figure:
    """The share of a period up to as-of that no span covers; null if nothing of it is known.

    Nothing is known before the log's first event, which is at `first_at`. n is the number of spans that touch
    the period; numerator and denominator are seconds.
    """
    end_at = min(end_at, as_of)
    length = end_at - start_at
    if length <= 0 or first_at is None or end_at <= first_at:
        return Figure(None, 0, 0, 0)
    up = length - covered(spans, start_at, end_at)
    touching = sum(1 for began_at, ended_at in spans if began_at < end_at and ended_at > start_at)
    return Figure(
        number(Fraction(up, length)),
        touching,
        number(Fraction(up, MICROSECONDS)),
        number(Fraction(length, MICROSECONDS)),
    )
