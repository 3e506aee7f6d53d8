"""The review of a cycle: how each objective ended or would end today, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.app.objectives.moment import micros
from deskwise.kernel.language import number, say
from deskwise.okr.close_out import CloseOut
from deskwise.okr.objective import Ambition, ObjectiveState
from deskwise.okr.score import GRADE_WORDS, MET_AT, grade, is_met
from deskwise.okr.status import Status
from deskwise.reports.time_words import instant_words
from deskwise.web.key_result_lines import KeyResultLine
from deskwise.web.objective_tree import ObjectiveRow, ObjectiveTree
from deskwise.web.templating import Links


@dataclass(frozen=True)
class ReviewRow:
    """An objective in review.

    `score` is the final one where it is closed, else what it would be today; `grade` and `met` are words of
    it, empty where there is none. `learnt` pairs what was asked at the close with what its owner says.
    """

    row: ObjectiveRow
    closed: str
    score: str
    grade: str
    met: bool | None
    met_words: str
    scores: tuple[tuple[KeyResultLine, str, str], ...]
    note: str
    learnt: tuple[tuple[str, str], ...]
    carried: str
    may_close: bool


def review_rows(tree: ObjectiveTree, links: Links) -> tuple[ReviewRow, ...]:
    """The rows, in the order of the tree."""
    return tuple(_row(each, tree, links) for each in tree.running)


def still_open(tree: ObjectiveTree, rows: Sequence[ReviewRow]) -> tuple[str, ...]:
    """What there is left to do before the cycle can be closed, in words."""
    found = []
    active = sum(each.row.objective.state is ObjectiveState.ACTIVE for each in rows)
    if active:
        found.append(say("objectives that are not closed: %(n)s", n=active))
    if tree.waiting:
        found.append(say("drafts and proposals that never became active: %(n)s", n=len(tree.waiting)))
    silent = len(tree.with_status(Status.NO_DATA))
    if silent:
        found.append(say("key results without data, which count as 0: %(n)s", n=silent))
    return tuple(found)


def score_words(score: float | None) -> str:
    """A score with two digits, cut off and not rounded: 0.996 is not written as what meets it.

    >>> score_words(0.996), score_words(1.0), score_words(None)
    ('0.99', '1.00', 'no data')
    """
    return say("no data") if score is None else number(int(score * 100 + 1e-7) / 100, 2)


def _row(row: ObjectiveRow, tree: ObjectiveTree, links: Links) -> ReviewRow:
    standing = tree.standing.find(row.objective.id)
    assert standing is not None
    out, withheld = standing.close_out, any(each.withheld for each in row.lines)
    score = None if withheld else (standing.score() if out is None else out.score)
    ambition = row.objective.ambition
    met = None if score is None else is_met(score, ambition)
    final = {} if out is None else {each.key_result: each.score for each in out.results}
    return ReviewRow(
        row,
        "" if out is None else instant_words(micros(out.at), tree.standing.moment.zone),
        say("not shown") if withheld else score_words(score),
        "" if score is None else say(GRADE_WORDS[grade(score)]),
        met,
        _met_words(met, ambition, is_final=out is not None),
        tuple(
            (
                each,
                say("not shown")
                if each.withheld
                else score_words(final.get(each.standing.key_result.id, each.standing.score)),
                number(each.standing.key_result.weight, 1),
            )
            for each in row.lines
        ),
        "" if out is None else out.note,
        () if out is None else _learnt(out),
        "" if out is None or out.carried_to is None else links.page("objective", objective=out.carried_to),
        row.may_change and row.objective.state is ObjectiveState.ACTIVE,
    )


def _met_words(met: bool | None, ambition: Ambition, *, is_final: bool) -> str:
    if met is None:
        return ""
    least = number(MET_AT[ambition], 1)
    if is_final:
        return (
            say("met: %(least)s was enough", least=least)
            if met
            else say("not met: it takes %(least)s", least=least)
        )
    return (
        say("would be met today: %(least)s is enough", least=least)
        if met
        else say("would not be met today: it takes %(least)s", least=least)
    )


def _learnt(out: CloseOut) -> tuple[tuple[str, str], ...]:
    asked = (
        (say("What went well"), out.went_well),
        (say("What did not"), out.went_badly),
        (say("What is next"), out.next_time),
    )
    return tuple((question, words) for question, words in asked if words)
