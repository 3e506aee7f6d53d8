"""Where a talk is worth it, and who is ready by the rule: beyond doubt only, and not by chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyses.test_fair_comparison import QUIET, ground
from deskwise.analyses.adjusted import Scale, Sums, adjust
from deskwise.analyses.cells import Cell, Group
from deskwise.analyses.coaching_hints import (
    READY_BY,
    READY_REQUESTS,
    Looked,
    hint_table,
    hints_of,
    ready_table,
)
from deskwise.analyses.fair_comparison import fair_comparison
from deskwise.analyses.shrinkage import shrink
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import metric

NAMES = ("anna", "ben", "cara", "dan", "eve", "fred")


def looked(name: str, hits: dict[str, int], n: int = 200, scale: Scale = "logit") -> Looked:
    """A share of everybody in two categories, or a duration with its own size as its noise."""
    cells: dict[Group, dict[Cell, Sums]] = {}
    for who in NAMES:
        count = hits.get(who, hits["all"])
        cell = (None, "sync", None, None)
        other = (None, "login", None, None)
        usual = hits["all"]
        cells[who] = {
            each: Sums(n, total, total * (1 - total / n) if scale == "logit" else total**2 / n)
            for each, total in ((cell, float(count)), (other, float(usual)))
        }
    adjusted = adjust(cells, scale, 20)
    assert adjusted is not None
    effects = adjusted.effects
    drawn = shrink([each.effect for each in effects], [each.variance for each in effects])
    return Looked(metric(name), adjusted, drawn.figures)


def test_a_hint_is_a_figure_that_is_worse_beyond_doubt_with_the_category_most_of_it_lies_in() -> None:
    worse = looked("escalation_rate", {"all": 20, "eve": 90})
    (hint,) = hints_of([worse, looked("reopen_rate", {"all": 20})])
    assert (hint.group, hint.metric.name, hint.most_in) == ("eve", "escalation_rate", "sync")
    assert hint.low < hint.times < hint.high
    assert hint.low > 1.0
    (row,) = hint_table([hint]).records()
    assert (row["agent"], row["figure"], row["n"]) == ("eve", "Escalation rate", 400)


def test_what_is_better_is_no_hint_and_neither_is_noise() -> None:
    assert hints_of([looked("escalation_rate", {"all": 60, "eve": 5})]) == []
    assert hints_of([looked("csat", {"all": 150, "eve": 195})]) == []
    assert [each.group for each in hints_of([looked("csat", {"all": 150, "eve": 80})])] == ["eve"]
    assert hints_of([looked("escalation_rate", {"all": 20, "eve": 24})]) == []


def test_ready_is_who_handled_enough_is_worse_in_nothing_and_better_in_something() -> None:
    handled: dict[Group, int] = dict.fromkeys(NAMES, READY_REQUESTS)
    figures = {
        "average_resolution_time": looked("average_resolution_time", {"all": 400, "eve": 100}, scale="log"),
        "successful_resolution_rate": looked("successful_resolution_rate", {"all": 150, "eve": 150}),
        "escalation_rate": looked("escalation_rate", {"all": 20, "eve": 20}),
    }
    asked = [figures[name] for name, _ in READY_BY]
    rows = {row["agent"]: row for row in ready_table(asked, handled).records()}
    assert {name: row["ready"] for name, row in rows.items()} == {who: who == "eve" for who in NAMES}
    few = ready_table(asked, {**handled, "eve": READY_REQUESTS - 1}).records()
    assert not any(row["ready"] for row in few)
    escalates = [*asked[:2], looked("escalation_rate", {"all": 20, "eve": 60})]
    assert not any(row["ready"] for row in ready_table(escalates, handled).records())
    assert ready_table(asked[:2], handled).rows == ()


def test_hints_are_of_agents_and_asked_for_in_words_that_there_are() -> None:
    for options in ({"hints": "maybe"}, {"hints": "yes", "of_whom": "team"}):
        whom = options.get("of_whom", "agent")
        with pytest.raises(UsageError, match="hints"):
            fair_comparison(replace(ground(QUIET, of=whom), options={"of_whom": whom, **options}))
