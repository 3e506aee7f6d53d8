"""Rules mark what they say, and by chance as often as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from deskwise.analyses.run_rules import RULES, RunRule, longest_run, marks


def marked(sigmas: list[float]) -> dict[str, list[int]]:
    course = np.array([sigmas])
    return {
        name: np.flatnonzero(each[0]).tolist() for name, each in marks(course, np.abs(course) > 3).items()
    }


def test_by_hand() -> None:
    assert marked([0, 3.1, 0, -3.1]) == {"beyond": [1, 3], "two_of_three": [], "one_side": []}
    assert marked([2.1, 0, 2.2, 0, 0, 2.3])["two_of_three"] == [2]
    assert marked([2.1, -2.2, 2.1, 2.2])["two_of_three"] == [2, 3]
    assert marked([0.1] * 9 + [-0.1])["one_side"] == [7, 8]
    assert marked([0.1] * 7 + [0.0] + [0.1] * 7)["one_side"] == []


def test_a_course_shorter_than_a_run() -> None:
    assert marked([0.5, 0.5]) == {"beyond": [], "two_of_three": [], "one_side": []}


def test_the_longest_run() -> None:
    assert longest_run(np.array([[1, 1, -1, -1, -1, 1.0], [1, 0, 1, 1, 0, 1.0]])).tolist() == [3, 2]


@pytest.mark.parametrize("rule", RULES, ids=[each.name for each in RULES])
def test_chance_marks_as_often_as_the_rule_says_where_limits_are_known(rule: RunRule) -> None:
    course = np.random.default_rng(8).standard_normal((1_000, 100))
    found = marks(course, np.abs(course) > 3)[rule.name][:, 10:]
    share = float(found.mean())
    error = float(found.mean(axis=1).std()) / math.sqrt(1_000)
    assert share == pytest.approx(rule.chance, abs=2 * error + 1e-5)
