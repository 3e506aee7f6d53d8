"""What `contact_reasons` says: how few reasons make most of it, and what ending the biggest would save."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.fewest_that_make import largest_first
from deskwise.analyses.finding import Outcome
from deskwise.analyses.sentence import Amount, GroupName, Sentence, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.contact_reasons import Reasons
    from deskwise.analyses.reason_amounts import Made

HOUR_SECONDS = 3600
MUCH, LITTLE = 0.1, 0.5
SHORT_DAYS = 27.5
TITLES = {
    "requests": marked("Requests"),
    "work": marked("Hours of work"),
    "recontacts": marked("Re-contacts"),
    "dissatisfied": marked("Ratings that are not good"),
}
WHOLES = {
    "requests": marked("the %(n)s requests"),
    "work": marked("the %(n)s hours of work"),
    "recontacts": marked("the %(n)s re-contacts"),
    "dissatisfied": marked("the %(n)s ratings that are not good"),
}


def sentences(told: Reasons, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if outcome == "too few":
        return tuple(_too_few(told))
    return (_answer(told, outcome), *_beside(told), *_saved(told))


def doubts(told: Reasons, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told, outcome))


NOT_KEPT = marked(
    "Subjects are not kept here, and reasons cannot be read from them: set keep_text = true in the settings"
    " (deskwise settings set keep_text true), then import again what was imported."
)
NONE_YET = marked(
    "Texts are kept, but no request has a subject yet: import again what was imported before they were, from"
    " a file that has them (text of opened)."
)
NO_REASON = {
    "category": marked("Nothing can be said of reasons: none of %(whole)s has a category."),
    "subject": marked(
        "Nothing can be said of reasons: none of %(whole)s has a subject in words that enough others have."
    ),
}
TOO_FEW = {
    "category": marked(
        "There is too little to say what customers' reasons are: %(n)s requests with a category, in"
        " %(reasons)s categories."
    ),
    "subject": marked(
        "There is too little to say what customers' reasons are: %(n)s requests with a subject like others,"
        " in %(reasons)s clusters."
    ),
}


def _too_few(told: Reasons) -> Iterator[Sentence]:
    volume, by = told.volume, told.by
    nothing = bool(volume.whole) and not volume.amounts
    if by.name == "subject" and not by.subjects:
        yield sentence(NOT_KEPT if by.subjects is None else NONE_YET)
    elif nothing:
        yield sentence(NO_REASON[by.name], whole=_whole("requests", volume))
    else:
        yield sentence(TOO_FEW[by.name], n=int(volume.whole - volume.without), reasons=len(volume.amounts))
    if by.name == "category" and nothing and not by.asked:
        yield sentence(NOT_KEPT if by.subjects is None else NONE_YET)


def _answer(told: Reasons, outcome: Outcome) -> Sentence:
    volume = told.volume
    if volume.few is None:
        return _not_reached(told, "requests", volume)
    words = (
        marked(
            "It takes %(few)s of %(reasons)s reasons to make 80 %% of %(whole)s; the most frequent is"
            " %(reason)s (%(share)s)."
        )
        if outcome == "found"
        else marked(
            "No few reasons make most of it: it takes %(few)s of %(reasons)s to make 80 %% of %(whole)s; the"
            " most frequent is %(reason)s (%(share)s)."
        )
    )
    return sentence(words, few=len(volume.few), reasons=len(volume.amounts), **_first("requests", volume))


def _beside(told: Reasons) -> Iterator[Sentence]:
    for name, made in told.measures[1:]:
        if made.enough and made.few is not None:
            yield sentence(
                marked("It takes %(few)s to make 80 %% of %(whole)s; most come of %(reason)s (%(share)s)."),
                few=len(made.few),
                **_first(name, made),
            )
        elif made.enough:
            yield _not_reached(told, name, made)


def _first(name: str, made: Made) -> dict[str, Sentence | GroupName | Amount]:
    return {
        "whole": _whole(name, made),
        "reason": GroupName(made.first, "category"),
        "share": Amount(made.share_of(made.first), "share"),
    }


NOT_REACHED = {
    "category": marked(
        "All reasons together make only %(named)s of %(whole)s, for the rest has no category; most come"
        " of %(reason)s (%(share)s)."
    ),
    "subject": marked(
        "All reasons together make only %(named)s of %(whole)s, for the rest is in no cluster of subjects;"
        " most come of %(reason)s (%(share)s)."
    ),
}


def _not_reached(told: Reasons, name: str, made: Made) -> Sentence:
    named = Amount(made.named_share, "share")
    return sentence(NOT_REACHED[told.by.name], named=named, **_first(name, made))


def _whole(name: str, made: Made) -> Sentence:
    whole = float(made.whole)
    return sentence(WHOLES[name], n=round(whole / HOUR_SECONDS if name == "work" else whole))


def _saved(told: Reasons) -> Iterator[Sentence]:
    if told.biggest is None:
        return
    saved = told.saved[told.biggest]
    yield sentence(
        marked(
            "Ending %(reason)s, which takes the most work, would save about %(hours)s hours a month (95 %%"
            " interval %(low)s to %(high)s)."
        ),
        reason=GroupName(told.biggest, "category"),
        hours=Amount(saved.value / HOUR_SECONDS, "count"),
        low=Amount(saved.low / HOUR_SECONDS, "count"),
        high=Amount(saved.high / HOUR_SECONDS, "count"),
    )
    for currency, by_reason in told.money.items():
        if told.biggest in by_reason:
            money = by_reason[told.biggest]
            yield sentence(
                marked("In money that is about %(money)s a month (%(low)s to %(high)s)."),
                money=Amount(money.value, currency),
                low=Amount(money.low, currency),
                high=Amount(money.high, currency),
            )


NO_CATEGORY = marked("Reasons are clusters of subjects here, for no request has a category.")
FEW_CATEGORIES = marked(
    "Reasons are clusters of subjects here, for only %(share)s of the requests have a category."
)
WITHOUT = {
    "category": marked(
        "%(n)s requests have no category: they count in the whole but in no reason, and may be of any"
        " of them."
    ),
    "subject": marked(
        "%(n)s requests are in no cluster of subjects: they count in the whole but in no reason, and may"
        " be of any of them."
    ),
}


def _doubts(told: Reasons, outcome: Outcome) -> Iterator[Sentence]:
    volume, by = told.volume, told.by
    if by.name == "subject" and not by.asked:
        share = by.category_share
        yield sentence(FEW_CATEGORIES, share=Amount(share, "share")) if share else sentence(NO_CATEGORY)
    if volume.amounts and volume.without > MUCH * volume.whole:
        yield sentence(WITHOUT[by.name], n=int(volume.without))
    if told.hidden:
        yield sentence(marked("Reasons of too few people to be shown are left out."))
    if outcome != "too few":
        yield from _of_saving(told)


def _of_saving(told: Reasons) -> Iterator[Sentence]:
    if told.biggest is None:
        yield sentence(marked("Too little work is recorded to say what ending a reason would save."))
        return
    second = _second(told, told.biggest)
    if second is not None and not told.saved[told.biggest].surely_above(told.saved[second]):
        yield sentence(
            marked("Whether %(first)s or %(second)s takes more work chance alone may have decided."),
            first=GroupName(told.biggest, "category"),
            second=GroupName(second, "category"),
        )
    received = int(told.volume.whole)
    if told.worked_on < LITTLE * received:
        yield sentence(
            marked(
                "Work is recorded on %(n)s resolved requests, while %(received)s came in: where more work was"
                " done than recorded, ending a reason saves more."
            ),
            n=told.worked_on,
            received=received,
        )
    if told.days < SHORT_DAYS:
        yield sentence(
            marked("The month is reckoned from %(days)s days."), days=Amount(round(told.days, 1), "count")
        )
    if not told.priced:
        yield sentence(
            marked(
                "Nothing is said in money: no team has an hourly cost (teams.NAME.hourly_cost in the"
                " settings)."
            )
        )
    elif not any(told.biggest in each for each in told.money.values()):
        yield sentence(marked("Nothing is said in money: too little of its work was of teams with a cost."))


def _second(told: Reasons, biggest: str) -> str | None:
    """The reason with most work after the biggest, of those that are known well enough."""
    return next(
        (each for each in largest_first(told.work.amounts) if each != biggest and each in told.saved), None
    )
