"""The rows of answers, sorted into slices: which period and which values of the dimensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from deskwise.metrics.query_texts import Row
from deskwise.metrics.shape import Shape

By = tuple[str | None, ...]
Slice = tuple[int, By]


def sorted_by(groups: Iterable[By]) -> list[By]:
    """Groups in the order they are shown: by text, null last.

    >>> sorted_by([(None,), ("b",), ("a",)])
    [('a',), ('b',), (None,)]
    """
    return sorted(groups, key=lambda by: tuple((value is None, value or "") for value in by))


def slice_of(row: Row, shape: Shape) -> tuple[Slice, Row]:
    """The slice a row is about, and what follows the columns that say so."""
    first = 1 if shape.range == "series" else 0
    last = first + len(shape.by)
    return (int(row[0]) if first else 0, tuple(row[first:last])), row[last:]


def by_slice(rows: Iterable[Row], shape: Shape, columns: Sequence[str]) -> dict[Slice, dict[str, Any]]:
    """Rows with one slice each, by it."""
    found = {}
    for row in rows:
        key, rest = slice_of(row, shape)
        found[key] = dict(zip(columns, rest, strict=True))
    return found


class Stock:
    """How much of something there is at the end of each period, from its moves."""

    def __init__(self, rows: Iterable[Row], shape: Shape, period_count: int) -> None:
        moves: dict[By, list[int]] = {}
        for row in rows:
            (period, by), (moved,) = slice_of(row, shape)
            if moved is not None:
                steps = moves.setdefault(by, [0] * (period_count + 1))
                # A series gives period -1 for all that came before it.
                steps[period + 1 if shape.range == "series" else 0] += int(moved)
        self._levels = {by: list(accumulate(steps))[1:] for by, steps in moves.items()}
        self._shape = shape

    def at_end(self, period: int, by: By) -> int:
        """The level at the end of a period."""
        levels = self._levels.get(by)
        return levels[period] if levels else 0

    def groups(self) -> list[By]:
        """The groups that ever have any at a period's end."""
        return [by for by, levels in self._levels.items() if any(levels)]


def projection(wide: Shape, narrow: Shape) -> list[int]:
    """Where in the groups of a shape the dimensions of a narrower one stand."""
    return [wide.by.index(name) for name in narrow.by]
