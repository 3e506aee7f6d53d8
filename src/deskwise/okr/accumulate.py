"""Accumulate: bring together a sum over the cycle."""

from __future__ import annotations

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.catalogue import metric
from deskwise.okr.bound_figure import adds_up, check_binding, higher_is_better
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kind import Kind
from deskwise.okr.measured import Measured


def _check(key_result: KeyResult) -> None:
    check_binding(key_result)
    binding, target = key_result.binding, key_result.target
    if binding is None or target is None:
        return
    if not adds_up(metric(binding.metric), binding.stat):
        raise UsageError(
            say("%(stat)s of %(metric)s does not add up", stat=binding.stat, metric=binding.metric),
            do=say("choose a count or a sum, or the kind reach"),
        )
    if binding.window.kind != "cycle_to_date":
        raise UsageError(
            say("a sum is of the whole cycle, not of %(window)s", window=str(binding.window)),
            do=say("leave the window out"),
        )
    if higher_is_better(key_result) is False:
        raise UsageError(
            say("less of %(metric)s is better: a growing sum is no progress", metric=binding.metric),
            do=say("choose the kind change or keep"),
        )
    if target <= 0:
        raise UsageError(say("a sum is to reach more than nothing"), do=say("give a target above 0"))


def _target(key_result: KeyResult, _baseline: float | None) -> float | None:
    return key_result.target


def _progress(key_result: KeyResult, measured: Measured) -> float | None:
    if measured.now is None or key_result.target is None:
        return None
    return measured.now / key_result.target


ENTRY = Kind(
    name=KeyResultKind.ACCUMULATE,
    label=marked("Add up to an amount"),
    tells=marked("Bring together a count or a sum over the whole cycle."),
    example=marked("Sales after contact of 20,000 EUR in the quarter."),
    formula=marked("sum so far / target"),
    golden="accumulate-sales_of_twenty_thousand",
    needs=("binding", "target"),
    may=("higher_is_better",),
    has_baseline=False,
    lasting=True,
    check=_check,
    target=_target,
    progress=_progress,
)
