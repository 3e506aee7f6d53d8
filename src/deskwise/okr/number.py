"""Number: anything that somebody types, because nothing reads it."""

from __future__ import annotations

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.okr.between import progress_between
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kind import Kind
from deskwise.okr.measured import Measured


def _check(key_result: KeyResult) -> None:
    if key_result.baseline_rule.kind != "number":
        raise UsageError(
            say("a typed number has no readings to take its baseline from"),
            do=say("give the baseline as a number"),
        )


def _target(key_result: KeyResult, _baseline: float | None) -> float | None:
    return key_result.target


def _progress(key_result: KeyResult, measured: Measured) -> float | None:
    return progress_between(measured.now, measured.baseline, key_result.target)


ENTRY = Kind(
    name=KeyResultKind.NUMBER,
    label=marked("A typed number"),
    tells=marked("Anything that no metric reads: its owner types the value at each check-in."),
    example=marked("Articles in the knowledge base from 40 to 60."),
    formula=marked("(now - baseline) / (target - baseline), of what was typed last"),
    golden="number-articles_typed",
    needs=("target",),
    may=("unit", "higher_is_better"),
    check=_check,
    target=_target,
    progress=_progress,
)
