"""What cannot be is refused with the figure that shows it, in both directions and at the edges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import speaking
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.key_result import Change, Checkpoint, KeyResult, Milestone
from deskwise.okr.refusals import moves_up, raise_if_outside, raise_if_refused
from okr.key_results import QUARTER, binding, key_result

WAIT: dict[str, Any] = {"binding": binding("first_response_time", "p50"), "target": 7_200.0}
ESCALATED = binding("escalation_rate", "share")
# Of what is neutral nobody says which way is better.
NEUTRAL = binding("requests_handled", "count")


@pytest.mark.parametrize(
    ("of", "figure", "words"),
    [
        (key_result(), 70.0, "the target is what the baseline is already, 70.0: give another target"),
        (key_result(), 71.0, "the target of 70.0 is worse than the baseline of 71.0: more is better: give a"),
        (key_result(**WAIT), 7_200.0, "what the baseline is already, 2 h 00 min"),
        (
            key_result(**WAIT),
            5_400.0,
            "is worse than the baseline of 1 h 30 min: less is better: give a target below 1 h 30",
        ),
        (key_result(), None, r"nps \(nps\) has no figure to start from \(cases: 0\)"),
        (key_result("keep"), None, r"csat \(share\) has no figure to start from"),
        (key_result("accumulate"), None, r"sales_revenue \(gross\) has no figure to start from"),
        (key_result("number"), None, "key result k1 has no baseline"),
        (key_result("number"), 60.0, "the target is what the baseline is already, 60"),
        (
            key_result("number", higher_is_better=True),
            70.0,
            "the target of 60 is worse than the baseline of 70",
        ),
        (key_result("change", change=Change(0.25)), 0.16, "of 20.0 % is worse than the baseline of 16.0 %"),
        (key_result("change"), 0.0, "the baseline is 0.0 %, of which a share says nothing"),
        (
            key_result("change", binding=binding(), change=Change(0.1)),
            -20.0,
            "the baseline is −20.0, of which",
        ),
        (
            key_result("change", binding=binding("csat", "share"), change=Change(0.2, relative=False)),
            0.9,
            "csat cannot be 110.0 %",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_figure(of: KeyResult, figure: float | None, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        raise_if_refused(of, figure)


@pytest.mark.parametrize(
    ("of", "figure"),
    [
        (key_result(), 69.9),
        (key_result(), -100.0),
        (key_result(**WAIT), 7_201.0),
        (key_result("change"), 0.16),
        (key_result("change", binding=binding(), change=Change(10, relative=False)), -20.0),
        (key_result("keep"), 0.5),
        (key_result("accumulate"), 0.0),
        (key_result("milestones"), None),
        (key_result("number"), 70.0),
        (key_result("number"), 40.0),
    ],
)
def test_what_can_be_is_not_refused(of: KeyResult, figure: float | None) -> None:
    raise_if_refused(of, figure)


def test_more_of_those_within_a_threshold_are_better_though_less_time_is() -> None:
    of = key_result(binding=binding("first_response_time", "within", within_seconds=7_200), target=0.9)
    raise_if_refused(of, 0.8)
    with pytest.raises(UsageError, match=r"the target of 90\.0 % is worse than the baseline of 95.0 %"):
        raise_if_refused(of, 0.95)


def test_of_a_neutral_metric_the_way_says_which_is_better_unless_somebody_did() -> None:
    of = key_result(binding=NEUTRAL, target=600.0)
    for baseline, up in ((500.0, True), (700.0, False)):
        raise_if_refused(of, baseline)
        assert moves_up(of, baseline) is up
    said = key_result(binding=NEUTRAL, target=600.0, higher_is_better=False)
    raise_if_refused(said, 700.0)
    with pytest.raises(UsageError, match="less is better"):
        raise_if_refused(said, 500.0)


def test_nothing_is_moved_by_what_has_no_baseline() -> None:
    assert moves_up(key_result("keep"), 0.5) is None
    assert moves_up(key_result("accumulate"), 0.0) is None


def test_how_many_cases_there_were_is_said() -> None:
    with pytest.raises(UsageError, match=r"\(cases: 3\)"):
        raise_if_refused(key_result(), None, 3)


def test_a_refusal_is_said_in_german_with_german_numbers() -> None:
    words = "der Zielwert von 70,0 ist schlechter als der Ausgangswert von 71,5: Mehr ist besser"
    with speaking("de"), pytest.raises(UsageError, match=words):
        raise_if_refused(key_result(), 71.5)


@pytest.mark.parametrize(
    ("rest", "day"),
    [
        (
            {"checkpoints": (Checkpoint(date(2026, 1, 1), 0.1), Checkpoint(date(2026, 4, 1), 0.9))},
            "1 Apr 2026",
        ),
        ({"checkpoints": (Checkpoint(date(2025, 12, 31), 0.1),)}, "31 Dec 2025"),
    ],
)
def test_a_checkpoint_outside_of_the_cycle_is_refused(rest: dict[str, Any], day: str) -> None:
    words = f"{day} is not in Q1 2026: give a day from 1 Jan 2026 to 31 Mar 2026"
    with pytest.raises(UsageError, match=words):
        raise_if_outside(key_result(**rest), QUARTER)


def test_a_milestone_is_due_within_the_cycle_or_on_no_day() -> None:
    inside = (Milestone("a", due=date(2026, 3, 31)), Milestone("b"))
    raise_if_outside(key_result("milestones", milestones=inside), QUARTER)
    late = (Milestone("a", due=date(2026, 4, 1)),)
    with pytest.raises(UsageError, match="1 Apr 2026 is not in"):
        raise_if_outside(key_result("milestones", milestones=late), QUARTER)


def test_a_baseline_given_as_a_number_is_judged_like_one_that_was_read() -> None:
    of = key_result(baseline_rule=BaselineRule("number", number=70.0))
    with pytest.raises(UsageError, match=r"already, 70\.0"):
        raise_if_refused(of, of.baseline_rule.number)
