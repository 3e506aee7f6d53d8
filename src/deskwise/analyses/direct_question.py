"""A direct question to customers about what they expect, as it is asked for and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.analyses.ground import Ground
from deskwise.analyses.stated_waits import UNITS, StatedExpectation, StatedWaits, stated_expectation
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say


@dataclass(frozen=True)
class DirectQuestion:
    """The field that was named as the question's, what there is, and what `share` of those asked expects.

    `waits` is null where whoever asks may not see ratings, `found` where no field was named.
    """

    field: str
    share: float
    waits: StatedWaits | None
    found: StatedExpectation | None


def direct_question(ground: Ground, share: float) -> DirectQuestion:
    """The question that the options name; raises `UsageError` for a unit that there is not."""
    field = ground.options.get("question", "")
    unit = ground.options.get("question_unit", "") or next(iter(UNITS))
    if unit not in UNITS:
        raise UsageError(
            say("%(name)s is no unit of an answer", name=repr(unit)),
            do=say("choose from %(names)s", names=", ".join(UNITS)),
        )
    waits = ground.stated_waits(field)
    found = stated_expectation(waits.answers, unit, share) if field and waits is not None else None
    return DirectQuestion(field, share, waits, found)
