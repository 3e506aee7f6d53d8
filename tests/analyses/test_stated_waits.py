"""What customers say they expected, worked by hand, and covered as its intervals say."""

from __future__ import annotations

import numpy as np
import pytest

from deskwise.analyses.stated_waits import StatedAnswer, stated_expectation

SAMPLES = 400
NOISE = 2 * (0.05 * 0.95 / SAMPLES) ** 0.5


def test_twenty_one_answers_worked_by_hand() -> None:
    # 1 h of seven, 2 h of eight, 4 h of six: the eleventh says 2 h; the fifth, below which 20 % lie, 1 h.
    answers = [
        StatedAnswer("1", 7200.0, 4), StatedAnswer("1,0", 3600.0, 3), StatedAnswer("2", 7201.0, 5),
        StatedAnswer("2.0", None, 3), StatedAnswer("4", 60.0, 6), StatedAnswer("at once", 60.0, 2),
        StatedAnswer("-1", 60.0, 1), StatedAnswer("inf", 60.0, 1), StatedAnswer("nan", 60.0, 1),
    ]  # fmt: skip
    found = stated_expectation(answers, "hours", 0.8)
    assert (found.n, found.no_numbers) == (21, 5)
    assert found.median is not None
    assert found.patience is not None
    assert (found.median.value, found.patience.value) == (7200.0, 3600.0)
    # Ranks 6 and 16 around the median of 21, by the binomial: the sixth says 1 h, the sixteenth 4 h.
    assert (found.median.low, found.median.high) == (3600.0, 14400.0)
    # Two had no response yet; 3 of 1 h waited as long and 6 of 4 h a minute, the others longer.
    assert (found.met, found.judged) == (9, 18)


def test_the_quantile_lies_between_answers_as_every_figure_does() -> None:
    answers = [StatedAnswer(str(n), None, 1) for n in range(1, 21)]
    found = stated_expectation(answers, "minutes", 0.9)
    assert found.median is not None
    assert found.patience is not None
    assert found.median.value == 10.5 * 60
    assert found.patience.value == pytest.approx(2.9 * 60)
    assert found.met_interval is None


def test_of_fewer_than_twenty_answers_nothing_is_said() -> None:
    found = stated_expectation([StatedAnswer("3", 60.0, 19)], "hours", 0.8)
    assert (found.n, found.median, found.patience) == (19, None, None)
    assert stated_expectation([StatedAnswer("3", 60.0, 20)], "hours", 0.8).median is not None


def test_intervals_hold_what_customers_expect_in_nineteen_of_twenty_samples() -> None:
    random, median, patience = np.random.default_rng(11), 0, 0
    for _ in range(SAMPLES):
        drawn = random.exponential(2.0, 120)
        found = stated_expectation([StatedAnswer(repr(float(each)), None, 1) for each in drawn], "hours", 0.8)
        assert found.median is not None
        assert found.patience is not None
        median += _holds(found.median.low, 7200 * np.log(2), found.median.high)
        patience += _holds(found.patience.low, 7200 * np.log(1 / 0.8), found.patience.high)
    assert median / SAMPLES >= 0.95 - NOISE
    assert patience / SAMPLES >= 0.95 - NOISE


def _holds(low: float | None, truth: float, high: float | None) -> bool:
    return (low is None or low <= truth) and (high is None or truth <= high)
