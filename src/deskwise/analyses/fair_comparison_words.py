"""What `fair_comparison` says: who differs from the rest with the same requests, or that nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import quantiles
from typing import TYPE_CHECKING

from deskwise.analyses.sentence import Amount, GroupName, Sentence, Word, sentence
from deskwise.analyses.shrinkage import FEWEST_TO_SHRINK
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Better

if TYPE_CHECKING:
    from deskwise.analyses.fair_comparison import Comparison

BETTER, WORSE, ALIKE = marked("better than the rest"), marked("worse than the rest"), marked("not told apart")
HIGHER, LOWER = marked("higher than the rest"), marked("lower than the rest")
VERDICTS: dict[Better, dict[int, str]] = {
    "higher": {1: BETTER, -1: WORSE, 0: ALIKE},
    "lower": {1: WORSE, -1: BETTER, 0: ALIKE},
    "neutral": {1: HIGHER, -1: LOWER, 0: ALIKE},
}
# The same in a cell of a table.
CELLS: dict[Better, dict[int, str]] = {
    "higher": {1: marked("better"), -1: marked("worse"), 0: ALIKE},
    "lower": {1: marked("worse"), -1: marked("better"), 0: ALIKE},
    "neutral": {1: marked("higher"), -1: marked("lower"), 0: ALIKE},
}
COUNTED_WHOM = {"agent": marked("%(n)s agents"), "team": marked("%(n)s teams")}
MOST_NAMED = 4
# A spread of fewer would tell whose its sides are.
FEWEST_OTHERS = 3


def sentences(told: Comparison) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if not told.compared:
        return (
            sentence(
                marked("There are too few with enough cases to compare anybody: it takes two."),
            ),
        )
    return (*_answer(told), *_others(told), *_groups(told))


def doubts(told: Comparison) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told))


def _answer(told: Comparison) -> Iterator[Sentence]:
    found = sorted(
        told.told, key=lambda each: (-abs(each.shrunken.mean / each.shrunken.error), str(each.group))
    )
    if not found:
        yield _nobody(told)
        return
    for each in found[:MOST_NAMED]:
        yield sentence(
            marked(
                "%(who)s is %(verdict)s in %(metric)s of %(whom)s: %(figure)s with the same requests (95 %%"
                " interval %(low)s to %(high)s), %(all)s all together."
            ),
            who=GroupName(each.group, told.of_whom),
            verdict=Word(VERDICTS[told.metric.better][each.side]),
            metric=Word(told.metric.label),
            whom=_whom(told, len(told.compared)),
            figure=_amount(told, each.figure),
            low=_amount(told, each.low),
            high=_amount(told, each.high),
            all=_amount(told, told.whole.value),
        )
    if len(found) > MOST_NAMED:
        yield sentence(
            marked("%(n)s more differ from the rest; the table has them."), n=len(found) - MOST_NAMED
        )


def _nobody(told: Comparison) -> Sentence:
    shown = told.shown
    if told.hidden:
        return sentence(
            marked(
                "Of those whose figures you may see nobody can be told from the rest in %(metric)s, with the"
                " same requests."
            ),
            metric=Word(told.metric.label),
        )
    figures = [each.raw for each in shown if each.raw is not None]
    return sentence(
        marked(
            "With the same requests nobody can be told from the rest in %(metric)s: that %(whom)s lie between"
            " %(low)s and %(high)s is what chance and their mix of requests may make."
        ),
        metric=Word(told.metric.label),
        whom=_whom(told, len(told.compared)),
        low=_amount(told, min(figures)),
        high=_amount(told, max(figures)),
    )


def _others(told: Comparison) -> Iterator[Sentence]:
    """The unnamed spread of those whose figures may not be seen."""
    figures = [each.figure for each in told.compared if each.group in told.hidden]
    if len(figures) >= FEWEST_OTHERS:
        low, _, high = quantiles(figures, n=4, method="inclusive")
        yield sentence(
            marked(
                "Of the %(n)s others the middle half lies between %(low)s and %(high)s with the same"
                " requests."
            ),
            n=len(figures),
            low=_amount(told, low),
            high=_amount(told, high),
        )


def _groups(told: Comparison) -> Iterator[Sentence]:
    if told.alike < 2 or told.hidden:
        return
    yield sentence(
        marked(
            "There are %(n)s groups of those who cannot be told apart, by letters from the lowest figures up;"
            " who is in two of them belongs to either."
        ),
        n=told.alike,
    )


def _doubts(told: Comparison) -> Iterator[Sentence]:
    if told.compared and told.small:
        yield sentence(
            marked("Of %(whom)s nothing is said, for they have too few cases."), whom=_whom(told, told.small)
        )
    if told.other_tiers:
        yield sentence(
            marked(
                "Of %(teams)s nothing is said here, being of another tier: a higher one gets what others"
                " passed on, and its requests are not alike. Ask for their tier to compare them."
            ),
            teams=", ".join(str(each) for each in told.other_tiers),
        )
    if 0 < len(told.compared) < FEWEST_TO_SHRINK:
        yield sentence(
            marked(
                "Of %(whom)s it is not known how unlike they are: their figures are not drawn to each other."
            ),
            whom=_whom(told, len(told.compared)),
        )


def _amount(told: Comparison, value: float | None) -> Amount:
    return Amount(None if value is None else float(value), told.whole.unit)


def _whom(told: Comparison, n: int) -> Sentence:
    return sentence(COUNTED_WHOM[told.of_whom], n=n)
