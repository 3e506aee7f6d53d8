"""What a key result is refused for once its baseline is read, each with the figures that show it."""

from __future__ import annotations

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import date_words, say
from deskwise.kernel.value_words import plain_spaces, value_words
from deskwise.okr.between import same
from deskwise.okr.bound_figure import check_possible, higher_is_better, unit_of
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kinds import kind_of, target_of

DATE = {"en": "d MMM y", "de": "d. MMM y"}


def raise_if_refused(key_result: KeyResult, figure: float | None, n: int = 0) -> None:
    """Raise `UsageError` where a key result cannot be what it says, shown by a figure.

    `figure` is its baseline, of a bound kind without one what the metric read over an equal span before the
    cycle; null where there was none, of `n` cases. Refused are a metric without data, a target that is the
    baseline, one that is worse than it in the direction of the metric, one the metric cannot have, and a
    relative change of a baseline that is not above 0.
    """
    if key_result.kind is KeyResultKind.MILESTONES:
        return
    if figure is None:
        _raise_no_data(key_result, n)
    elif kind_of(key_result).has_baseline:
        _raise_if_no_share_of(key_result, figure)
        target = target_of(key_result, figure)
        if target is not None:
            check_possible(key_result, target)
            _raise_if_no_way(key_result, figure, target)
            _raise_if_wrong_side(key_result, figure, target)


def raise_if_outside(key_result: KeyResult, cycle: Cycle) -> None:
    """Raise `UsageError` where a checkpoint or a milestone's day is not one of the cycle."""
    days = [each.day for each in key_result.checkpoints]
    days += [each.due for each in key_result.milestones if each.due is not None]
    for day in days:
        if not cycle.first_day <= day <= cycle.last_day:
            raise UsageError(
                say("%(day)s is not in %(cycle)s", day=date_words(day, DATE), cycle=cycle.name),
                do=say(
                    "give a day from %(first)s to %(last)s",
                    first=date_words(cycle.first_day, DATE),
                    last=date_words(cycle.last_day, DATE),
                ),
            )


def moves_up(key_result: KeyResult, baseline: float) -> bool | None:
    """Whether it is to move a figure up: from its baseline to its target; null of kinds that move none.

    Of a neutral metric this is all that says which way is better.
    """
    target = target_of(key_result, baseline)
    return None if target is None or not kind_of(key_result).has_baseline else target > baseline


def _raise_no_data(key_result: KeyResult, n: int) -> None:
    binding = key_result.binding
    if binding is None:
        raise UsageError(
            say("key result %(key)s has no baseline", key=key_result.key), do=say("give it as a number")
        )
    raise UsageError(
        say(
            "%(metric)s (%(stat)s) has no figure to start from (cases: %(n)s)",
            metric=binding.metric,
            stat=binding.stat,
            n=n,
        ),
        do=say("choose other days for the baseline, another metric, or fewer filters"),
    )


def _raise_if_no_share_of(key_result: KeyResult, baseline: float) -> None:
    change = key_result.change
    if change is not None and change.relative and baseline <= 0:
        raise UsageError(
            say(
                "the baseline is %(baseline)s, of which a share says nothing",
                baseline=_told(key_result, baseline),
            ),
            do=say("give the change in units of the metric"),
        )


def _raise_if_no_way(key_result: KeyResult, baseline: float, target: float) -> None:
    if same(baseline, target):
        raise UsageError(
            say(
                "the target is what the baseline is already, %(baseline)s",
                baseline=_told(key_result, baseline),
            ),
            do=say("give another target, or choose the kind keep"),
        )


def _raise_if_wrong_side(key_result: KeyResult, baseline: float, target: float) -> None:
    higher = higher_is_better(key_result)
    if higher is None or higher == (target > baseline):
        return
    named = {"target": _told(key_result, target), "baseline": _told(key_result, baseline)}
    if higher:
        raise UsageError(
            say(
                "the target of %(target)s is worse than the baseline of %(baseline)s: more is better", **named
            ),
            do=say("give a target above %(baseline)s", baseline=named["baseline"]),
        )
    raise UsageError(
        say("the target of %(target)s is worse than the baseline of %(baseline)s: less is better", **named),
        do=say("give a target below %(baseline)s", baseline=named["baseline"]),
    )


def _told(key_result: KeyResult, value: float) -> str:
    return plain_spaces(value_words(value, unit_of(key_result)))
