"""Scores are clamped, means weigh, and the edges of grades and of what is met lie where the book has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.okr.objective import Ambition
from deskwise.okr.score import Grade, grade, is_met, objective_score, score

SHARES = st.floats(0, 1)
WEIGHTS = st.floats(0.1, 100)


@given(st.floats(-1e9, 1e9))
def test_a_score_lies_between_nothing_and_all(progress: float) -> None:
    found = score(progress)
    assert found is not None
    assert 0 <= found <= 1
    assert found == progress or not 0 <= progress <= 1


def test_an_objective_weighs_its_key_results() -> None:
    assert objective_score([(3, 1.0), (1, 0.2)]) == pytest.approx(0.8)


def test_what_was_not_measured_counts_as_not_reached() -> None:
    assert objective_score([(1, 1.0), (1, None)]) == 0.5
    assert objective_score([(1, None), (2, None)]) is None
    assert objective_score([(1, 0.0)]) == 0


@given(st.lists(st.tuples(WEIGHTS, SHARES), min_size=1, max_size=8), WEIGHTS)
def test_a_mean_lies_among_its_scores_and_is_free_of_the_unit_of_weights(
    given_scores: list[tuple[float, float]], factor: float
) -> None:
    found = objective_score(given_scores)
    assert found is not None
    scores = [each for _, each in given_scores]
    assert min(scores) - 1e-12 <= found <= max(scores) + 1e-12
    again = objective_score([(weight * factor, each) for weight, each in given_scores])
    assert again == pytest.approx(found, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("scored", "graded"),
    [
        (0.0, Grade.LITTLE),
        (0.3, Grade.LITTLE),
        (0.399, Grade.LITTLE),
        (0.4, Grade.SOME),
        (0.1 + 0.1 + 0.2 - 1e-12, Grade.SOME),
        (0.65, Grade.SOME),
        (0.7, Grade.DELIVERED),
        (1.0, Grade.DELIVERED),
    ],
)
def test_a_grade_begins_at_its_lower_edge(scored: float, graded: Grade) -> None:
    assert grade(scored) is graded


@pytest.mark.parametrize(
    ("scored", "committed", "aspirational"),
    [(1.0, True, True), (0.999, False, True), (0.7, False, True), (0.699, False, False)],
)
def test_what_is_met_depends_on_the_ambition(scored: float, committed: bool, aspirational: bool) -> None:
    assert is_met(scored, Ambition.COMMITTED) is committed
    assert is_met(scored, Ambition.ASPIRATIONAL) is aspirational


@given(SHARES)
def test_what_is_delivered_is_what_meets_an_aspirational_objective(scored: float) -> None:
    assert (grade(scored) is Grade.DELIVERED) == is_met(scored, Ambition.ASPIRATIONAL)
