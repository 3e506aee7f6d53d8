from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.sources.http.pace import Budget, Pace, Patience, retry_after_seconds

NOW = datetime(2025, 1, 1, tzinfo=UTC)


class SteppedTime:
    """Elapsed seconds that go on when somebody sleeps, or when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self) -> Pace:
        return Pace(elapsed=lambda: self.now, sleep=self.sleep)


@given(st.lists(st.floats(0, 40), max_size=60), st.integers(1, 10))
def test_no_minute_has_more_requests_than_the_budget(pauses: list[float], per_minute: int) -> None:
    time = SteppedTime()
    budget = Budget(per_minute, time.pace())
    made = []
    for pause in pauses:
        time.now += pause
        budget.take()
        made.append(time.now)
    for first, later in zip(made, made[per_minute:], strict=False):
        assert later - first >= 60 - 1e-6


def test_a_budget_waits_no_longer_than_it_must() -> None:
    time = SteppedTime()
    budget = Budget(2, time.pace())
    for _ in range(5):
        budget.take()
    assert time.slept == [60.0, 60.0]


def test_without_a_budget_nobody_waits() -> None:
    time = SteppedTime()
    budget = Budget(None, time.pace())
    for _ in range(1_000):
        budget.take()
    assert time.slept == []


@given(st.integers(1, 30), st.floats(0, 1))
def test_a_wait_is_drawn_from_all_of_its_span_and_bounded(failed: int, drawn: float) -> None:
    patience = Patience()
    wait = patience.seconds(failed, None, lambda: drawn)
    assert wait == drawn * min(2.0 ** (failed - 1), 60.0)
    assert patience.seconds(failed, 30.0, lambda: drawn) == 30.0 + wait


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 12 ", 12.0),
        ("Wed, 01 Jan 2025 00:02:00 GMT", 120.0),
        ("Tue, 31 Dec 2024 23:00:00 GMT", 0.0),
        ("Wed, 01 Jan 2025 01:02:00 +0100", 120.0),
        ("soon", None),
        ("-5", None),
        ("1e9", None),
        ("99999999999", None),
        ("", None),
    ],
)
def test_what_a_retry_after_asks_for(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds
