"""What of a selection changes the text of a query, and what the columns of its answer are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from deskwise.metrics.definition import Asked, Clock, Metric, Part
from deskwise.metrics.input_tables import Columns

Range = Literal["whole", "span", "series"]


@dataclass(frozen=True)
class Chosen:
    """A dimension that is filtered: by values, by being null, or by either."""

    dimension: str
    values: bool
    null: bool


@dataclass(frozen=True)
class Shape:
    """A query's variant: split by what, filtered by what, over which range, on which clock."""

    by: tuple[str, ...] = ()
    where: tuple[Chosen, ...] = ()
    range: Range = "whole"
    clock: Clock = "elapsed"
    shared_ratings: bool = False

    @property
    def asked(self) -> Asked:
        """What the expressions of cases need to know of it."""
        dimensions = frozenset(self.by) | {chosen.dimension for chosen in self.where}
        return Asked(dimensions, self.clock, self.shared_ratings)

    @property
    def slice_columns(self) -> tuple[str, ...]:
        """The columns of an answer that say which slice a row is about."""
        period = ("period",) if self.range == "series" else ()
        return (*period, *(f"by_{number}" for number in range(len(self.by))))

    def narrowed(self, part: Part) -> Shape:
        """The same without the dimensions that do not narrow a part below the line."""
        return self.without(frozenset(name for name in self.asked.dimensions if not _narrows(part, name)))

    def without(self, ignored: frozenset[str]) -> Shape:
        """The same without some dimensions."""
        if not ignored:
            return self
        by = tuple(name for name in self.by if name not in ignored)
        where = tuple(chosen for chosen in self.where if chosen.dimension not in ignored)
        return Shape(by, where, self.range, self.clock, self.shared_ratings)

    def key(self) -> str:
        """The variant as text."""
        where = [[each.dimension, each.values, each.null] for each in self.where]
        return json.dumps([self.range, self.clock, list(self.by), where, self.shared_ratings])


def _narrows(part: Part, dimension: str) -> bool:
    return dimension not in part.ignores and (part.only is None or dimension in part.only)


def summary_columns(metric: Metric, within: bool) -> tuple[str, ...]:
    """The columns of a summary of cases behind those of its slice, in order."""
    counts = ("n", "provisional", "ruled", "unjudged", *(f"excluded_{reason}" for reason in metric.excluded))
    return counts + measure_columns(metric, within)


def measure_columns(metric: Metric, within: bool) -> tuple[str, ...]:
    """The columns of a summary that its kind of metric adds."""
    if metric.kind in {"duration", "age"}:
        return ("total", "squares", *(("hits",) if within else ()))
    return {
        "share": ("hits",),
        "mean": ("total", "squares"),
        "nps": ("promoters", "detractors"),
        "sum": ("total",),
        "money": ("total", "refunds", "refunded"),
        "time_share": ("total", "below"),
    }.get(metric.kind, ())


def rank_columns(shape: Shape) -> Columns:
    """The columns of the input `ranks`."""
    slices: Columns = tuple((name, "int64" if name == "period" else "string") for name in shape.slice_columns)
    return (*slices, ("place", "int64"))
