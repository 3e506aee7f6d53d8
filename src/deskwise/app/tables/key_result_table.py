"""One key result and one objective in words: all that is known of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from deskwise.app.objectives.named_objectives import name_of
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding, ObjectiveStanding
from deskwise.app.objectives.standings_told import owed_of
from deskwise.app.okr_store import Part, Remark
from deskwise.app.tables.objective_tables import (
    Names,
    counts_words,
    goal_words,
    owner_words,
    score_words,
    served_words,
    status_words,
)
from deskwise.app.tables.objective_words import (
    day_words,
    moment_words,
    percent_words,
    progress_bar,
    span_words,
    told_value,
)
from deskwise.app.tables.period_names import instant_words
from deskwise.app.tables.table import Column, Table, visible
from deskwise.kernel.language import number, say
from deskwise.kernel.value_words import plain_spaces, value_words
from deskwise.metrics.catalogue import metric
from deskwise.metrics.intervals import Interval
from deskwise.okr.binding import Binding
from deskwise.okr.close_out import CloseOut
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.kinds import kind_of
from deskwise.okr.objective import Objective, ObjectiveState
from deskwise.okr.pace import points_ahead

Facts = list[tuple[str, str]]
BAR = 30
LAST_CHECK_INS = 3
SHORTEST_LINE = 10


def fact_lines(facts: Iterable[tuple[str, str]], width: int | None = None) -> list[str]:
    """What is known, each with what it is, on lines of a width or as long as they come; nothing empty.

    >>> fact_lines([("why", "one in three waits a day"), ("note", "")], 20)
    ['why  one in three', '     waits a day']
    """
    told = [(what, visible(words)) for what, words in facts if words]
    wide = max((len(what) for what, _ in told), default=0) + 2
    found = []
    for what, words in told:
        room = len(words) if width is None else max(width - wide, SHORTEST_LINE)
        parts = (
            textwrap.wrap(words, room, drop_whitespace=False, break_on_hyphens=False)
            if len(words) > room
            else [words]
        )
        found += [f"{what if at == 0 else '':<{wide}}{part.rstrip()}" for at, part in enumerate(parts)]
    return found


def objective_facts(
    standing: ObjectiveStanding, of: CycleStanding, people: Names, served: str | None = None
) -> Facts:
    """All that is known of an objective but for its key results, and what is said of it."""
    objective, close_out = standing.objective, standing.close_out
    evidence = objective.evidence
    asked = "" if evidence is None or not evidence.question else f"?{evidence.question}"
    facts = [
        ("why", objective.why),
        ("customers expect", objective.expectation or ""),
        ("known by", "" if evidence is None else f"{evidence.analysis}{asked}"),
        ("owner", f"{owner_words(objective.owner, people)} ({objective.level})"),
        ("serves", served_words(objective, of) if served is None else served),
        ("it is", f"{objective.ambition}, weight {objective.weight:g}, {objective.state}"),
        ("cycle", f"{of.cycle.name}, {span_words(of.cycle.first_day, of.cycle.last_day)}"),
        ("key results", counts_words(standing) if objective.state is ObjectiveState.ACTIVE else ""),
        ("pools", "what its children share" if objective.pooled else ""),
    ]
    if close_out is not None:
        zone = of.moment.zone
        facts += [
            ("closed", f"{moment_words(close_out.at, zone)} by {people.get(close_out.by, close_out.by)}"),
            ("final score", score_words(close_out.score)),
            ("note", close_out.note),
            ("went well", close_out.went_well),
            ("went badly", close_out.went_badly),
            ("next time", close_out.next_time),
        ]
    return facts


def talk_lines(parts: Iterable[Part], remarks: Iterable[Remark], people: Names, zone: str) -> list[str]:
    """Who takes on what, and what was said."""
    told = [f"{people.get(each.person, each.person)} takes on: {each.text}" for each in parts]
    said = [f"{moment_words(each.at, zone)} {people.get(each.by, each.by)}: {each.text}" for each in remarks]
    return [*told, *said]


def key_result_facts(
    standing: KeyResultStanding, of: CycleStanding, objective: Objective, people: Names
) -> Facts:
    """All that is known of a key result, where it stands, and what is typed beside what is read."""
    key_result, zone = standing.key_result, of.moment.zone
    return [
        ("kind", say(kind_of(key_result).label)),
        *_binding_facts(standing),
        ("weight", f"{key_result.weight:g}"),
        *_value_facts(standing, people, zone),
        ("from", _baseline_words(standing, zone)),
        ("to", goal_words(standing)),
        ("milestones", _milestones(key_result, zone)),
        ("checkpoints", ", ".join(
            f"{percent_words(each.progress)} by {day_words(each.day)}" for each in key_result.checkpoints
        )),
        ("progress", " ".join(filter(None, (
            progress_bar(standing.progress, standing.expected, BAR), percent_words(standing.progress)
        )))),
        ("pace", _pace_words(standing)),
        ("status", status_words(standing, objective)),
        ("", standing.verdict.sentence if objective.state is ObjectiveState.ACTIVE else ""),
        *_check_in_facts(standing, of, objective, people),
    ]  # fmt: skip


def check_in_words(standing: KeyResultStanding, people: Names, zone: str, most: int) -> list[str]:
    """The last check-ins, the latest first."""
    told = []
    for each in reversed(standing.check_ins[-most:]):
        value = each.known.value if each.typed is None else each.typed
        sure = "" if each.confidence is None else f", confidence {each.confidence} of 10"
        value_told = f"{told_value(standing.key_result, value)}{sure}"
        words = (
            f"{moment_words(each.at, zone)} {people.get(each.by, each.by)}: {value_told}",
            each.moved_by,
            f"next: {each.next_step}" if each.next_step else "",
        )
        told.append("; ".join(filter(None, words)))
    return told


def interval_words(key_result: KeyResult, interval: Interval | None) -> str:
    """The 95 % interval of a figure; a side that does not exist is open."""
    if interval is None:
        return ""
    low, high = (told_value(key_result, edge) for edge in interval)
    return f"95 % interval {low} to {high}"


def _binding_facts(standing: KeyResultStanding) -> Facts:
    binding = standing.key_result.binding
    if binding is None:
        return [("reads", "nothing: its owner says it")]
    of = metric(binding.metric)
    within = (
        ""
        if binding.within_seconds is None
        else f" {plain_spaces(value_words(float(binding.within_seconds), 'seconds'))}"
    )
    clock = f", {binding.clock} time" if of.clocked else ""
    return [
        ("reads", f"{of.name} ({binding.stat}{within}{clock}), over {_window(binding)}"),
        ("only", "; ".join(
            f"{name} {' or '.join(each or 'none' for each in values)}" for name, values in binding.where
        )),
        ("defined", binding.definition if not standing.definition_moved
         else f"by {binding.definition}; the metric is defined by {of.definition} now: "
              "deskwise okr move-definition"),
    ]  # fmt: skip


def _window(binding: Binding) -> str:
    named = {
        "cycle_to_date": "the cycle so far",
        "last_full_week": "the last full week",
        "last_full_month": "the last full month",
    }
    return named.get(binding.window.kind, f"the last {binding.window.days} days")


def _value_facts(standing: KeyResultStanding, people: Names, zone: str) -> Facts:
    key_result, typed, known = standing.key_result, standing.typed, standing.known
    if key_result.kind is KeyResultKind.MILESTONES:
        return []
    if key_result.binding is None:
        by = (
            ""
            if typed is None
            else f", typed {moment_words(typed.at, zone)} by {people.get(typed.by, typed.by)}"
        )
        return [("now", f"{told_value(key_result, standing.measured.now)}{by}")]
    read = "; ".join(
        filter(
            None,
            (
                told_value(key_result, known.value),
                "" if known.n is None else f"n {number(known.n)}",
                interval_words(key_result, known.interval),
            ),
        )
    )
    scaled = standing.measured.now if typed is None else None
    facts = [
        ("now" if typed is None else "reads by itself", read),
        ("", f"{number(known.provisional)} of these cases are provisional" if known.provisional else ""),
        ("", f"{number(known.rulings)} of these cases were ruled on" if known.rulings else ""),
        ("", f"as much as {told_value(key_result, scaled)} over the days of its baseline"
         if scaled is not None and known.value is not None and scaled != known.value else ""),
        ("", "" if known.start_at is None or known.end_at is None else
         f"{instant_words(known.start_at, zone)} to {instant_words(known.end_at, zone)}"),
    ]  # fmt: skip
    if typed is not None:
        counts = (
            f"{told_value(key_result, typed.value)}, typed {moment_words(typed.at, zone)} by "
            f"{people.get(typed.by, typed.by)}: {typed.why}"
        )
        facts = [("counts", counts), *facts, ("", f"makes {percent_words(known.progress)} by itself")]
    return facts


def _baseline_words(standing: KeyResultStanding, zone: str) -> str:
    key_result, frozen = standing.key_result, standing.key_result.baseline
    if standing.baseline is None:
        return "" if not kind_of(key_result).has_baseline else "no figure"
    told = [told_value(key_result, standing.baseline)]
    if frozen is None:
        before = standing.read.before
        told += ["" if before is None else f"n {number(before.n)}", "not frozen yet"]
    else:
        told += [
            "" if frozen.n is None else f"n {number(frozen.n)}",
            interval_words(key_result, frozen.interval),
            ""
            if frozen.first_day is None or frozen.last_day is None
            else span_words(frozen.first_day, frozen.last_day),
            "frozen" if frozen.as_of is None else f"frozen as of {instant_words(frozen.as_of, zone)}",
        ]
    return "; ".join(filter(None, told))


def _milestones(key_result: KeyResult, zone: str) -> str:
    told = []
    for each in key_result.milestones:
        done = f"done {moment_words(each.done_at, zone)}" if each.done_at is not None else ""
        due = f"due {day_words(each.due)}" if each.due is not None and not done else ""
        weight = f"weight {each.weight:g}" if each.weight != 1 else ""
        said = ", ".join(filter(None, (done, due, weight)))
        told.append(f"{'✓' if done else '·'} {each.name}" + (f" ({said})" if said else ""))
    return "; ".join(told)


def _pace_words(standing: KeyResultStanding) -> str:
    ahead = points_ahead(standing.progress, standing.expected)
    told = [f"{percent_words(standing.expected)} expected today"]
    if standing.pace_value is not None:
        told.append(f"which is {told_value(standing.key_result, standing.pace_value)}")
    if ahead is not None:
        side = "ahead" if ahead > 0 else "behind"
        told.append(f"{number(abs(ahead))} points {side}" if number(abs(ahead)) != "0" else "on it")
    return "; ".join(told)


def _check_in_facts(
    standing: KeyResultStanding, of: CycleStanding, objective: Objective, people: Names
) -> Facts:
    due = owed_of(standing, of)
    told = check_in_words(standing, people, of.moment.zone, LAST_CHECK_INS)
    facts = [("check-ins" if at == 0 else "", words) for at, words in enumerate(told)]
    if objective.state is not ObjectiveState.ACTIVE:
        return facts
    if not told:
        name = name_of(objective, standing.key_result)
        facts.append(("check-ins", f"none yet: deskwise okr check-in {name} --confidence 7"))
    missed = ", ".join(day_words(day) for day in due.missed)
    return [*facts, ("missed", missed), ("next is due", day_words(due.due))]


def short_facts(standing: KeyResultStanding, of: CycleStanding, objective: Objective, people: Names) -> Facts:
    """What is worth seeing of a key result after something was done to it."""
    kept = {"now", "counts", "reads by itself", "from", "to", "milestones", "progress", "pace", "status",
            "next is due"}  # fmt: skip
    every = key_result_facts(standing, of, objective, people)
    return [(what, told) for what, told in every if what in kept or told == standing.verdict.sentence]


def final_table(close_out: CloseOut, key_results: Iterable[KeyResult]) -> Table:
    """What the key results of a closed objective came to."""
    by_id = {each.id: each for each in key_results}
    rows = []
    for each in close_out.results:
        key_result = by_id[each.key_result]
        value = each.known.value if each.typed is None else each.typed
        rows.append(
            [
                key_result.key,
                "" if value is None else told_value(key_result, value),
                percent_words(each.known.progress),
                "no figure" if each.score is None else f"{int(each.score * 100 + 1e-7) / 100:.2f}",
                f"{key_result.weight:g}",
            ]
        )
    titles = ("value", "progress", "score", "weight")
    return Table([Column("key result"), *(Column(each, "right") for each in titles)], rows)
