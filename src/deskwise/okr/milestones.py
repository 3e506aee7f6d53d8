"""Milestones: get steps done."""

from __future__ import annotations

from datetime import datetime

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.okr.key_result import KeyResult, KeyResultKind, Milestone
from deskwise.okr.kind import Kind
from deskwise.okr.measured import Measured


def is_done(milestone: Milestone, at: datetime | None) -> bool:
    """Whether it was done by an instant; by now where that is null.

    >>> is_done(Milestone("survey live"), None)
    False
    """
    return milestone.done_at is not None and (at is None or milestone.done_at <= at)


def _check(key_result: KeyResult) -> None:
    steps = key_result.milestones
    if len({each.name for each in steps}) < len(steps):
        raise UsageError(say("two milestones have the same name"), do=say("give each its own"))
    if any(not each.weight > 0 for each in steps):
        raise UsageError(say("a milestone weighs more than nothing"), do=say("give a weight above 0"))


def _progress(key_result: KeyResult, measured: Measured) -> float | None:
    steps = key_result.milestones
    if not steps:
        return None
    done = sum(each.weight for each in steps if is_done(each, measured.at))
    return done / sum(each.weight for each in steps)


ENTRY = Kind(
    name=KeyResultKind.MILESTONES,
    label=marked("Milestones"),
    tells=marked("Get steps done, each with its weight and its day where it has one."),
    example=marked("The survey is live; the playbook is written."),
    formula=marked("weight of the milestones done / weight of all"),
    golden="milestones-two_of_three_done",
    needs=("milestones",),
    has_baseline=False,
    lasting=True,
    paced="steps",
    check=_check,
    progress=_progress,
)
