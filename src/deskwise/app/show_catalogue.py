"""Show the catalogue: what each metric means, all of it or one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.metrics.catalogue import FAMILIES, metric
from deskwise.metrics.definition import TOLD, Metric
from deskwise.metrics.dimensions import DIMENSIONS


@dataclass(frozen=True)
class CatalogueEntry:
    """A metric with its family and the dimensions it can be split and filtered by."""

    family: str
    metric: Metric
    dimensions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """All that the catalogue says of the metric."""
        told = {name: getattr(self.metric, name) for name in TOLD}
        return {
            **told,
            "family": self.family,
            "version": self.metric.version,
            "definition": self.metric.definition,
            "kind": self.metric.kind,
            "stats": list(self.metric.stats),
            "default_stats": list(self.metric.default_stats),
            "clocks": ["elapsed", "working"] if self.metric.clocked else [],
            "dimensions": list(self.dimensions),
            "always_by": list(self.metric.always_by),
            "excluded": list(self.metric.excluded),
        }


def show_catalogue(name: str | None = None) -> tuple[CatalogueEntry, ...]:
    """The entries of the catalogue in its order, or that of one metric.

    Raises `UsageError` for a metric that does not exist.
    """
    wanted = None if name is None else metric(name).name
    return tuple(
        CatalogueEntry(family, each, dimensions_of(each))
        for family, metrics in FAMILIES
        for each in metrics
        if wanted in {None, each.name}
    )


def dimensions_of(metric: Metric) -> tuple[str, ...]:
    """The dimensions a metric has; `extra.<field>` stands for any further field of the source."""
    found = tuple(name for name in DIMENSIONS if metric.has_dimension(name))
    return (*found, "extra.<field>") if metric.has_dimension("extra.any") else found
