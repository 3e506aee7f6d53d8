"""`deskwise catalogue`: what the metrics mean."""

from __future__ import annotations

import click

from deskwise.app.show_catalogue import CatalogueEntry, show_catalogue
from deskwise.cli.output import Column, format_option, print_csv, print_json, print_table

COLUMNS = (
    "name", "label", "tells", "formula", "unit", "better", "population", "null_when", "anchor", "attribution",
    "source", "example", "family", "version", "definition", "kind", "stats", "default_stats", "clocks",
    "dimensions", "always_by", "excluded",
)  # fmt: skip
ONE = (
    ("What it tells", "tells"), ("Formula", "formula"), ("Unit", "unit"), ("Better", "better"),
    ("Of which cases", "population"), ("No figure", "null_when"), ("Counted at", "anchor"),
    ("Belongs to", "attribution"), ("Statistics", "stats"), ("Clocks", "clocks"),
    ("Dimensions", "dimensions"),
    ("Always split by", "always_by"), ("Left out, and counted", "excluded"), ("Source", "source"),
    ("Worked example", "example"), ("Definition", "definition"),
)  # fmt: skip


@click.command(
    "catalogue",
    epilog="""\b
Examples:
  deskwise catalogue
  deskwise catalogue first_contact_resolution
  deskwise catalogue --format json
""",
)
@click.argument("metric", required=False)
@format_option
def command(metric: str | None, form: str) -> None:
    """Print what the metrics mean: all in a line each, or one in full."""
    entries = show_catalogue(metric)
    told = [entry.to_json() for entry in entries]
    if form == "json":
        print_json(told if metric is None else told[0])
    elif form == "csv":
        print_csv(told, COLUMNS)
    elif metric is None:
        columns = [Column("metric"), Column("unit"), Column("better"), Column("what it tells")]
        print_table(
            columns, [[e.metric.name, e.metric.unit, e.metric.better, e.metric.tells] for e in entries]
        )
    else:
        _print_one(entries[0])


def _print_one(entry: CatalogueEntry) -> None:
    told = entry.to_json()
    click.echo(f"{entry.metric.label} ({entry.metric.name})\n")
    width = max(len(title) for title, _ in ONE)
    for title, name in ONE:
        value = told[name]
        words = ", ".join(value) if isinstance(value, list) else str(value)
        if words:
            click.echo(f"{title:<{width}}  {words}")
