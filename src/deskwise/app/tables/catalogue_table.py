"""The catalogue in words: a line each, or one metric in full."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.app.show_catalogue import CatalogueEntry
from deskwise.app.tables.table import Column, Table

ONE = (
    ("What it tells", "tells"), ("Formula", "formula"), ("Unit", "unit"), ("Better", "better"),
    ("Of which cases", "population"), ("No figure", "null_when"), ("Counted at", "anchor"),
    ("Belongs to", "attribution"), ("Statistics", "stats"), ("Clocks", "clocks"),
    ("Dimensions", "dimensions"),
    ("Always split by", "always_by"), ("Left out, and counted", "excluded"), ("Source", "source"),
    ("Worked example", "example"), ("Definition", "definition"),
)  # fmt: skip


def catalogue_table(entries: Sequence[CatalogueEntry]) -> Table:
    """Metrics in a line each."""
    columns = [Column("metric"), Column("unit"), Column("better"), Column("what it tells")]
    return Table(
        columns,
        [[each.metric.name, each.metric.unit, each.metric.better, each.metric.tells] for each in entries],
    )


def metric_table(entry: CatalogueEntry) -> Table:
    """One metric in full, a row a field; what it does not have is left out."""
    told = entry.to_json()
    words = {
        title: ", ".join(told[name]) if isinstance(told[name], list) else str(told[name])
        for title, name in ONE
    }
    rows = [[title, value] for title, value in words.items() if value]
    return Table([Column(""), Column("")], rows, f"{entry.metric.label} ({entry.metric.name})")
