"""What `expectations` says of the answers to a direct question, or of there being none."""

from __future__ import annotations

from collections.abc import Iterator

from deskwise.analyses.direct_question import DirectQuestion
from deskwise.analyses.finding import Number
from deskwise.analyses.sentence import Amount, Sentence, sentence
from deskwise.kernel.language import marked


def stated_sentences(told: DirectQuestion) -> Iterator[Sentence]:
    """What they say, and whether it was met."""
    found = told.found
    if found is None or found.median is None or found.patience is None:
        return
    yield sentence(
        marked(
            "Asked directly, %(n)s customers say they expected to wait %(median)s (median, 95 %% interval"
            " %(low)s to %(high)s); %(share)s of them expected %(patience)s or longer."
        ),
        n=found.n,
        median=Amount(found.median.value, "seconds"),
        low=Amount(found.median.low, "seconds"),
        high=Amount(found.median.high, "seconds"),
        share=Amount(told.share, "share"),
        patience=Amount(found.patience.value, "seconds"),
    )
    within = found.met_interval
    if within is not None:
        yield sentence(
            marked(
                "Of %(n)s of them whose first response is known, %(met)s had it within what they expected"
                " (95 %% interval %(low)s to %(high)s)."
            ),
            n=found.judged,
            met=Amount(found.met / found.judged, "share"),
            low=Amount(within[0], "share"),
            high=Amount(within[1], "share"),
        )


def stated_doubts(told: DirectQuestion) -> Iterator[Sentence]:
    """That there is no direct question, or what its answers lack."""
    if told.waits is None:
        return
    if told.found is None and told.waits.fields:
        yield sentence(
            marked(
                "No direct question about expectations is named. Ratings have the further fields %(fields)s:"
                " if one of them is how long customers expected to wait, name it (question)."
            ),
            fields=", ".join(told.waits.fields),
        )
    elif told.found is None:
        yield sentence(
            marked(
                "No answer to a direct question about expectations is in the data. Ask in the survey how long"
                " customers expected to wait, and import that as a further field of the rating."
            )
        )
    else:
        if told.found.median is None:
            yield sentence(
                marked("The field %(field)s has too few answers in numbers to say anything of: %(n)s."),
                field=told.field,
                n=told.found.n,
            )
        if told.found.no_numbers:
            yield sentence(
                marked("%(n)s answers in the field %(field)s are no numbers, and are left out."),
                n=told.found.no_numbers,
                field=told.field,
            )


def stated_numbers(told: DirectQuestion) -> Iterator[Number]:
    """The numbers of it."""
    found = told.found
    if found is None or found.median is None or found.patience is None:
        return
    for name, label, each in (
        ("expected_wait", marked("wait expected, as they say"), found.median),
        (
            "expected_by_level",
            marked("that wait or longer expected by the share of the level"),
            found.patience,
        ),
    ):
        yield Number(name, label, each.value, "seconds", each.low, each.high)
    within = found.met_interval
    if within is not None:
        yield Number(
            "met", marked("answered within what they expected"), found.met / found.judged, "share", *within
        )
