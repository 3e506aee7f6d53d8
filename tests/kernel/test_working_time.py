"""Positions, their inverse, and the day table that says the same by day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from deskwise.kernel.working_time import DayTable, WorkingCalendar, day_table

DAY = 86_400_000_000
Spans = list[tuple[int, int]]
FIRST, LAST = date(1969, 12, 30), date(1970, 1, 3)
FROM_HERE, TO_HERE = -2 * DAY, 3 * DAY

NEAR_MIDNIGHT = st.builds(lambda day, off: day * DAY + off, st.integers(-1, 2), st.integers(-3, 3))
INSTANTS = st.one_of(NEAR_MIDNIGHT, st.integers(FROM_HERE, TO_HERE - 1))


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[int, int]]:
    edges = sorted(draw(st.lists(INSTANTS, unique=True, max_size=12)))
    return list(zip(edges[::2], edges[1::2], strict=False))


def looked_up(table: DayTable, instant: int) -> int:
    row = next(row for row in table.rows if row[0] == instant // DAY)
    pairs = zip(row[2::2], row[3::2], strict=True)
    return row[1] + sum(max(min(instant, end) - start, 0) for start, end in pairs)


def open_before(opening: Spans, instant: int) -> int:
    return sum(max(min(end, instant) - start, 0) for start, end in opening)


@given(spans(), INSTANTS)
def test_a_position_is_the_opening_time_before_it(opening: Spans, instant: int) -> None:
    assert WorkingCalendar(opening).position(instant) == open_before(opening, instant)


@given(spans(), INSTANTS, INSTANTS)
def test_the_day_table_gives_the_same_working_time(opening: Spans, one: int, other: int) -> None:
    table = day_table(opening, FIRST, LAST)
    start, end = sorted((one, other))
    expected = open_before(opening, end) - open_before(opening, start)
    assert looked_up(table, end) - looked_up(table, start) == expected
    assert WorkingCalendar(opening).working(start, end) == expected


@given(spans())
def test_each_day_has_one_row_as_wide_as_the_table_with_spans_cut_to_it(
    opening: Spans,
) -> None:
    table = day_table(opening, FIRST, LAST)
    assert [row[0] for row in table.rows] == [-2, -1, 0, 1, 2]
    for row in table.rows:
        assert len(row) == 2 + 2 * table.width
        pairs = [pair for pair in zip(row[2::2], row[3::2], strict=True) if pair != (0, 0)]
        assert all(row[0] * DAY <= start < end <= (row[0] + 1) * DAY for start, end in pairs)
    widest = [sum(pair != (0, 0) for pair in zip(row[2::2], row[3::2], strict=True)) for row in table.rows]
    assert table.width == max(widest)


@given(spans(), INSTANTS)
def test_the_inverse_is_the_first_instant_that_has_the_position(opening: Spans, instant: int) -> None:
    calendar = WorkingCalendar(opening)
    position = calendar.position(instant)
    reached = calendar.instant_at(position)
    if position == 0:
        assert reached is None
    else:
        assert reached is not None
        assert reached <= instant
        assert calendar.position(reached) == position
        assert calendar.position(reached - 1) == position - 1


def test_what_the_spans_do_not_hold_has_no_instant() -> None:
    calendar = WorkingCalendar([(10, 20)])
    assert calendar.instant_at(10) == 20
    assert calendar.instant_at(11) is None
    assert calendar.instant_at(-1) is None
    assert WorkingCalendar([]).instant_at(1) is None
    assert WorkingCalendar([]).position(5) == 0


def test_an_interval_that_ends_before_its_start_has_no_working_time() -> None:
    assert WorkingCalendar([(10, 20)]).working(18, 12) == 0


def test_calendars_can_share_a_width() -> None:
    narrow = day_table([(5, 9)], date(1970, 1, 1), date(1970, 1, 1), minimum_width=2)
    assert narrow == DayTable(2, [(0, 0, 5, 9, 0, 0)])
    assert day_table([], date(1970, 1, 1), date(1970, 1, 1)) == DayTable(0, [(0, 0)])
