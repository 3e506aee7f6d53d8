"""What figures can be narrowed to: the values each dimension has here, the most frequent first."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.read_metrics import raise_if_nothing_yet, readings_of
from deskwise.app.workspace import Facts, Workspace
from deskwise.metrics.definition import Metric
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.selection import select

OFFERED = ("team", "channel", "category", "priority", "product", "type", "agent", "source")


@dataclass(frozen=True)
class FilterValues:
    """A dimension with its values, by how many requests have them; null is the value of those without one."""

    name: str
    label: str
    values: tuple[str | None, ...]


def filter_values(workspace: Workspace, metric: Metric | None = None) -> tuple[FilterValues, ...]:
    """The dimensions with more than one value, those that a metric has if one is named."""
    with workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        found = [
            FilterValues(name, dimension(name).label, _values(facts, name))
            for name in OFFERED
            if metric is None or metric.has_dimension(name)
        ]
    return tuple(each for each in found if len(each.values) > 1)


def _values(facts: Facts, name: str) -> tuple[str | None, ...]:
    readings = readings_of(facts, select(("requests_received",), by=(name,))).readings
    most = sorted(readings, key=lambda each: (-each.n, each.by[0][1] or ""))
    return tuple(each.by[0][1] for each in most if each.n)
