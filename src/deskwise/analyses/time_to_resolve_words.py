"""What `time_to_resolve_curve` says: how long, whose take longer, and how wrong the plain average is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.finding import Outcome
from deskwise.analyses.sentence import Amount, GroupName, Sentence, Word, sentence
from deskwise.kernel.language import marked
from deskwise.metrics.dimensions import dimension

if TYPE_CHECKING:
    from deskwise.analyses.time_to_resolve_curve import GroupLasted, ResolveCurves

# Beside the clearest so many are told by name; the table has all.
MOST_NAMED, TWO = 3, 2
# More than so many open leave the curve's end to what is assumed.
MANY_OPEN = 0.2


def sentences(told: ResolveCurves | None, outcome: Outcome, n: int, n_ended: int) -> tuple[Sentence, ...]:
    """The answer and what stands beside it; without curves that there is too little."""
    if told is None:
        return (
            sentence(
                marked(
                    "There is too little to say how long requests take: %(n)s were raised, and %(resolved)s"
                    " of them are resolved."
                ),
                n=n,
                resolved=n_ended,
            ),
        )
    return (*_groups(told, outcome), *_all(told), _average(told))


def _all(told: ResolveCurves) -> Iterator[Sentence]:
    whole = told.whole
    median, most = whole.curve.done_after(0.5), whole.curve.done_after(0.9)
    if median.value is None:
        yield sentence(
            marked("Of %(n)s requests raised fewer than half are resolved yet: %(resolved)s."),
            n=whole.curve.n,
            resolved=whole.curve.n_ended,
        )
    elif most.value is None:
        yield sentence(
            marked(
                "Half of %(n)s requests are resolved within %(median)s (95 %% interval %(low)s to %(high)s);"
                " nine in ten are not resolved yet."
            ),
            n=whole.curve.n,
            median=_length(median.value),
            low=_length(median.low),
            high=_length(median.high),
        )
    else:
        yield sentence(
            marked(
                "Half of %(n)s requests are resolved within %(median)s (95 %% interval %(low)s to %(high)s),"
                " nine in ten within %(most)s."
            ),
            n=whole.curve.n,
            median=_length(median.value),
            low=_length(median.low),
            high=_length(median.high),
            most=_length(most.value),
        )


def _average(told: ResolveCurves) -> Sentence:
    whole, wrong = told.whole, told.whole.wrong
    value, low, high = wrong.value or 0.0, wrong.low or 0.0, wrong.high or 0.0
    if not whole.n_open:
        return sentence(
            marked("None of them is still open, so the plain average leaves nothing out: %(plain)s."),
            plain=_length(whole.plain.value),
        )
    if low <= 0 <= high:
        return sentence(
            marked(
                "The plain average of the resolved, %(plain)s, is not wrong beyond noise: with the %(open)s"
                " open ones kept it is %(mean)s, looked at as far as %(horizon)s."
            ),
            plain=_length(whole.plain.value),
            open=whole.n_open,
            mean=_length(whole.mean.value),
            horizon=_length(told.horizon),
        )
    words = (
        marked(
            "The plain average of the resolved, %(plain)s, is %(wrong)s too short (%(low)s to %(high)s):"
            " with the %(open)s open ones kept a request takes %(mean)s, looked at as far as %(horizon)s."
        )
        if value < 0
        else marked(
            "The plain average of the resolved, %(plain)s, is %(wrong)s too long (%(low)s to %(high)s): with"
            " the %(open)s open ones kept a request takes %(mean)s, looked at as far as %(horizon)s."
        )
    )
    near, far = sorted((abs(low), abs(high)))
    return sentence(
        words,
        plain=_length(whole.plain.value),
        wrong=_length(abs(value)),
        low=_length(near),
        high=_length(far),
        open=whole.n_open,
        mean=_length(whole.mean.value),
        horizon=_length(told.horizon),
    )


def _groups(told: ResolveCurves, outcome: Outcome) -> Iterator[Sentence]:
    if not told.by:
        return
    if outcome == "too few" or told.test is None:
        yield sentence(
            marked("By %(dimension)s there are not two groups with enough requests to compare."),
            dimension=Word(dimension(told.by).label),
        )
        return
    if not told.named:
        words = (
            marked(
                "Of those that you may see none is told apart from the others by %(dimension)s (log-rank"
                " test of %(groups)s groups)."
            )
            if told.hidden
            else marked(
                "By %(dimension)s nothing is told apart: how long requests take in %(groups)s groups is what"
                " chance alone may do (log-rank test, %(chance)s)."
            )
        )
        values: dict[str, Word | int | Amount] = {
            "dimension": Word(dimension(told.by).label),
            "groups": len(told.groups),
            "chance": Amount(told.test.chance, "share"),
        }
        yield sentence(words, **{name: each for name, each in values.items() if f"%({name})s" in words})
        return
    # Of two that are held against each other one sentence says all.
    for each in told.named[: 1 if len(told.groups) == TWO else MOST_NAMED]:
        yield _named(told, each)
    if len(told.named) > MOST_NAMED:
        yield sentence(
            marked("%(n)s more are told apart; the table has them."), n=len(told.named) - MOST_NAMED
        )


def _named(told: ResolveCurves, each: GroupLasted) -> Sentence:
    longer, others = each.test.longer, each.test.others
    if not each.side:
        return sentence(
            marked(
                "%(who)s is resolved otherwise than the others beyond noise (log-rank), but takes neither"
                " longer nor shorter on average: the curves cross."
            ),
            who=GroupName(each.group, told.by),
        )
    words = (
        marked(
            "%(who)s takes longer than the others, beyond noise: %(mean)s on average against %(others)s,"
            " which is %(more)s more (95 %% interval %(low)s to %(high)s)."
        )
        if each.side > 0
        else marked(
            "%(who)s takes shorter than the others, beyond noise: %(mean)s on average against %(others)s,"
            " which is %(more)s less (95 %% interval %(low)s to %(high)s)."
        )
    )
    low, high = sorted((abs(longer.low or 0.0), abs(longer.high or 0.0)))
    return sentence(
        words,
        who=GroupName(each.group, told.by),
        mean=_length(each.lasted.mean.value),
        others=_length(others.value),
        more=_length(abs(longer.value or 0.0)),
        low=_length(low),
        high=_length(high),
    )


def doubts(told: ResolveCurves) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told))


def _doubts(told: ResolveCurves) -> Iterator[Sentence]:
    whole = told.whole
    if told.cut:
        yield sentence(
            marked("Nothing is known beyond %(horizon)s, so means are taken as far as that."),
            horizon=_length(told.horizon),
        )
    if whole.n_open > MANY_OPEN * whole.curve.n:
        yield sentence(
            marked("%(share)s of the requests are still open: where the curve goes on is not known yet."),
            share=Amount(whole.n_open / whole.curve.n, "share"),
        )
    if told.small:
        yield sentence(marked("Groups with too few requests to be told by themselves: %(n)s."), n=told.small)
    if len(told.named) > 1 and len(told.groups) > TWO:
        yield sentence(
            marked("Each is compared with all others, so one that is far off moves those of the rest.")
        )
    if told.by in {"agent", "team"}:
        yield sentence(
            marked("A request counts with whoever has it now, so what was handed on counts there whole.")
        )


def _length(seconds: float | None) -> Amount | Sentence:
    return sentence(marked("no upper side")) if seconds is None else Amount(seconds, "seconds")
