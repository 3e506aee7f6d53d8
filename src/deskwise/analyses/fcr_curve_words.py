"""What `fcr_curve` says: first contact resolution, what its window makes of it, and what customers say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.finding import Outcome
from deskwise.analyses.sentence import Amount, Sentence, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.fcr_curve import FcrCurve, Share, Window

# Worth a doubt: less than so much of the shortest window at the longest, more than so much unjudged.
FEWER, MUCH = 0.9, 0.1
# Of fewer that both judged it is not told how often they agree.
FEWEST_BOTH = 20


def sentences(told: FcrCurve, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if outcome == "too few":
        return (
            sentence(
                marked(
                    "There is too little to say how first contact resolution depends on its window: %(n)s"
                    " first resolutions are mature and asked of."
                ),
                n=told.at.counts.n_asked,
            ),
        )
    return (_answer(told), *_band(told), _flat(told), *_survey(told))


def _answer(told: FcrCurve) -> Sentence:
    words = (
        marked(
            "First contact resolution is %(fcr)s at the window of %(days)s that is set (95 %% interval"
            " %(low)s to %(high)s, of %(n)s), and %(back)s come back within it."
        )
        if told.own is not None
        else marked(
            "No window is set. At one of %(days)s first contact resolution would be %(fcr)s (95 %% interval"
            " %(low)s to %(high)s, of %(n)s), and %(back)s would have come back within it."
        )
    )
    fcr = told.at.fcr
    low, high = fcr.interval
    return sentence(
        words,
        fcr=_share(fcr.value),
        days=_days(told.at.days),
        low=_share(low),
        high=_share(high),
        n=fcr.n,
        back=_share(told.at.back.value),
    )


def _band(told: FcrCurve) -> Iterator[Sentence]:
    first, last = told.days(5), told.days(10)
    if first is not None and last is not None and first.fcr.n and last.fcr.n:
        yield sentence(
            marked(
                "Between 5 and 10 days, where windows usually lie, the choice moves it from %(first)s to"
                " %(last)s."
            ),
            first=_share(first.fcr.value),
            last=_share(last.fcr.value),
        )


def _flat(told: FcrCurve) -> Sentence:
    flat = told.flat
    if flat is None or not flat.beyond_noise:
        return sentence(
            marked(
                "It flattens nowhere within 30 days beyond noise: no window tells those who come back for"
                " the same matter from those who come with another."
            )
        )
    return sentence(
        marked(
            "It flattens after %(days)s (95 %% interval %(low)s to %(high)s): until then %(before)s come"
            " back each day, from then on %(after)s."
        ),
        days=_days(flat.after),
        low=_days(flat.low),
        high=_days(flat.high),
        before=_share(flat.before),
        after=_share(flat.afterwards),
    )


def _survey(told: FcrCurve) -> Iterator[Sentence]:
    survey, judged = told.survey, told.judged
    if survey.value is None:
        yield sentence(
            marked("By survey nothing is known: nobody was asked whether it was solved, or answered.")
        )
        return
    low, high = survey.interval or (None, None)
    yield sentence(
        marked(
            "By survey it is %(survey)s (95 %% interval %(low)s to %(high)s, of %(n)s answers); of"
            " %(unjudged)s of the resolutions no customer said anything."
        ),
        survey=_share(float(survey.value)),
        low=_share(low),
        high=_share(high),
        n=survey.n,
        unjudged=_share(judged.unjudged.value),
    )
    agree: Share = judged.agree
    if agree.n >= FEWEST_BOTH:
        yield sentence(
            marked(
                "Of %(n)s that both judged, record and customer agree on %(agree)s; of %(missed)s the record"
                " says that one contact was enough and the customer that it is not solved."
            ),
            n=agree.n,
            agree=_share(agree.value),
            missed=judged.n(True, said=(False,)),
        )


def doubts(told: FcrCurve, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told, outcome))


def _doubts(told: FcrCurve, outcome: Outcome) -> Iterator[Sentence]:
    shown: tuple[Window, ...] = told.windows
    if shown and shown[-1].counts.n < FEWER * shown[0].counts.n:
        yield sentence(
            marked("At %(longest)s only %(n)s resolutions are mature, of %(most)s at %(shortest)s."),
            longest=_days(shown[-1].days),
            n=shown[-1].counts.n,
            most=shown[0].counts.n,
            shortest=_days(shown[0].days),
        )
    counts = told.at.counts
    if counts.unjudged > MUCH * counts.recontacts:
        yield sentence(
            marked(
                "%(n)s of %(back)s re-contacts rest on two requests without a category: whether they are"
                " about the same matter nobody can say."
            ),
            n=counts.unjudged,
            back=counts.recontacts,
        )
    if told.hidden:
        yield sentence(
            marked("%(n)s windows are left out, for too few people's work is mature at them."), n=told.hidden
        )
    flat = told.flat
    if outcome == "found" and flat is not None and told.own is not None and told.own.days < flat.low:
        yield sentence(marked("The window that is set ends while many still come back."))


def _share(value: float | None) -> Amount:
    return Amount(value, "share")


def _days(days: float) -> Sentence:
    if days == 1:
        return sentence(marked("one day"))
    if days == int(days):
        return sentence(marked("%(n)s days"), n=int(days))
    return sentence(marked("%(n)s days"), n=Amount(days, "count"))
