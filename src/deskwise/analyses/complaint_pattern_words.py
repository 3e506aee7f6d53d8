"""What `complaint_pattern` says: who stands out, or that nobody does; then what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import quantiles
from typing import TYPE_CHECKING

from deskwise.analyses.finding import Outcome
from deskwise.analyses.funnel import FALSE_SHARE, Judged
from deskwise.analyses.sentence import Amount, GroupName, Sentence, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.complaint_pattern import Pattern

COUNTED_WHOM = {"agent": marked("%(n)s agents"), "team": marked("%(n)s teams")}
# Beside the clearest so many are told by name; the table has all.
MOST_NAMED = 3
# A spread of fewer would tell whose its sides are.
FEWEST_OTHERS = 3
MUCH = 0.1


def sentences(told: Pattern, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if outcome == "too few":
        return (_too_few(told), *_candidates(told))
    return (*_answer(told), *_others(told), *_spread(told), *_candidates(told))


def doubts(told: Pattern, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told, outcome))


def _too_few(told: Pattern) -> Sentence:
    return sentence(
        marked(
            "There is too little to say whether complaints have a pattern: %(complaints)s complaints, and"
            " %(whom)s with enough requests."
        ),
        complaints=told.complaints,
        whom=_whom(told, len(told.judged)),
    )


def _answer(told: Pattern) -> Iterator[Sentence]:
    if told.above:
        yield _named(told, told.above[0], first=True)
        for each in told.above[1:MOST_NAMED]:
            yield _named(told, each, first=False)
        if len(told.above) > MOST_NAMED:
            yield sentence(
                marked("%(n)s more stand out; the table has them."), n=len(told.above) - MOST_NAMED
            )
    else:
        words = (
            marked(
                "Of those whose figures you may see nobody has more complaints than chance alone may make"
                " (%(complaints)s complaints on %(requests)s requests of %(whom)s in all)."
            )
            if told.hidden
            else marked(
                "Nobody has a pattern of complaints: what there is, %(complaints)s complaints on %(requests)s"
                " requests of %(whom)s, chance alone may do."
            )
        )
        yield sentence(
            words,
            complaints=told.complaints,
            requests=told.requests,
            whom=_whom(told, len(told.judged)),
        )
    for each in told.below[:MOST_NAMED]:
        yield _told_of(
            told,
            each,
            marked(
                "%(who)s has fewer than chance makes: %(complaints)s, where %(expected)s would be expected of"
                " the same requests."
            ),
        )


def _named(told: Pattern, each: Judged, *, first: bool) -> Sentence:
    words = (
        marked(
            "%(who)s stands out of %(whom)s: %(complaints)s complaints, where %(expected)s would be expected"
            " of the same requests, which is %(ratio)s times as many (95 %% interval %(low)s to %(high)s)."
        )
        if first
        else marked(
            "So does %(who)s: %(complaints)s, where %(expected)s would be expected, %(ratio)s times as many"
            " (%(low)s to %(high)s)."
        )
    )
    return _told_of(told, each, words)


def _told_of(told: Pattern, each: Judged, words: str) -> Sentence:
    values: dict[str, GroupName | Amount | Sentence | int] = {
        "who": GroupName(each.standing.group, told.of_whom),
        "whom": _whom(told, len(told.judged)),
        "complaints": each.standing.observed,
        "expected": Amount(each.standing.expected, "count"),
        "ratio": Amount(each.standing.ratio, "points"),
        "low": Amount(each.low, "points"),
        "high": Amount(each.high, "points"),
    }
    return sentence(words, **{name: value for name, value in values.items() if f"%({name})s" in words})


def _others(told: Pattern) -> Iterator[Sentence]:
    """The unnamed spread of those whose figures may not be seen."""
    ratios = [
        each.standing.ratio
        for each in told.judged
        if each.standing.group in told.hidden and each.standing.ratio is not None
    ]
    if len(ratios) >= FEWEST_OTHERS:
        low, _, high = quantiles(ratios, n=4, method="inclusive")
        yield sentence(
            marked(
                "Of the %(n)s others the middle half has between %(low)s and %(high)s for each one expected."
            ),
            n=len(ratios),
            low=Amount(low, "score"),
            high=Amount(high, "score"),
        )


def _spread(told: Pattern) -> Iterator[Sentence]:
    if told.spread > 1:
        yield sentence(
            marked(
                "All of them spread more than chance makes them (over-dispersion of %(factor)s), so it takes"
                " more to stand out."
            ),
            factor=Amount(told.spread, "points"),
        )


def _candidates(told: Pattern) -> Iterator[Sentence]:
    if told.low:
        yield sentence(
            marked(
                "%(n)s bad ratings with words are no complaint yet: read them at their tickets. No ruling"
                " makes a complaint of one; where it is one, record it in the help desk it came from."
            ),
            n=len(told.low),
        )


def _doubts(told: Pattern, outcome: Outcome) -> Iterator[Sentence]:
    if outcome != "too few" and told.small:
        yield sentence(
            marked("Of %(whom)s nothing is said, for they handled too few requests."),
            whom=_whom(told, told.small),
        )
    if len(told.above) > 1:
        yield sentence(
            marked("Of all that are named, %(share)s are expected to be named by chance."),
            share=Amount(FALSE_SHARE, "share"),
        )
    if told.nobodys > MUCH * (told.complaints + told.nobodys):
        yield sentence(marked("%(n)s complaints are about nobody and count nowhere here."), n=told.nobodys)
    if told.alone > MUCH * told.requests:
        yield sentence(
            marked(
                "%(n)s requests are of kinds of which the others handled too few: of these their rate over"
                " all kinds is expected."
            ),
            n=told.alone,
        )
    if told.low is None:
        yield sentence(
            marked(
                "Bad ratings were not looked through: texts are not kept here, or ratings have none of the"
                " filters."
            )
        )


def _whom(told: Pattern, n: int) -> Sentence:
    return sentence(COUNTED_WHOM[told.of_whom], n=n)
