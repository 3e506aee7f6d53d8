"""Change: move a metric by a share of its baseline, or by units of its own."""

from __future__ import annotations

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.okr.between import progress_between
from deskwise.okr.bound_figure import check_binding
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kind import Kind
from deskwise.okr.measured import Measured


def _check(key_result: KeyResult) -> None:
    check_binding(key_result)
    if key_result.change is not None and key_result.change.by == 0:
        raise UsageError(
            say("a change by 0 changes nothing"), do=say("give by how much, -0.25 for a quarter less")
        )


def _target(key_result: KeyResult, baseline: float | None) -> float | None:
    change = key_result.change
    if change is None or baseline is None:
        return None
    return baseline * (1 + change.by) if change.relative else baseline + change.by


def _progress(key_result: KeyResult, measured: Measured) -> float | None:
    return progress_between(measured.now, measured.baseline, _target(key_result, measured.baseline))


ENTRY = Kind(
    name=KeyResultKind.CHANGE,
    label=marked("Change by an amount"),
    tells=marked("Move a metric by a share of its baseline, or by units of its own; it says which."),
    example=marked("Escalated requests down 25 % of what they were; first contact resolution up 10 points."),
    formula=marked("(now - baseline) / (target - baseline), the target being the baseline with its change"),
    golden="change-escalations_down_by_a_quarter",
    needs=("binding", "change"),
    may=("higher_is_better",),
    check=_check,
    target=_target,
    progress=_progress,
)
