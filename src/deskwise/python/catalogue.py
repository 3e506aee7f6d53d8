"""What the metrics mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from deskwise.app.show_catalogue import CatalogueEntry
from deskwise.app.tables.catalogue_table import catalogue_table, metric_table
from deskwise.app.tables.table import Table
from deskwise.python.frames import Kind
from deskwise.python.result import Rows


@dataclass(frozen=True)
class MetricEntry:
    """One metric of the catalogue: what it tells, how it is reckoned, and what it can be split by."""

    name: str
    label: str
    tells: str
    formula: str
    unit: str
    better: str
    population: str
    null_when: str
    anchor: str
    attribution: str
    source: str
    example: str
    family: str
    version: int
    definition: str
    kind: str
    stats: tuple[str, ...]
    default_stats: tuple[str, ...]
    clocks: tuple[str, ...]
    dimensions: tuple[str, ...]
    always_by: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Catalogue(Rows[MetricEntry]):
    """The answer of `Workspace.catalogue`: metrics in the order of the catalogue, or one in full."""

    _entries: tuple[CatalogueEntry, ...]
    _named: bool

    @cached_property
    def _items(self) -> tuple[MetricEntry, ...]:
        return tuple(
            MetricEntry(**{name: _frozen(value) for name, value in each.to_json().items()})
            for each in self._entries
        )

    def _kinds(self) -> Mapping[str, Kind]:
        return {each.name: "whole" if each.name == "version" else "text" for each in fields(MetricEntry)}

    def _flat(self, item: MetricEntry) -> dict[str, Any]:
        """Lists of words in one cell, parted by commas."""
        told = {each.name: getattr(item, each.name) for each in fields(item)}
        return {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in told.items()}

    def _tables(self) -> Sequence[Table]:
        return (metric_table(self._entries[0]) if self._named else catalogue_table(self._entries),)

    def _json(self) -> Any:
        told = [each.to_json() for each in self._entries]
        return told[0] if self._named else told


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
