"""What `retention` says: what customers did, whether their silence is good, and whether the met buy more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.experiences import WORDS, Against
from deskwise.analyses.finding import Outcome
from deskwise.analyses.sentence import Amount, Moment, Sentence, Value, Word, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.retention import Retention

MOST_NAMED, FEW_MOVED, MUCH = 3, 20, 0.1


def sentences(told: Retention, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if outcome == "too few":
        return (
            sentence(
                marked(
                    "There are too few customers to say who stays: %(n)s wrote whose %(days)s days after it"
                    " are"
                    " over."
                ),
                n=told.did.n, days=told.days,
            ),
            *_stages(told),
        )  # fmt: skip
    return (_did(told), *_silence(told), *_named(told), *_matched(told), *_stages(told))


def doubts(told: Retention, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told, outcome))


def _did(told: Retention) -> Sentence:
    did = told.did
    values: dict[str, Value] = {
        "n": did.n,
        "start": Moment(told.start_at, day=True),
        "end": Moment(told.end_at, day=True),
        "days": told.days,
        "again": Amount(did.again / did.n, "share"),
        "silent": Amount(did.silent / did.n, "share"),
    }
    if not told.any_sale:
        return sentence(
            marked(
                "Of %(n)s customers who wrote from %(start)s up to %(end)s %(again)s wrote again within"
                " %(days)s"
                " days, and %(silent)s fell silent. No sale is known, so who bought is not."
            ),
            **values,
        )
    return sentence(
        marked(
            "Of %(n)s customers who wrote from %(start)s up to %(end)s %(bought)s bought within %(days)s"
            " days,"
            " %(again)s wrote again, and %(silent)s did neither: they fell silent."
        ),
        **values,
        bought=Amount(did.bought / did.n, "share"),
    )


def _silence(told: Retention) -> Iterator[Sentence]:
    silent = told.silent
    if silent.n:
        yield sentence(
            marked(
                "Of the %(n)s silent ones %(good)s had been helped, which is a good silence; %(bad)s"
                " (%(share)s) had"
                " rated badly, had no resolution or gave up waiting, which is a bad one."
            ),
            n=silent.n, good=silent.good, bad=silent.bad, share=Amount(silent.bad / silent.n, "share"),
        )  # fmt: skip


def _named(told: Retention) -> Iterator[Sentence]:
    named = [
        (words, each.name, against)
        for each in told.experiences
        for words, against in ((BOUGHT, each.bought), (AGAIN, each.again))
        if against is not None and against.named
    ]
    named.sort(key=lambda each: (each[2].chance, each[1]))
    for words, name, against in named[:MOST_NAMED]:
        yield _against(words, name, against)
    if len(named) > MOST_NAMED:
        yield sentence(marked("%(n)s more differ; the table has them."), n=len(named) - MOST_NAMED)
    if not named and any(each.bought or each.again for each in told.experiences):
        yield sentence(
            marked(
                "Whether a request was solved at first contact, opened again, rated badly, escalated,"
                " answered late"
                " or not resolved: of none of it is it known that these customers did otherwise than the"
                " rest."
            )
        )


BOUGHT = marked(
    "Of those whose request was %(done)s %(share)s bought, of the others %(others)s (difference %(by)s, 95 %%"
    " interval %(low)s to %(high)s)."
)
AGAIN = marked(
    "Of those whose request was %(done)s %(share)s wrote again, of the others %(others)s (difference %(by)s,"
    " 95 %% interval %(low)s to %(high)s)."
)


def _against(words: str, name: str, against: Against) -> Sentence:
    return sentence(
        words,
        done=Word(WORDS[name]),
        share=Amount(against.share, "share"),
        others=Amount(against.others, "share"),
        by=Amount(against.difference, "share", "change"),
        low=Amount(against.low, "share", "change"),
        high=Amount(against.high, "share", "change"),
    )


def _matched(told: Retention) -> Iterator[Sentence]:
    apart = told.matched
    if apart is None:
        return
    words = marked(
        "After contact with a person %(met)s bought, of customers without contact who were alike %(unmet)s"
        " in the"
        " same days: no difference beyond chance (%(by)s, 95 %% interval %(low)s to %(high)s)."
    )
    if apart.beyond:
        words = marked(
            "After contact with a person %(met)s bought, of customers without contact who were alike"
            " %(unmet)s in"
            " the same days: %(by)s (95 %% interval %(low)s to %(high)s). That goes together, and is no proof"
            " that one makes the other."
        )
    yield sentence(
        words,
        met=Amount(apart.bought, "share"),
        unmet=Amount(apart.expected, "share"),
        by=Amount(apart.difference, "share", "change"),
        low=Amount(apart.low, "share", "change"),
        high=Amount(apart.high, "share", "change"),
    )


def _stages(told: Retention) -> Iterator[Sentence]:
    known = {
        stage: each
        for stage, each in (told.stages or {}).items()
        if stage is not None and each.n >= FEW_MOVED and each.value is not None
    }
    if len(known) > 1:
        least = min(known, key=lambda stage: (float(known[stage].value or 0), stage))
        most = max(known, key=lambda stage: (float(known[stage].value or 0), stage))
        yield sentence(
            marked(
                "Of the stages most move on from %(most)s (%(more)s of %(of_more)s), and fewest from"
                " %(least)s"
                " (%(fewer)s of %(of_fewer)s)."
            ),
            most=most, more=Amount(float(known[most].value or 0), "share"), of_more=known[most].n,
            least=least, fewer=Amount(float(known[least].value or 0), "share"), of_fewer=known[least].n,
        )  # fmt: skip


def _doubts(told: Retention, outcome: Outcome) -> Iterator[Sentence]:
    if told.young:
        yield sentence(
            marked("%(n)s customers are left out: since their request not all of the days are over."),
            n=told.young,
        )
    if outcome == "too few":
        return
    apart = told.matched
    if told.any_sale and apart is None:
        yield sentence(
            marked(
                "Customers without contact who are alike are too few, so that sales are held against nothing."
            )
        )
    if apart is not None:
        if not apart.with_organisation:
            yield sentence(
                marked(
                    "They are matched on stage and earlier purchases, not on the organisation: most would"
                    " have had"
                    " nobody like them."
                )
            )
        if apart.alone > MUCH * (apart.alone + apart.n):
            yield sentence(
                marked("%(n)s customers with contact are like nobody without, and stand in no comparison."),
                n=apart.alone,
            )
    if told.any_sale and told.new > MUCH * told.did.n:
        yield sentence(
            marked("%(n)s customers were first known when they wrote: nobody without contact is like them."),
            n=told.new,
        )
