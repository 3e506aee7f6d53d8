"""Read what key results are bound to: any number of them in as few queries as their figures need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from deskwise.app.read_metrics import readings_of
from deskwise.app.workspace import Facts
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import Period
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import STATS, Clock
from deskwise.metrics.readings import Reading
from deskwise.metrics.selection import Selection, Where
from deskwise.okr.binding import Binding

Every = Literal["week", "day"]
# From so many key results on that differ in nothing but the values they are filtered by, one query that is
# split by the dimension answers them all.
FEWEST_TO_SHARE = 3


@dataclass(frozen=True)
class BoundQuestion:
    """What is asked of a binding: its figure over a time, or that of each week or day of it."""

    binding: Binding
    period: Period
    every: Every | None = None


@dataclass(frozen=True)
class _Shared:
    """What questions have in common that one query can answer."""

    metric: str
    clock: Clock
    within_seconds: Decimal | None
    dimensions: tuple[str, ...]
    period: Period
    every: Every | None


def read_bindings(
    facts: Facts, questions: Iterable[BoundQuestion]
) -> Mapping[BoundQuestion, tuple[Reading, ...]]:
    """The readings of each question: one, or one for each week or day.

    Raises `UsageError` where a binding asks a metric for what it does not have.
    """
    alike: dict[_Shared, list[BoundQuestion]] = defaultdict(list)
    for question in dict.fromkeys(questions):
        alike[_shared(question)].append(question)
    found: dict[BoundQuestion, tuple[Reading, ...]] = {}
    for shared, of_them in alike.items():
        single = [each for each in of_them if _is_of_one_group(each.binding.where)]
        together = single if shared.dimensions and len(single) >= FEWEST_TO_SHARE else []
        if together:
            found.update(_split(facts, shared, together))
        apart: dict[Where, list[BoundQuestion]] = defaultdict(list)
        for question in of_them:
            if question not in found:
                apart[question.binding.where].append(question)
        for where, filtered in apart.items():
            found.update(_filtered(facts, shared, where, filtered))
    return found


def currency_of(reading_by: Mapping[str, str | None], name: str) -> UsageError:
    """What to say where a figure is one for each of several values of a dimension it always is split by."""
    return UsageError(
        say("%(metric)s has one figure for each %(dimension)s", metric=name, dimension=", ".join(reading_by)),
        do=say("filter the key result by one, such as currency=EUR"),
    )


def _shared(question: BoundQuestion) -> _Shared:
    binding = question.binding
    dimensions = tuple(sorted(name for name, _ in binding.where))
    return _Shared(
        binding.metric, binding.clock, binding.within_seconds, dimensions, question.period, question.every
    )


def _is_of_one_group(where: Where) -> bool:
    return all(len(values) == 1 for _, values in where)


def _selection(
    shared: _Shared, questions: list[BoundQuestion], where: Where, by: tuple[str, ...]
) -> Selection:
    asked = {question.binding.stat for question in questions}
    return Selection(
        metrics=(shared.metric,),
        stats=tuple(stat for stat in STATS if stat in asked),
        by=by,
        where=where,
        every=shared.every,
        since_at=shared.period.start_at,
        until_at=shared.period.end_at,
        within_seconds=shared.within_seconds,
        clock=shared.clock,
    )


def _split(
    facts: Facts, shared: _Shared, questions: list[BoundQuestion]
) -> dict[BoundQuestion, tuple[Reading, ...]]:
    """The answers of questions of single groups, from one query; a group it does not name has none of it."""
    readings = readings_of(facts, _selection(shared, questions, (), shared.dimensions)).readings
    found: dict[tuple[str, tuple[str | None, ...]], list[Reading]] = defaultdict(list)
    for reading in readings:
        told = dict(reading.by)
        if len(told) == len(shared.dimensions):
            found[reading.stat, tuple(told[name] for name in shared.dimensions)].append(reading)
    answers = {}
    for question in questions:
        values = {name: value for name, (value,) in question.binding.where}
        group = tuple(values[name] for name in shared.dimensions)
        if (question.binding.stat, group) in found:
            answers[question] = tuple(replace(each, by=()) for each in found[question.binding.stat, group])
    return answers


def _filtered(
    facts: Facts, shared: _Shared, where: Where, questions: list[BoundQuestion]
) -> dict[BoundQuestion, tuple[Reading, ...]]:
    readings = readings_of(facts, _selection(shared, questions, where, ())).readings
    always_by = metric(shared.metric).always_by
    answers = {}
    for question in questions:
        of_it = tuple(each for each in readings if each.stat == question.binding.stat)
        groups = {each.by for each in of_it}
        if len(groups) > 1:
            raise currency_of(dict.fromkeys(always_by), shared.metric)
        answers[question] = tuple(replace(each, by=()) for each in of_it)
    return answers
