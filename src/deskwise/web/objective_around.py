"""What stands around an objective on its page: what it serves, what is said of it, its end, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import AuditEntry, AuditQuestion
from deskwise.app.objectives.moment import micros
from deskwise.app.objectives.pooled_children import pooled_children
from deskwise.app.okr_store import Part
from deskwise.app.read_audit import read_audit
from deskwise.kernel.language import number, said_name, say
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.objective import Objective, ObjectiveState
from deskwise.okr.score import GRADE_WORDS, grade, is_met
from deskwise.reports.key_result_words import binding_words, window_words
from deskwise.reports.number_words import count_words, value_words
from deskwise.reports.time_words import instant_words
from deskwise.web.objective_parts import person_words
from deskwise.web.objective_tree import owner_words
from deskwise.web.pages.audit import changes_of
from deskwise.web.review_parts import score_words
from deskwise.web.shown_objective import ShownObjective

ENTRIES_OF_EACH = 40


@dataclass(frozen=True)
class Said:
    """What somebody said, or took on."""

    by: str
    at: str
    text: str


@dataclass(frozen=True)
class Linked:
    """Another objective, with whose it is or which cycle it is in."""

    title: str
    link: str
    beside: str


@dataclass(frozen=True)
class FinalLine:
    """What a key result came to, or would today: its value, its score and its weight."""

    title: str
    value: str
    score: str
    weight: str


@dataclass(frozen=True)
class Ending:
    """How an objective ended, or would today; `closed` is when and by whom, empty while it runs."""

    closed: str
    score: str
    grade: str
    met: bool | None
    lines: tuple[FinalLine, ...]
    note: str = ""
    learnt: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PooledLine:
    """One figure of several children, in words; `why` says why there is none."""

    label: str
    value: str
    beside: str
    why: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class HistoryLine:
    """A change of the objective or one of its key results: field by field, before and after."""

    at: str
    by: str
    what: str
    of: str
    changes: tuple[tuple[str, str, str], ...]


def around(shown: ShownObjective) -> dict[str, Any]:
    """What the page is given beside the key results."""
    kept, names = shown.kept, shown.kept.names
    mine = _own_part(shown)
    return {
        "parent": None if kept.parent is None else _linked(shown, kept.parent),
        "parent_key_result": "" if kept.parent_key_result is None else kept.parent_key_result.title,
        "children": [_linked(shown, each) for each in kept.children],
        "carried_from": None if kept.carried_from is None else _linked(shown, kept.carried_from),
        "carried_to": [_linked(shown, each) for each in kept.carried_to],
        "open_cycles": [(each.id, each.name) for each in kept.open_cycles],
        "remarks": [
            Said(person_words(each.by, names), instant_words(micros(each.at), shown.zone), each.text)
            for each in kept.remarks
        ],
        "parts": [
            Said(person_words(each.person, names), instant_words(micros(each.at), shown.zone), each.text)
            for each in kept.parts
        ],
        "own_part": "" if mine is None else mine.text,
        "own_version": 0 if mine is None else mine.version,
    }


def pooled_lines(shown: ShownObjective) -> list[PooledLine]:
    """What the children read together, where the objective is pooled."""
    if not shown.kept.objective.pooled:
        return []
    children = {each.id for each in shown.kept.children}
    standings = [each for each in shown.found.objectives if each.objective.id in children]
    lines = []
    for each in pooled_children(standings):
        of = tuple(one.key_result.title for one in each.of)
        label = f"{binding_words(each.binding)} · {window_words(each.binding.window)}"
        found = each.pooled
        if found is None:
            why = say("not shown: one of them is of too few people")
            why = why if each.refused is None else f"{each.refused.what}; {each.refused.do}"
            lines.append(PooledLine(label, "", "", why, of))
            continue
        parts = [f"n {count_words(found.n)}"]
        if (
            found.numerator is not None
            and found.denominator is not None
            and each.unit in {"share", "per 100"}
        ):
            above, below = (value_words(one, "count") for one in (found.numerator, found.denominator))
            parts = [say("%(n)s of %(whole)s", n=above, whole=below)]
        if found.without:
            parts.append(say("%(n)s without a figure", n=found.without))
        lines.append(PooledLine(label, value_words(found.value, each.unit), " · ".join(parts), "", of))
    return lines


def close_out_lines(shown: ShownObjective) -> Ending | None:
    """How it ended, or while it is active would today; null of one that is neither."""
    standing, objective = shown.standing, shown.kept.objective
    out = standing.close_out
    if out is None and objective.state is not ObjectiveState.ACTIVE:
        return None
    lines = [shown.lines.line(each) for each in standing.key_results]
    hidden = any(each.withheld for each in lines)
    final = {} if out is None else {each.key_result: each.score for each in out.results}
    score = None if hidden else (standing.score() if out is None else out.score)
    closed = ""
    if out is not None:
        at, name = instant_words(micros(out.at), shown.zone), person_words(out.by, shown.kept.names)
        closed = say("%(at)s by %(name)s", at=at, name=name)
    return Ending(
        closed,
        say("not shown") if hidden else score_words(score),
        "" if score is None else say(GRADE_WORDS[grade(score)]),
        None if score is None else is_met(score, objective.ambition),
        tuple(
            FinalLine(
                each.title,
                _final_value(shown, each.standing.key_result.id, each.value) if not each.withheld else "",
                say("not shown")
                if each.withheld
                else score_words(final.get(each.standing.key_result.id, each.standing.score)),
                number(each.standing.key_result.weight, 1),
            )
            for each in lines
        ),
        "" if out is None else out.note,
        ()
        if out is None
        else tuple(
            (question, words)
            for question, words in (
                (say("What went well"), out.went_well),
                (say("What did not"), out.went_badly),
                (say("What is next"), out.next_time),
            )
            if words
        ),
    )


def history_lines(shown: ShownObjective) -> list[HistoryLine]:
    """Who changed what of it, the latest first; nothing for whom the audit is not."""
    if not shown.who.may(Act.READ, Thing(Kind.AUDIT)):
        return []
    of = {f"objective:{shown.kept.objective.id}": ""}
    of |= {f"key_result:{each.id}": each.title for each in shown.kept.record.key_results
           if each.objective == shown.kept.objective.id}  # fmt: skip
    found: list[AuditEntry] = []
    for on in of:
        asked = AuditQuestion(on=on, most=ENTRIES_OF_EACH)
        found += read_audit(shown.here.state, shown.who.holder, asked)
    return [
        HistoryLine(
            instant_words(micros(each.at), shown.zone),
            person_words(each.who, shown.kept.names),
            said_name(str(each.what)),
            of.get(each.on, ""),
            tuple(changes_of(each)),
        )
        for each in sorted(found, key=lambda each: each.number or 0, reverse=True)
    ]


def _linked(shown: ShownObjective, objective: Objective) -> Linked:
    beside = owner_words(objective, shown.kept.names)
    cycle = shown.kept.cycle_name(objective.cycle)
    if objective.cycle != shown.kept.objective.cycle and cycle:
        beside = f"{beside} · {cycle}"
    return Linked(objective.title, shown.links.page("objective", objective=objective.id), beside)


def _own_part(shown: ShownObjective) -> Part | None:
    person = shown.who.person
    if person is None:
        return None
    return next((each for each in shown.kept.parts if each.person == person.id), None)


def _final_value(shown: ShownObjective, key_result: str, now: str) -> str:
    """What was known at the end, in words; while it runs what it reads now."""
    out = shown.standing.close_out
    if out is None:
        return now
    result = next((each for each in out.results if each.key_result == key_result), None)
    standing = next(each for each in shown.standing.key_results if each.key_result.id == key_result)
    if result is None or standing.key_result.milestones:
        return now
    value = result.known.value if result.typed is None else result.typed
    return value_words(value, unit_of(standing.key_result))
