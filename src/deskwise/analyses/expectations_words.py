"""What `expectations` says: how long customers wait and are still satisfied, and who of them was heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.falling_curve import CHANCE, Crossing
from deskwise.analyses.rated import label_of
from deskwise.analyses.sentence import Amount, GroupName, Sentence, Word, sentence
from deskwise.analyses.stated_waits_words import stated_doubts, stated_sentences
from deskwise.kernel.language import marked
from deskwise.metrics.dimensions import dimension

if TYPE_CHECKING:
    from deskwise.analyses.expectations import Expectations

# From such a value of a driver on.
ONCE = {
    "first_response_time": marked("the first response takes %(value)s or longer"),
    "reply_time": marked("later replies take %(value)s or longer on average"),
    "average_resolution_time": marked("the resolution takes %(value)s or longer"),
    "contacts": marked("it takes %(value)s contacts or more"),
    "replies": marked("it takes %(value)s replies or more"),
    "touches": marked("it takes %(value)s touches or more"),
    "handoffs": marked("there are %(value)s handoffs or more"),
}
# Ratings that are left out are told where they are more than one in so many.
MANY_WITHOUT = 20


def sentences(told: Expectations) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    stated = tuple(stated_sentences(told.question))
    if told.curve is None:
        return (
            sentence(
                told.outcome.voice.few,
                n=told.n,
                bad=told.n - told.hits,
                hits=told.hits,
                **_do(told),
            ),
            *stated,
        )
    return (*_answer(told, told.curve.crossing), *_course(told), *_groups(told), *_beside(told), *stated)


def doubts(told: Expectations) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return (*_doubts(told), *stated_doubts(told.question))


def _answer(told: Expectations, found: Crossing) -> Iterator[Sentence]:
    voice = told.outcome.voice
    driver, do, level = _driver(told), _do(told), _level(told)
    if not told.moves:
        share = Amount(told.hits / told.n, "share")
        yield sentence(voice.flat, driver=driver, **do, share=share, n=told.n, **_ends(told))
    elif found.throughout:
        yield sentence(voice.throughout, driver=driver, **do, level=level)
    elif found.at is not None:
        once, interval = sentence(ONCE[told.driver], value=_value(told, found.at)), _interval(told, found)
        yield sentence(voice.once, level=level, **do, once=once, interval=interval)
    else:
        yield sentence(voice.nowhere, driver=driver, **do, level=level)


def _interval(told: Expectations, found: Crossing) -> Sentence:
    low, high = _value(told, found.low), _value(told, found.high)
    if found.low is None and found.high is None:
        return sentence(marked("the 95 %% interval is open on both sides"))
    if found.low is None:
        return sentence(marked("95 %% interval up to %(high)s"), high=high)
    if found.high is None:
        return sentence(marked("95 %% interval from %(low)s on"), low=low)
    return sentence(marked("95 %% interval %(low)s to %(high)s"), low=low, high=high)


def _course(told: Expectations) -> Iterator[Sentence]:
    assert told.curve is not None
    if told.moves and len(told.curve.bins) > 1:
        first, last = told.curve.bins[0], told.curve.bins[-1]
        yield sentence(
            told.outcome.voice.course,
            **_do(told),
            first=Amount(told.share(first.curve), "share"),
            driver=_driver(told),
            short=_value(told, first.cell.high),
            last=Amount(told.share(last.curve), "share"),
            long=_value(told, last.cell.low),
        )


def _groups(told: Expectations) -> Iterator[Sentence]:
    judged = [each for each in told.groups if each.crossing is not None]
    below = [each for each in judged if each.crossing is not None and each.crossing.at is not None]
    if not told.by:
        return
    if not below:
        yield sentence(
            told.outcome.voice.none,
            by=Word(dimension(told.by).label),
            level=_level(told),
            n=len(judged),
        )
        return
    soonest = below[0]
    assert soonest.crossing is not None
    yield sentence(
        told.outcome.voice.soonest,
        by=Word(dimension(told.by).label),
        level=_level(told),
        below=len(below),
        n=len(judged),
        group=GroupName(soonest.group, told.by),
        once=sentence(ONCE[told.driver], value=_value(told, soonest.crossing.at)),
    )


def _beside(told: Expectations) -> Iterator[Sentence]:
    yield from _drift(told)
    yield from _drivers(told)
    yield from _response(told)


def _drift(told: Expectations) -> Iterator[Sentence]:
    found = told.drift
    if found is None:
        return
    voice = told.outcome.voice
    words = voice.steady if not found.is_found else voice.less if found.a_quarter < 0 else voice.more
    yield sentence(
        words,
        n=len(told.quarters),
        **_do(told),
        driver=_driver(told),
        by=Amount(found.a_quarter, "share", "change"),
        low=Amount(found.low, "share", "change"),
        high=Amount(found.high, "share", "change"),
    )


def _drivers(told: Expectations) -> Iterator[Sentence]:
    found = told.drivers
    if found is None:
        return
    if found.chance > CHANCE:
        yield sentence(told.outcome.voice.untold, **_do(told))
        return
    most = found.parts[0]
    yield sentence(
        told.outcome.voice.told_most,
        **_do(told),
        driver=Word(label_of(most.driver)),
        share=Amount(most.share, "share"),
        low=Amount(most.low, "share"),
        high=Amount(most.high, "share"),
        explained=Amount(found.explained, "share"),
    )


def _response(told: Expectations) -> Iterator[Sentence]:
    bias = told.bias
    if bias is None or bias.is_of_all:
        return
    words = (
        marked("Of %(asked)s who were asked %(share)s answered, %(unlike)s.")
        if told.of_surveys
        else marked("Of %(asked)s requests %(share)s were rated, %(unlike)s.")
    )
    unlike = (
        marked("and how many did depends on %(driver)s")
        if bias.is_unlike
        else marked("whatever the %(driver)s, as far as can be told")
    )
    yield sentence(
        words,
        asked=bias.asked,
        share=Amount(bias.answered / bias.asked, "share"),
        unlike=sentence(unlike, driver=_driver(told)),
    )
    yield sentence(
        marked(
            "Had all answered alike, %(weighted)s would be satisfied (95 %% interval %(low)s to %(high)s);"
            " the ratings say %(plain)s."
        ),
        weighted=Amount(bias.weighted, "share"),
        low=Amount(bias.low, "share"),
        high=Amount(bias.high, "share"),
        plain=Amount(bias.plain, "share"),
    )


def _doubts(told: Expectations) -> Iterator[Sentence]:
    if told.without and told.without * MANY_WITHOUT > told.n:
        yield sentence(
            marked("%(n)s ratings are left out, for when they were given there was no %(driver)s yet.")
            if told.outcome.asks
            else marked("%(n)s cases are left out, for by the first resolution there was no %(driver)s."),
            n=told.without,
            driver=_driver(told),
        )
    if told.other_clock:
        yield sentence(
            marked("The time to the first resolution is elapsed time: in working time it is not known.")
        )
    if told.one_in > 1 and told.drivers is not None:
        yield sentence(
            marked("What drivers tell together is of the cases of one ticket in %(n)s."), n=told.one_in
        )
    if not told.outcome.asks:
        yield from _unseen(told)
        return
    if told.curve is not None and not told.of_surveys:
        yield sentence(
            marked("No survey is on record: nobody knows who was asked, so all requests stand for them.")
        )
    if told.curve is not None and told.of_surveys and told.bias is None:
        yield sentence(marked("Who was asked may not be seen by you: nothing is said of who answers."))
    if told.bias is not None and told.bias.is_of_all:
        yield sentence(
            marked(
                "All %(asked)s who could rate did: who does not is not in the data, and may be unlike them."
            ),
            asked=told.bias.asked,
        )
    yield from _unseen(told)


def _unseen(told: Expectations) -> Iterator[Sentence]:
    few = sum(each.crossing is None for each in told.groups)
    if few:
        words = (
            marked("Of %(n)s groups nothing is said, for they have too few ratings.")
            if told.outcome.asks
            else marked("Of %(n)s groups nothing is said, for they have too few cases.")
        )
        yield sentence(words, n=few)
    if told.hidden:
        yield sentence(marked("%(n)s groups are not for you to see."), n=told.hidden)


def _ends(told: Expectations) -> dict[str, Amount]:
    assert told.curve is not None
    curve = [told.share(each.curve) for each in told.curve.bins]
    return {"low": Amount(min(curve), "share"), "high": Amount(max(curve), "share")}


def _driver(told: Expectations) -> Word:
    return Word(label_of(told.driver))


def _do(told: Expectations) -> dict[str, Sentence]:
    """What customers do who are hits; nothing where the sentences say it themselves."""
    do = told.outcome.voice.do
    return {"do": sentence(do)} if do else {}


def _level(told: Expectations) -> Amount:
    return Amount(told.level, "share")


def _value(told: Expectations, value: float | None) -> Amount:
    return Amount(value, told.unit)
