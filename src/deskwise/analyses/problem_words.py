"""What `problem_candidates` says: what looks like one problem, what came before, what downtime brings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.bursts import FEWEST_WEEKS
from deskwise.analyses.downtime_contacts import FEWEST_OUTAGES
from deskwise.analyses.finding import Outcome
from deskwise.analyses.funnel import FALSE_SHARE
from deskwise.analyses.sentence import Amount, GroupName, Moment, Sentence, Value, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.problem_candidates import Candidate, Problems

MOST_NAMED = 3


def sentences(told: Problems, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if outcome == "too few":
        return (
            sentence(
                marked(
                    "There is too little to say what is usual: it takes %(weeks)s weeks of requests before."
                ),
                weeks=FEWEST_WEEKS,
            ),
            *_downtime(told),
        )
    return (*_bursts(told), *_downtime(told))


def doubts(told: Problems, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told, outcome))


def _bursts(told: Problems) -> Iterator[Sentence]:
    if not told.candidates:
        yield sentence(
            marked(
                "Nothing looks like one problem: of %(groups)s groups none brought more in %(days)s days than"
                " chance makes of what is usual for the day of the week."
            ),
            groups=told.bursts.groups,
            days=told.bursts.days,
        )
        return
    for place, each in enumerate(told.candidates[:MOST_NAMED]):
        yield _burst(told, each, first=not place)
        yield from _before(each)
    if len(told.candidates) > MOST_NAMED:
        yield sentence(marked("%(n)s more look so; the table has them."), n=len(told.candidates) - MOST_NAMED)


def _burst(told: Problems, each: Candidate, *, first: bool) -> Sentence:
    burst = each.burst
    values: dict[str, Value] = {
        "what": _name(told, each),
        "when": _when(told, each),
        "n": burst.requests,
        "usual": Amount(burst.usual, "count"),
        "unlinked": burst.requests - burst.linked,
    }
    words = (
        marked(
            "This looks like one problem: %(what)s, %(n)s requests %(when)s, where %(usual)s are usual,"
            " %(unlinked)s of them linked to no problem yet."
        )
        if first
        else marked(
            "So does this: %(what)s, %(n)s requests %(when)s, where %(usual)s are usual, %(unlinked)s of them"
            " linked to none."
        )
    )
    return sentence(words, **values)


def _when(told: Problems, each: Candidate) -> Sentence:
    starts, burst = told.raised.starts, each.burst
    first, last = Moment(starts[burst.first], day=True), Moment(starts[burst.last], day=True)
    if burst.first == burst.last:
        return sentence(marked("on %(first)s"), first=first)
    return sentence(marked("from %(first)s to %(last)s"), first=first, last=last)


def _before(each: Candidate) -> Iterator[Sentence]:
    if each.outage is not None:
        yield _outage(each)
    if each.note is not None:
        yield sentence(
            marked("Before it was noted: %(words)s (%(at)s)."),
            words=each.note.words,
            at=Moment(each.note.at),
        )


def _outage(each: Candidate) -> Sentence:
    assert each.outage is not None
    at = Moment(each.outage.began_at)
    if each.outage.product is None:
        return sentence(marked("An outage of everything began at %(at)s."), at=at)
    words = (
        marked("Maintenance of %(product)s began at %(at)s.")
        if each.outage.planned
        else marked("An outage of %(product)s began at %(at)s.")
    )
    return sentence(words, product=GroupName(each.outage.product, "product"), at=at)


def _downtime(told: Problems) -> Iterator[Sentence]:
    found = told.downtime
    if found is None or found.outages < FEWEST_OUTAGES:
        return
    if found.times is None or found.high is None:
        if found.more:
            yield sentence(
                marked(
                    "Downtime brings requests: in %(n)s unplanned outages and the two hours after each"
                    " %(requests)s came in, and none in the same hours of other weeks."
                ),
                n=found.outages,
                requests=found.requests,
            )
        return
    words = (
        marked(
            "Downtime brings requests: in %(n)s unplanned outages and the two hours after each %(times)s"
            " times as many came in as in the same hours of other weeks (95 %% interval %(low)s to %(high)s)."
        )
        if found.more
        else marked(
            "Downtime does not show in the requests: in %(n)s unplanned outages and the two hours after each"
            " %(times)s times as many came in as in the same hours of other weeks (95 %% interval %(low)s to"
            " %(high)s)."
        )
    )
    yield sentence(
        words,
        n=found.outages,
        times=Amount(found.times, "score"),
        low=Amount(found.low, "score"),
        high=Amount(found.high, "score"),
    )


def _doubts(told: Problems, outcome: Outcome) -> Iterator[Sentence]:
    if len(told.candidates) > 1:
        yield sentence(
            marked("Of all days that stand out, %(share)s are expected to do so by chance."),
            share=Amount(FALSE_SHARE, "share"),
        )
    if told.bursts.common:
        yield sentence(
            marked(
                "On %(n)s days more than half of all groups stand out: that is much work, and no problem of"
                " one of them."
            ),
            n=len(told.bursts.common),
        )
    if told.candidates and not told.links:
        yield sentence(
            marked("No request is linked to a problem at all: perhaps problems are not kept as tickets here.")
        )
    if told.bursts.hidden:
        yield sentence(marked("%(n)s bursts are of too few people's work to be shown."), n=told.bursts.hidden)
    if outcome != "too few" and not told.outages:
        yield sentence(marked("No outage is recorded, so none can be named before a burst."))


def _name(told: Problems, each: Candidate) -> GroupName | Sentence:
    names = [GroupName(value, name) for value, name in zip(each.burst.group, told.by, strict=True)]
    if len(names) == 1:
        return names[0]
    return sentence(marked("%(first)s of %(second)s"), first=names[0], second=names[1])
