"""What `what_if` says: how many have to go better, where they are, and whether there is time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.finding import Outcome
from deskwise.analyses.sentence import Amount, GroupName, Moment, Sentence, Value, Word, sentence
from deskwise.analyses.takes_words import (
    CAN_STILL_BE_MET,
    about_the_target,
    left_out,
    no_figure,
    not_listed,
    paced,
)
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Stat
from deskwise.metrics.dimensions import dimension

if TYPE_CHECKING:
    from deskwise.analyses.missed_groups import MissedGroup
    from deskwise.analyses.takes import Aim, ToCome
    from deskwise.analyses.to_reach import Standing
    from deskwise.analyses.what_if_cases import WhatIf

QUANTILE_WORDS: dict[Stat, str] = {
    "p50": marked("median"),
    "p90": marked("90th percentile"),
    "p95": marked("95th percentile"),
}


def sentences(told: WhatIf, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if outcome == "too few":
        return (no_figure(), *left_out(told.metric, told.reading))
    return (_answer(told), *_where(told), *_to_come(told), *left_out(told.metric, told.reading))


def doubts(aim: Aim, told: WhatIf, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return () if outcome == "too few" else tuple(_doubts(aim, told))


def _answer(told: WhatIf) -> Sentence:
    standing = told.standing
    if standing is None:
        return _answer_of_mean(told)
    named: dict[str, Value] = {
        "metric": _name(told), "value": _amount(told, told.reading.value), "target": _target(told),
        "met": standing.met, "missed": told.missed, "n": standing.n, "short": told.short,
        "needed": standing.needed(standing.n), "spare": standing.spare,
    }  # fmt: skip
    if told.form == "quantile":
        named["stat"] = Word(QUANTILE_WORDS[told.reading.stat])
        words = marked(
            "%(metric)s has its %(stat)s at %(value)s. To bring it to %(target)s, %(short)s of the slowest"
            " cases have to come down to that: %(needed)s of %(n)s have to lie within it, and %(met)s do."
        )
        if told.reached:
            words = marked(
                "%(metric)s has its %(stat)s at %(value)s, which is within %(target)s already: %(met)s of"
                " %(n)s cases lie within that, and of them %(spare)s could take longer."
            )
    elif told.reached:
        words = marked(
            "%(metric)s is at %(value)s and has reached %(target)s already: of %(n)s cases %(missed)s are"
            " missed, and %(spare)s more could be."
        )
    elif told.lower:
        words = marked(
            "%(metric)s is at %(value)s, %(missed)s of %(n)s cases. To come down to %(target)s, %(short)s of"
            " these %(missed)s have to be avoided."
        )
    else:
        words = marked(
            "%(metric)s is at %(value)s, %(met)s of %(n)s cases. To reach %(target)s, %(short)s of the"
            " %(missed)s missed have to be met, %(needed)s in all."
        )
    return sentence(words, **named)


def _answer_of_mean(told: WhatIf) -> Sentence:
    each = told.each
    if told.reached:
        words = (
            marked(
                "%(metric)s is at %(value)s and has reached %(target)s already: each of the %(n)s cases could"
                " be %(each)s more on average."
            )
            if told.lower
            else marked(
                "%(metric)s is at %(value)s and has reached %(target)s already: each of the %(n)s cases could"
                " be %(each)s less on average."
            )
        )
    elif told.lower:
        words = marked(
            "%(metric)s is at %(value)s, the mean of %(n)s cases. To come down to %(target)s, each has to be"
            " %(each)s less on average, %(total)s together."
        )
    else:
        words = marked(
            "%(metric)s is at %(value)s, the mean of %(n)s cases. To reach %(target)s, each has to be"
            " %(each)s more on average, %(total)s together."
        )
    return sentence(
        words,
        metric=_name(told),
        value=_amount(told, told.reading.value),
        target=_target(told),
        n=told.reading.n,
        each=_extent(told, each),
        total=_extent(told, each * told.reading.n),
    )


def _where(told: WhatIf) -> Iterator[Sentence]:
    """Where most of the missed are, and how few groups have as many as are needed."""
    worst = [each for each in told.groups if each.missed > 0]
    if not worst or len(told.groups) < 2:
        return
    most = worst[0]
    if told.standing is None:
        if not told.reached:
            yield sentence(
                marked(
                    "By %(dimension)s, most of it lies at %(group)s: %(missed)s together, with a mean of"
                    " %(figure)s in %(n)s cases."
                ),
                figure=_amount(told, most.figure),
                missed=_extent(told, most.missed),
                **_group(told, most),
            )
        return
    yield sentence(
        marked(
            "By %(dimension)s, most of the missed are at %(group)s: %(missed)s of %(all)s, in %(n)s of"
            " %(cases)s cases."
        ),
        missed=int(most.missed),
        all=told.missed,
        cases=told.standing.n,
        **_group(told, most),
    )
    if told.short:
        yield from _enough(told, worst)


def _enough(told: WhatIf, worst: list[MissedGroup]) -> Iterator[Sentence]:
    found, groups = 0.0, 0
    for each in worst:
        found, groups = found + each.missed, groups + 1
        if found >= told.short:
            break
    else:
        return
    if groups == 1:
        yield sentence(marked("As many as are needed could be found there alone."))
    elif groups < len(told.groups):
        yield sentence(
            marked("As many as are needed could be found in the %(groups)s with most missed."), groups=groups
        )


def _group(told: WhatIf, group: MissedGroup) -> dict[str, Value]:
    return {
        "dimension": Word(dimension(told.by).label),
        "group": GroupName(group.value, dimension(told.by).label),
        "n": group.n,
    }


def _to_come(told: WhatIf) -> Iterator[Sentence]:
    come = told.to_come
    if come is None:
        return
    if come.low is None or come.high is None:
        words = marked(
            "The period ends %(end)s; going on as it did, it will have about %(more)s more cases until then."
        )
        yield sentence(words, end=Moment(come.end_at), more=come.n)
    else:
        yield sentence(
            marked(
                "The period ends %(end)s; about %(more)s more cases are expected until then (95 %% interval"
                " %(low)s to %(high)s)."
            ),
            end=Moment(come.end_at), more=come.n, low=come.low, high=come.high,
        )  # fmt: skip
    if told.standing is None:
        yield from _next_mean(told, come)
    else:
        yield _run_rate(told, told.standing, come)


def _run_rate(told: WhatIf, standing: Standing, come: ToCome) -> Sentence:
    required = standing.of_next(come.n)
    named: dict[str, Value] = {
        "target": _target(told), "more": come.n, "required": required, "may_miss": max(0, come.n - required),
        "so_far": Amount(standing.met / standing.n, "share"),
        "share": Amount(required / come.n if come.n else None, "share"),
    }  # fmt: skip
    if required > come.n:
        least = standing.best_after()
        if least is None:
            return sentence(
                marked("%(target)s cannot be reached any more: one missed is too many, however many come."),
                **named,
            )
        words = marked(
            "%(target)s cannot be reached any more with these: it takes %(least)s more cases at least, all of"
            " them met."
        )
        if come.high is not None and least <= come.high:
            words = marked(
                "%(target)s can hardly be reached any more: it takes %(least)s more cases at least, all of"
                " them met."
            )
        return sentence(words, least=least, **named)
    if required == 0:
        return sentence(
            marked("%(target)s is reached whatever becomes of these: all %(more)s of them may be missed."),
            **named,
        )
    return sentence(
        marked(
            "To end at %(target)s, %(required)s of them have to be met: %(share)s, where so far it was"
            " %(so_far)s. %(may_miss)s may be missed."
        ),
        **named,
    )


def _next_mean(told: WhatIf, come: ToCome) -> Iterator[Sentence]:
    allowed, best = told.next_mean, told.best
    if allowed is None:
        return
    named: dict[str, Value] = {"target": _target(told), "mean": _amount(told, allowed), "more": come.n}
    out_of_reach = best is not None and (allowed < best if told.lower else allowed > best)
    if out_of_reach:
        words = marked("%(target)s cannot be reached any more: not even if these were as good as can be.")
    elif told.lower:
        words = marked("To end at %(target)s, these may be %(mean)s on average at most.")
    else:
        words = marked("To end at %(target)s, these have to be %(mean)s on average at least.")
    yield sentence(words, **named)


def _doubts(aim: Aim, told: WhatIf) -> Iterator[Sentence]:
    yield from about_the_target(aim)
    if told.metric.name in CAN_STILL_BE_MET:
        yield sentence(marked("Some of the missed can still be met: they are missed as of now."))
    yield from not_listed(told.hidden)
    if told.groups and told.standing is not None and not told.hidden:
        parts = sum(int(each.missed) for each in told.groups)
        if parts > told.missed:
            yield sentence(marked("Some cases are in several of the groups, and count in each."))
        elif parts < told.missed:
            yield sentence(
                marked("%(n)s of the missed are in none of the groups: they belong to nobody."),
                n=told.missed - parts,
            )
    if told.to_come is not None and told.to_come.paced:
        yield paced()


def _name(told: WhatIf) -> Value:
    if told.within_seconds is None:
        return Word(told.metric.label, first=True)
    return sentence(
        marked("%(metric)s within %(threshold)s"),
        metric=Word(told.metric.label, first=True),
        threshold=Amount(told.within_seconds, "seconds"),
    )


def _target(told: WhatIf) -> Amount:
    return Amount(float(told.target), told.reading.unit)


def _amount(told: WhatIf, value: float | None) -> Amount:
    return Amount(None if value is None else float(value), told.reading.unit)


def _extent(told: WhatIf, value: float) -> Amount:
    return Amount(abs(value), told.reading.unit, "extent")
