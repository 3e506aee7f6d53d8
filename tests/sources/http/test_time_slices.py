from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.kernel.errors import SourceSchemaError
from deskwise.sources.http.time_slices import time_slices

BEGAN = datetime(2025, 1, 1, tzinfo=UTC)


def counter(instants: list[datetime]) -> Callable[[datetime, datetime], int]:
    return lambda since, until: sum(since <= one < until for one in instants)


@given(
    st.lists(st.integers(0, 100_000), max_size=60, unique=True), st.integers(1, 20), st.integers(1, 110_000)
)
def test_every_record_is_in_one_slice_and_none_has_too_many(seconds: list[int], most: int, span: int) -> None:
    instants = [BEGAN + timedelta(seconds=one) for one in seconds]
    until = BEGAN + timedelta(seconds=span)
    count = counter(instants)
    found = list(time_slices(BEGAN, until, count, most))
    assert all(counted == count(first, last) <= most for first, last, counted in found)
    assert sum(counted for *_, counted in found) == count(BEGAN, until)
    edges = [edge for first, last, _ in found for edge in (first, last)]
    assert edges == sorted(edges)


def test_nothing_is_asked_for_ahead_of_its_turn() -> None:
    asked = []

    def count(since: datetime, until: datetime) -> int:
        asked.append(until)
        return 1 if until - since <= timedelta(hours=1) else 10

    slices = time_slices(BEGAN, BEGAN + timedelta(hours=8), count, 5)
    next(slices)
    assert [(at - BEGAN).total_seconds() / 3600 for at in asked] == [8, 4, 2, 1]


def test_more_in_one_second_than_can_be_shown_is_said_and_not_left_out() -> None:
    instants = [BEGAN + timedelta(milliseconds=one) for one in range(7)]
    with pytest.raises(SourceSchemaError, match="more than 6 records"):
        list(time_slices(BEGAN, BEGAN + timedelta(days=1), counter(instants), 6))


def test_a_span_of_nothing_has_no_slice() -> None:
    assert list(time_slices(BEGAN, BEGAN, counter([]), 5)) == []
