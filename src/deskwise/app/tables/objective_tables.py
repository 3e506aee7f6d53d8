"""Objectives in tables for people: the cycles, the tree of a cycle, and what was learnt of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from deskwise.app.objectives.named_objectives import name_of
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding, ObjectiveStanding
from deskwise.app.tables.objective_words import (
    bound_words,
    day_of_cycle,
    day_words,
    percent_words,
    progress_bar,
    span_words,
    told_value,
)
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.language import number, say
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.objective import Level, Objective, ObjectiveState, Owner
from deskwise.okr.score import GRADE_WORDS, MET_AT, grade, is_met
from deskwise.okr.status import STATUS_WORDS

NO_CYCLE = (
    "There is no cycle yet. Begin with one:",
    '  deskwise okr add cycle "Q1 2027" --from 2027-01-01 --to 2027-03-31',
)
NO_OBJECTIVE = (
    "It has no objective yet. Add one, and how you will know that it comes true:",
    '  deskwise okr add objective "Customers get a first answer fast" --team support --key fast-answers',
    "  deskwise okr add key-result fast-answers --metric first_response_time --stat p50 --target 2h",
)
NO_KEY_RESULT = "It has no key result yet: deskwise okr add key-result {key} --help."
# A narrow bar for a narrow terminal, where there is no room for what it began with.
NARROW_BAR, WIDE_BAR, WIDE_TERMINAL = 10, 20, 110
Names = Mapping[str, str]
TREE_COLUMNS = (
    Column("key result"),
    Column("from", "right"),
    Column("now", "right"),
    Column("to", "right"),
    Column("progress"),
    Column("", "right"),
    Column("status"),
)


def cycles_table(cycles: Sequence[Cycle], current: Cycle | None, counts: Names, today: date) -> Table:
    """The cycles; the one that is meant when none is named has an arrow."""
    rows = [
        [
            "→" if current is not None and each.id == current.id else "",
            each.name,
            str(each.state),
            span_words(each.first_day, each.last_day),
            "follows the data" if each.follows == "data" else day_of_cycle(each, today),
            "every day" if each.check_in_days == 1 else f"every {each.check_in_days} days",
            counts.get(each.id, ""),
        ]
        for each in cycles
    ]
    columns = [
        Column(""), Column("cycle"), Column("state"), Column("days"), Column(""), Column("check-ins"),
        Column("objectives", "right"),
    ]  # fmt: skip
    return Table(columns, rows, None, () if cycles else NO_CYCLE)


def heading(standing: CycleStanding) -> str:
    """A line that says which cycle it is, and what today is to it."""
    cycle, today = standing.cycle, standing.moment.today
    told = f"{cycle.name} ({cycle.state}): {span_words(cycle.first_day, cycle.last_day)}"
    place = day_of_cycle(cycle, today)
    if cycle.follows == "data":
        return f"{told}, {place} on {day_words(today)}, where the data end."
    silent = round(standing.moment.silent_days)
    return f"{told}, {place}." + (f" The data end {silent} days before today." if silent > 1 else "")


def tree_tables(standing: CycleStanding, people: Names, bar: int) -> list[tuple[tuple[str, ...], Table]]:
    """For each objective, in the order of the tree, the lines above its table; all have the same columns."""
    placed = in_tree(standing.objectives)
    tables = _aligned([_objective_table(each, bar) for each, _ in placed])
    lines = [_objective_lines(each, standing, people, depth) for each, depth in placed]
    return list(zip(lines, tables, strict=True))


def in_tree(every: Sequence[ObjectiveStanding]) -> list[tuple[ObjectiveStanding, int]]:
    """Objectives in the order of the tree, each with how deep it stands; withdrawn ones last."""
    kept = [each for each in every if each.objective.state is not ObjectiveState.WITHDRAWN]
    above = _parents(kept)

    def below(parent: str | None, depth: int) -> list[tuple[ObjectiveStanding, int]]:
        found = []
        for each in kept:
            if above[each.objective.id] == parent:
                found += [(each, depth), *below(each.objective.id, depth + 1)]
        return found

    withdrawn = [(each, 0) for each in every if each.objective.state is ObjectiveState.WITHDRAWN]
    return [*below(None, 0), *withdrawn]


def _parents(every: Sequence[ObjectiveStanding]) -> dict[str, str | None]:
    """Which of these objectives each stands below; null of those whose parent is not among them."""
    of_key_result = {one.key_result.id: each.objective.id for each in every for one in each.key_results}
    there = {each.objective.id for each in every}
    found: dict[str, str | None] = {}
    for each in every:
        parent = each.objective.parent
        above = None if parent is None else of_key_result.get(parent.id, parent.id)
        found[each.objective.id] = above if above in there else None
    return found


def counts_words(standing: ObjectiveStanding) -> str:
    """How many key results are met, on track and so on; none that are not there.

    A list shows these, and not the mean.
    """
    told = [f"{count} {say(STATUS_WORDS[status])}" for status, count in standing.counts().items() if count]
    return ", ".join(told)


def owner_words(owner: Owner, people: Names) -> str:
    """Who answers for an objective: the team, or the person by their name."""
    return people.get(owner.name, owner.name) if owner.kind is Level.PERSON else owner.name


def served_words(objective: Objective, standing: CycleStanding) -> str:
    """The name of what an objective serves; empty for nothing."""
    parent = objective.parent
    if parent is None:
        return ""
    by_id = {each.objective.id: each.objective for each in standing.objectives}
    if not parent.of_key_result:
        return by_id[parent.id].key if parent.id in by_id else "an objective of another cycle"
    found = next((each for each in standing.record.key_results if each.id == parent.id), None)
    return "a key result of another cycle" if found is None else name_of(by_id[found.objective], found)


def verdict_lines(standing: ObjectiveStanding) -> list[str]:
    """The sentence of each verdict; none of an objective that is not active."""
    if standing.objective.state is not ObjectiveState.ACTIVE:
        return []
    return [f"{each.key_result.key}: {each.verdict.sentence}" for each in standing.key_results]


def score_words(score: float | None) -> str:
    """A score with its grade; cut off and not rounded, so that 0.996 does not look like what meets it."""
    if score is None:
        return "no score: there was no figure"
    return f"{number(int(score * 100 + 1e-7) / 100, 2)}, {say(GRADE_WORDS[grade(score)])}"


def status_words(each: KeyResultStanding, objective: Objective) -> str:
    """The verdict on a key result; of an objective that is not active there is none."""
    if objective.state in {ObjectiveState.ACTIVE, ObjectiveState.CLOSED}:
        return say(STATUS_WORDS[each.verdict.status])
    return str(objective.state)


def start_words(each: KeyResultStanding) -> str:
    """What a key result starts from; in brackets where it is not frozen yet."""
    if each.baseline is None:
        return ""
    told = told_value(each.key_result, each.baseline)
    return told if each.key_result.baseline is not None else f"({told})"


def goal_words(each: KeyResultStanding) -> str:
    """What a key result is to come to."""
    key_result = each.key_result
    if key_result.kind is KeyResultKind.KEEP:
        return bound_words(key_result)
    if key_result.kind is KeyResultKind.MILESTONES:
        return f"{len(key_result.milestones)} done"
    return told_value(key_result, each.target)


def now_words(each: KeyResultStanding) -> str:
    """What counts of a key result now; what was typed is marked."""
    key_result = each.key_result
    if key_result.kind is KeyResultKind.MILESTONES:
        return f"{milestones_done(key_result)} done"
    told = told_value(key_result, each.measured.now)
    return f"{told} *" if each.typed is not None and key_result.binding is not None else told


def milestones_done(key_result: KeyResult) -> int:
    """How many milestones are done."""
    return sum(one.done_at is not None for one in key_result.milestones)


def _objective_table(standing: ObjectiveStanding, bar: int) -> Table:
    objective = standing.objective
    rows = [
        [
            each.key_result.key,
            start_words(each) if bar > NARROW_BAR else "",
            now_words(each),
            goal_words(each),
            progress_bar(each.progress, each.expected, bar),
            percent_words(each.progress),
            status_words(each, objective),
        ]
        for each in standing.key_results
    ]
    notes = []
    if any(each.typed is not None and each.key_result.binding is not None for each in standing.key_results):
        notes.append("* typed in the place of what is read")
    if not rows and objective.state is not ObjectiveState.WITHDRAWN:
        notes.append(NO_KEY_RESULT.format(key=objective.key))
    return Table(TREE_COLUMNS, rows, None, notes)


def _objective_lines(
    standing: ObjectiveStanding, of: CycleStanding, people: Names, depth: int
) -> tuple[str, ...]:
    objective = standing.objective
    served = served_words(objective, of)
    parts = [
        owner_words(objective.owner, people),
        str(objective.ambition),
        str(objective.state),
        f"serves {served}" if served else "",
    ]
    if standing.close_out is not None:
        parts.append(f"score {score_words(standing.close_out.score)}")
    elif objective.state is ObjectiveState.ACTIVE:
        parts.append(counts_words(standing))
    before, below = ("", "") if depth == 0 else (f"{'  ' * (depth - 1)}└ ", "  " * depth)
    return f"{before}{objective.key}: {objective.title}", f"{below}{'; '.join(filter(None, parts))}"


def _aligned(tables: Sequence[Table]) -> list[Table]:
    """Tables of the same columns with each as wide in all of them."""
    shown = [table for table in tables if table.rows]
    if not shown:
        return list(tables)
    places = range(len(TREE_COLUMNS))
    widths = [
        max(
            len(cell)
            for table in shown
            for cell in (table.columns[at].title, *(row[at] for row in table.rows))
        )
        for at in places
    ]
    # A column that is empty in one table is not in the others, so that all of them still stand in line.
    filled = [any(row[at] for table in shown for row in table.rows) for at in places]
    made = []
    for table in tables:
        columns = [
            replace(
                column,
                title=column.title.rjust(width) if column.align == "right" else column.title.ljust(width),
            )
            for column, width in zip(table.columns, widths, strict=True)
        ]
        rows = [
            [cell or (" " if there else "") for cell, there in zip(row, filled, strict=True)]
            for row in table.rows
        ]
        made.append(Table(columns, rows, table.title, table.notes))
    return made


def met_words(score: float | None, objective: Objective) -> str:
    """Whether a final score meets what was set out for; nothing without a score."""
    if score is None:
        return ""
    least = f"{MET_AT[objective.ambition]:.1f}"
    said = "met" if is_met(score, objective.ambition) else "not met"
    return f"; {said}, as {objective.ambition} ones are from {least} on"


def frozen_table(key_results: Sequence[KeyResult]) -> Table:
    """The baselines that key results were frozen with."""
    rows = []
    for each in key_results:
        frozen = each.baseline
        days = (
            ""
            if frozen is None or frozen.first_day is None or frozen.last_day is None
            else span_words(frozen.first_day, frozen.last_day)
        )
        rows.append(
            [
                each.key,
                "none" if frozen is None else told_value(each, frozen.value),
                "" if frozen is None or frozen.n is None else number(frozen.n),
                days,
            ]
        )
    columns = (Column("key result"), Column("baseline", "right"), Column("n", "right"), Column("of"))
    return Table(columns, rows)
