"""Readings as a table: what its title says of the sources."""

from __future__ import annotations

import pytest

from deskwise.app.read_metrics import Answer
from deskwise.app.tables.readings_table import readings_table
from deskwise.metrics.readings import Readings

SECOND = 1_000_000


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (0, "As of 1970-01-02 00:00 UTC, desk not yet: its history is being gone through"),
        (3_600 * SECOND, "As of 1970-01-02 00:00 UTC, desk up to 1970-01-01 01:00 UTC only"),
    ],
)
def test_the_title_says_which_sources_are_known_less_far(as_of: int, told: str) -> None:
    answer = Answer(Readings(86_400 * SECOND, ()), "UTC", (("desk", as_of),))
    assert readings_table(answer, None, "elapsed").title == told
