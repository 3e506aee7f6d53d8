"""Reach: bring a metric to a value."""

from __future__ import annotations

from deskwise.kernel.language import marked
from deskwise.okr.between import progress_between
from deskwise.okr.bound_figure import check_binding, check_possible
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kind import Kind
from deskwise.okr.measured import Measured


def _check(key_result: KeyResult) -> None:
    check_binding(key_result)
    check_possible(key_result, key_result.target)


def _target(key_result: KeyResult, _baseline: float | None) -> float | None:
    return key_result.target


def _progress(key_result: KeyResult, measured: Measured) -> float | None:
    return progress_between(measured.now, measured.baseline, key_result.target)


ENTRY = Kind(
    name=KeyResultKind.REACH,
    label=marked("Reach a value"),
    tells=marked("Bring a metric from where it was to a value."),
    example=marked("An NPS of 70; the median of the first response time under 2 hours."),
    formula=marked("(now - baseline) / (target - baseline)"),
    golden="reach-nps_from_fifty_to_seventy",
    needs=("binding", "target"),
    may=("higher_is_better",),
    check=_check,
    target=_target,
    progress=_progress,
)
