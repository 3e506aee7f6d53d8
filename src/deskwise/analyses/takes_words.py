"""What is said of every figure that is to reach a value: what is left out, and what to take with care."""

from __future__ import annotations

from collections.abc import Iterator

from deskwise.analyses.sentence import Sentence, sentence
from deskwise.analyses.takes import Aim
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Metric
from deskwise.metrics.readings import Reading

# Of these a case that is missed as of now can be met later: it is open, unanswered or has not sold yet.
CAN_STILL_BE_MET = frozenset({"resolution_rate", "survey_response_rate", "sales_conversion"})


def no_figure() -> Sentence:
    """That there is nothing to bring anywhere."""
    return sentence(marked("The period has no figure yet: nothing can be said."))


def left_out(metric: Metric, reading: Reading) -> Iterator[Sentence]:
    """What is neither met nor missed."""
    out = sum(n for _, n in reading.excluded)
    still = 0 if metric.name in CAN_STILL_BE_MET else reading.open
    if still:
        yield sentence(marked("%(n)s are still undecided: they are neither met nor missed."), n=still)
    if reading.provisional:
        yield sentence(
            marked("%(n)s are provisional, for their window has not ended: they are neither met nor missed."),
            n=reading.provisional,
        )
    if out:
        yield sentence(marked("%(n)s are left out by the definition: they are no misses."), n=out)


def about_the_target(aim: Aim) -> Iterator[Sentence]:
    """That nobody named the value, and that chance alone may reach it."""
    target = aim.amount(float(aim.target))
    if not aim.asked:
        yield sentence(
            marked("No value was asked for: %(target)s is a tenth better than it is."), target=target
        )
    low, high = aim.reading.interval or (None, None)
    if low is not None and high is not None and low <= aim.target <= high:
        yield sentence(
            marked(
                "%(target)s is within the noise of the figure (95 %% interval %(low)s to %(high)s): chance"
                " alone may reach it, or lose it."
            ),
            target=target, low=aim.amount(low), high=aim.amount(high),
        )  # fmt: skip


def not_listed(hidden: int) -> Iterator[Sentence]:
    """That there are groups whose figures are not to be seen."""
    if hidden:
        yield sentence(marked("%(n)s groups are not listed: their figures are not for you to see."), n=hidden)


def paced() -> Sentence:
    """That what is to come is no more than the period's own pace."""
    return sentence(
        marked("Less than a fortnight of days is known: what is to come is the pace of the period alone.")
    )
