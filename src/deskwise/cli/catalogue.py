"""`deskwise catalogue`: what the metrics mean."""

from __future__ import annotations

import click

from deskwise.app.show_catalogue import show_catalogue
from deskwise.app.tables.catalogue_table import catalogue_table, metric_table
from deskwise.cli.output import format_option, print_csv, print_json, print_whole

COLUMNS = (
    "name", "label", "tells", "formula", "unit", "better", "population", "null_when", "anchor", "attribution",
    "source", "example", "family", "version", "definition", "kind", "stats", "default_stats", "clocks",
    "dimensions", "always_by", "excluded",
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
        print_whole(catalogue_table(entries))
    else:
        one = metric_table(entries[0])
        click.echo("\n".join([str(one.title), *one.lines()]))
