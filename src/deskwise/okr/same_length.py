"""Figures that add up, brought to the length of their baseline: a month's complaints are no quarter's."""

from __future__ import annotations

from deskwise.metrics.catalogue import metric
from deskwise.okr.bound_figure import adds_up
from deskwise.okr.key_result import KeyResult
from deskwise.okr.kinds import kind_of


def at_same_length(key_result: KeyResult, value: float | None, days: int, baseline_days: int) -> float | None:
    """What is to be held against the baseline: the figure itself, or what adds up brought to its days.

    `days` are those that have ended of what was read, `baseline_days` those of the baseline: working days
    both, or both all days. A count of 30 in 20 days is 90 in 60. Null where no day has ended yet. What is
    held against no baseline, as a sum that is to be brought together, stays as it is.
    """
    binding = key_result.binding
    if binding is None or value is None or not kind_of(key_result).has_baseline:
        return value
    if not adds_up(metric(binding.metric), binding.stat):
        return value
    return value * baseline_days / days if days > 0 else None
