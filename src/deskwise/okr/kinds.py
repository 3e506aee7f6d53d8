"""All kinds of key results by name, and what is asked of one whatever its kind."""

from __future__ import annotations

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.okr import accumulate, change, keep, milestones, number, reach
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kind import FIELDS, Field, Kind
from deskwise.okr.measured import Measured

KINDS: dict[KeyResultKind, Kind] = {
    each.name: each
    for each in (
        reach.ENTRY,
        change.ENTRY,
        keep.ENTRY,
        accumulate.ENTRY,
        milestones.ENTRY,
        number.ENTRY,
    )
}
# What fields are called where one is missing or left over.
FIELD_WORDS: dict[Field, str] = {
    "binding": marked("a metric"),
    "target": marked("a target"),
    "change": marked("a change"),
    "bounds": marked("bounds"),
    "milestones": marked("milestones"),
    "unit": marked("a unit"),
    "higher_is_better": marked("a direction"),
}


def kind_of(key_result: KeyResult) -> Kind:
    """The entry of its kind."""
    return KINDS[key_result.kind]


def check_fields(key_result: KeyResult) -> None:
    """Raise `UsageError` where a key result lacks what its kind needs, or has what it has no use for.

    Nothing is looked up in the data: what a baseline shows to be wrong, `okr.refusals` refuses.
    """
    kind = kind_of(key_result)
    label = say(kind.label)
    for name in FIELDS:
        has, words = _has(key_result, name), say(FIELD_WORDS[name])
        if name in kind.needs and not has:
            raise UsageError(
                say("key result %(key)s lacks %(field)s", key=key_result.key, field=words),
                do=say("give it: “%(kind)s” needs it", kind=label),
            )
        if has and name not in (*kind.needs, *kind.may):
            raise UsageError(
                say("key result %(key)s has %(field)s", key=key_result.key, field=words),
                do=say("leave it out: “%(kind)s” has no use for it", kind=label),
            )
    if not kind.has_baseline and key_result.baseline_rule != BaselineRule():
        raise UsageError(
            say("key result %(key)s says where its baseline comes from", key=key_result.key),
            do=say("leave it out: “%(kind)s” has no use for it", kind=label),
        )
    _check_checkpoints(key_result)
    kind.check(key_result)


def target_of(key_result: KeyResult, baseline: float | None) -> float | None:
    """The value it is to reach; null of kinds that reach none, and of a change without a baseline."""
    return kind_of(key_result).target(key_result, baseline)


def progress(key_result: KeyResult, measured: Measured) -> float | None:
    """How far it has come, 1 being all of it, unclamped; null without a figure."""
    work_out = kind_of(key_result).progress
    assert work_out is not None
    return work_out(key_result, measured)


def _has(key_result: KeyResult, name: Field) -> bool:
    return getattr(key_result, name) not in (None, ())


def _check_checkpoints(key_result: KeyResult) -> None:
    days = [each.day for each in key_result.checkpoints]
    if len(set(days)) < len(days):
        raise UsageError(say("two checkpoints are of the same day"), do=say("give each day once"))
