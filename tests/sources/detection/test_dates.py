"""How instants are written, and what the whole column says of the order of day and month."""

from __future__ import annotations

import pytest

from deskwise.app.file_profile import CellShape, ColumnProfile
from deskwise.sources.detection.dates import Order, dates_of, format_in, order_of, writings_of


def column(*shapes: CellShape, shortest: int = 40) -> ColumnProfile:
    filled = sum(shape.cells for shape in shapes)
    return ColumnProfile("when", filled=filled, shortest=shortest, longest=40, shapes=shapes)


@pytest.mark.parametrize(
    ("shape", "date_format"),
    [
        ("N/N/Y", "%d/%m/%Y"),
        ("N/N/Y N:N P", "%d/%m/%Y %I:%M %p"),
        ("N/N/N N:NP", "%d/%m/%y %I:%M%p"),
        ("N.N.Y, N:N:N", "%d.%m.%Y, %H:%M:%S"),
        ("N-M-N", "%d-%b-%y"),
        ("N. F Y N:N", "%d. %B %Y %H:%M"),
        ("M N, Y at N:N P", "%b %d, %Y at %I:%M %p"),
        ("W, N M Y N:N:N +Y", "%a, %d %b %Y %H:%M:%S %z"),
        ("Y/N/N N:N:N.H", "%Y/%m/%d %H:%M:%S.%f"),
        ("Y-N-N N:N:N utc", "%Y-%m-%d %H:%M:%S %Z"),
    ],
)
def test_shapes_as_formats(shape: str, date_format: str) -> None:
    (writing,) = writings_of(column(CellShape(shape, 5, (1, 2, 3))))
    assert format_in(writing, "day-first") == date_format


@pytest.mark.parametrize(
    ("shape", "zoned", "dates_only"),
    [
        ("Y-N-N", False, True),
        ("Y-N-N N:N", False, False),
        ("Y-N-NtN:N:N.Lz", True, False),
        ("Y-N-N N:N:N +Y", True, False),
        ("Y-N-NtN:N:N+N:N", True, False),
    ],
)
def test_iso_needs_no_format(shape: str, zoned: bool, dates_only: bool) -> None:
    (writing,) = writings_of(column(CellShape(shape, 5)))
    assert (writing.kind, format_in(writing, None)) == ("iso", None)
    assert (writing.zoned, writing.dates_only) == (zoned, dates_only)


def test_iso_without_leading_noughts_has_a_format() -> None:
    (writing,) = writings_of(column(CellShape("Y-N-N N:N", 5), shortest=14))
    assert format_in(writing, None) == "%Y-%m-%d %H:%M"


@pytest.mark.parametrize(
    ("largest", "date_format"),
    [(1_704_448_800, "epoch_seconds"), (1_704_448_800_123, "epoch_milliseconds"), (20_240_105, None)],
)
def test_numbers_since_1970(largest: int, date_format: str | None) -> None:
    found = writings_of(column(CellShape("L", 5, (largest, None, None))))
    assert [format_in(writing, None) for writing in found] == ([date_format] if date_format else [])


@pytest.mark.parametrize("shape", ["N", "N:N:N", "N.N", "hello", "N/N", "y-n-n"])
def test_what_is_no_instant(shape: str) -> None:
    assert writings_of(column(CellShape(shape, 5, (3, 4, 5)))) == ()


def test_a_column_with_too_few_dates_is_none() -> None:
    assert writings_of(column(CellShape("N/N/Y", 79), CellShape("who knows", 21))) == ()
    assert len(writings_of(column(CellShape("N/N/Y", 80), CellShape("who knows", 20)))) == 1


@pytest.mark.parametrize(
    ("over", "largest", "order"),
    [
        ((0, 0, 0), 12, Order(None, 0, 0)),
        ((1, 0, 0), 13, Order("day-first", 1, 0)),
        ((0, 1, 0), 12, Order("month-first", 0, 1)),
        ((2, 3, 0), 31, Order(None, 2, 3)),
        ((4, 0, 0), 99, Order("year-first", 4, 0)),
    ],
)
def test_the_order_is_decided_or_open(over: tuple[int, int, int], largest: int, order: Order) -> None:
    assert order_of([column(CellShape("N/N/N", 9, (largest, 12, 24), over))]) == order


def test_typed_columns_need_nothing() -> None:
    instant = ColumnProfile("when", type="instant", filled=3)
    local = ColumnProfile("when", type="local", filled=3)
    assert [one.zoned for one in (*writings_of(instant), *writings_of(local))] == [True, False]


@pytest.mark.parametrize(("length", "date_format"), [(6, "%y%m%d"), (8, "%Y%m%d"), (7, None)])
def test_days_beside_times_may_be_bare_digits(length: int, date_format: str | None) -> None:
    days = ColumnProfile(
        "day", filled=5, shortest=length, longest=length, shapes=(CellShape("L", 5, (990_201, None, None)),)
    )
    assert [one.format for one in dates_of(days)] == ([date_format] if date_format else [])
