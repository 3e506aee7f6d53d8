"""What is said of hints for a talk, and of who is ready for the second tier."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.analyses.finding import NumberTable
from deskwise.analyses.sentence import GroupName, Sentence, sentence
from deskwise.kernel.language import marked


def hint_sentences(tables: Sequence[NumberTable]) -> tuple[Sentence, ...]:
    """How many hints there are, and who is ready by the rule; nothing where nobody asked."""
    by_name = {each.name: each.records() for each in tables}
    if "hints" not in by_name:
        return ()
    hints = len(by_name["hints"])
    ready = [row["agent"] for row in by_name["second_tier"] if row["ready"]]
    found = [
        sentence(marked("There are %(n)s hints for a talk, by name in a table."), n=hints)
        if hints
        else sentence(marked("There is no hint for a talk: in nothing is anybody worse beyond doubt."))
    ]
    if len(ready) == 1:
        found.append(
            sentence(
                marked("By the rule %(who)s is ready for the second tier."),
                who=GroupName(str(ready[0]), "agent"),
            )
        )
    elif ready:
        found.append(sentence(marked("By the rule %(n)s are ready for the second tier."), n=len(ready)))
    return tuple(found)


def hint_doubts(tables: Sequence[NumberTable]) -> tuple[Sentence, ...]:
    """What to take with care of both."""
    if not tables:
        return ()
    return (
        sentence(
            marked(
                "The rule knows figures alone: whether somebody wants the second tier, teaches others or is"
                " in it already is not in it."
            )
        ),
    )
