"""What adds up is brought to the length of its baseline; everything else is as it is."""

from __future__ import annotations

import pytest

from deskwise.okr.key_result import KeyResult
from deskwise.okr.same_length import at_same_length
from okr.key_results import binding, key_result

COMPLAINTS = key_result(binding=binding("complaints", "count"), target=60.0)


def test_a_count_is_brought_to_the_days_of_its_baseline() -> None:
    assert at_same_length(COMPLAINTS, 30.0, 20, 60) == 90
    assert at_same_length(COMPLAINTS, 30.0, 60, 60) == 30


def test_before_the_first_day_has_ended_there_is_none() -> None:
    assert at_same_length(COMPLAINTS, 3.0, 0, 60) is None
    assert at_same_length(COMPLAINTS, None, 20, 60) is None


@pytest.mark.parametrize(
    "of",
    [
        key_result(),
        key_result(binding=binding("backlog", "count"), target=60.0),
        key_result("accumulate"),
        key_result("number"),
        key_result("keep"),
    ],
)
def test_what_does_not_add_up_or_has_no_baseline_stays_as_it_is(of: KeyResult) -> None:
    assert at_same_length(of, 30.0, 20, 60) == 30
