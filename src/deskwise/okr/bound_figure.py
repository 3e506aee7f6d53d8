"""The figure a key result is bound to: whether there is such a one, its unit, and which way is better."""

from __future__ import annotations

from deskwise.analyses.measured_period import bounds_of
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.value_words import plain_spaces, value_words
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.selection import Selection
from deskwise.okr.binding import Binding
from deskwise.okr.key_result import KeyResult

SUMS: frozenset[Stat] = frozenset({"count", "sum", "gross", "refunds"})


def adds_up(metric: Metric, stat: Stat) -> bool:
    """Whether a figure grows with the time it is read over: a count, a sum, money; not what stands at an end.

    >>> from deskwise.metrics.catalogue import metric
    >>> adds_up(metric("complaints"), "count"), adds_up(metric("backlog"), "count")
    (True, False)
    """
    return stat in SUMS and metric.kind != "stock"


def unit_of(key_result: KeyResult) -> str:
    """The unit its values are written in: the metric's, of money its currency, of a typed number its own."""
    binding = key_result.binding
    if binding is None:
        return key_result.unit or "count"
    if binding.stat == "within":
        return "share"
    unit = metric(binding.metric).unit
    currency = _only_value(binding, "currency") if unit == "money" else None
    return currency or unit


def higher_is_better(key_result: KeyResult) -> bool | None:
    """Whether more is better: as the metric says, or who wrote the key result; null where neither does."""
    if key_result.binding is not None:
        better = metric(key_result.binding.metric).better
        if better != "neutral":
            # Of those within a threshold more are better, whatever is better of the durations.
            return True if key_result.binding.stat == "within" else better == "higher"
    return key_result.higher_is_better


def check_binding(key_result: KeyResult) -> None:
    """Raise `UsageError` for a binding that names no figure, or several."""
    binding = key_result.binding
    if binding is None:
        return
    of = metric(binding.metric)
    if binding.stat not in of.stats:
        raise UsageError(
            say("%(metric)s has no statistic %(names)s", metric=of.name, names=binding.stat),
            do=say("it has %(names)s", names=", ".join(of.stats)),
        )
    Selection(
        metrics=(of.name,),
        stats=(binding.stat,),
        where=binding.where,
        within_seconds=binding.within_seconds,
        clock=binding.clock,
    ).chosen_metrics()
    for dimension in of.always_by:
        if _only_value(binding, dimension) is None:
            raise UsageError(
                say("%(metric)s is one figure for each %(dimension)s", metric=of.name, dimension=dimension),
                do=say("filter by one %(dimension)s", dimension=dimension),
            )
    if key_result.higher_is_better is not None and of.better != "neutral":
        raise UsageError(
            say("%(metric)s says itself which way is better", metric=of.name),
            do=say("leave the direction out"),
        )


def check_possible(key_result: KeyResult, value: float | None) -> None:
    """Raise `UsageError` for a value that the figure cannot have, such as a share of 120 %."""
    binding = key_result.binding
    if binding is None or value is None:
        return
    low, high = bounds_of(metric(binding.metric), binding.stat)
    unit = unit_of(key_result)
    told = plain_spaces(value_words(value, unit))
    if low is not None and value < low:
        raise UsageError(
            say(
                "%(metric)s cannot be %(value)s",
                metric=binding.metric,
                value=told,
            ),
            do=say("give %(least)s or more", least=plain_spaces(value_words(low, unit))),
        )
    if high is not None and value > high:
        raise UsageError(
            say(
                "%(metric)s cannot be %(value)s",
                metric=binding.metric,
                value=told,
            ),
            do=say("give %(most)s or less", most=plain_spaces(value_words(high, unit))),
        )


def _only_value(binding: Binding, dimension: str) -> str | None:
    values = dict(binding.where).get(dimension, ())
    return values[0] if len(values) == 1 else None
