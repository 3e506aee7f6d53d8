"""Units, and which way is better, come from what a key result is bound to."""

from __future__ import annotations

import pytest

from deskwise.okr.bound_figure import higher_is_better, unit_of
from deskwise.okr.key_result import KeyResult
from okr.key_results import binding, key_result


@pytest.mark.parametrize(
    ("of", "unit"),
    [
        (key_result(), "points"),
        (key_result(binding=binding("first_response_time", "p50")), "seconds"),
        (key_result(binding=binding("first_response_time", "within", within_seconds=60)), "share"),
        (key_result("accumulate"), "EUR"),
        (key_result("accumulate", binding=binding("sales_revenue", "gross")), "money"),
        (key_result("number"), "count"),
        (key_result("number", unit="articles"), "articles"),
    ],
)
def test_values_are_written_in_the_unit_of_the_figure(of: KeyResult, unit: str) -> None:
    assert unit_of(of) == unit


@pytest.mark.parametrize(
    ("of", "higher"),
    [
        (key_result(), True),
        (key_result("change"), False),
        (key_result(binding=binding("first_response_time", "within", within_seconds=60)), True),
        (key_result(binding=binding("requests_handled", "count")), None),
        (key_result(binding=binding("requests_handled", "count"), higher_is_better=False), False),
        (key_result("number"), None),
        (key_result("number", higher_is_better=False), False),
    ],
)
def test_which_way_is_better_the_metric_says_first(of: KeyResult, higher: bool | None) -> None:
    assert higher_is_better(of) is higher
