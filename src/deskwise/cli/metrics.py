"""`deskwise metrics`: figures in a table, as JSON or as CSV."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from deskwise.app.read_metrics import Answer, read_metrics
from deskwise.app.tables.readings_table import readings_table
from deskwise.cli.chart_options import chart_options, draw_chart
from deskwise.cli.output import format_option, print_csv, print_json, print_whole
from deskwise.cli.selection_options import SelectingCommand, question, selection_options
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.reports.chart_theme import FileTheme

HEAD = ("metric", "stat", "clock", "unit", "period.start", "period.end", "period.partial")
TAIL = (
    "value", "n", "numerator", "denominator", "excluded", "open", "provisional", "ruled", "unjudged",
    "interval", "definition",
)  # fmt: skip


@click.command(
    "metrics",
    cls=SelectingCommand,
    epilog="""\b
Examples:
  deskwise metrics
  deskwise metrics first_response_time average_resolution_time --every month
  deskwise metrics average_resolution_time --by team agent --since 2025-01-01 --until 2025-04-01
  deskwise metrics first_response_time --stat p90 within --within 3600 --clock working
  deskwise metrics csat --where team=support --where channel=email channel=chat --format json
  deskwise metrics first_response_time --every week --clock working --chart first-response.svg
  deskwise metrics csat --by team --chart csat-by-team.png --theme dark
""",
)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@selection_options
@format_option
@chart_options
@home_option
def command(
    names: tuple[str, ...],
    form: str,
    chart: Path | None,
    theme: FileTheme,
    target: float | None,
    home: str | None,
    **options: Any,
) -> None:
    """Print figures: those of the metrics named, or of all that have what is asked.

    Durations give mean, p50 and p90 unless --stat says otherwise. A figure stands with the number of cases
    behind it (n), its 95 % interval, and what is left out, still open or not yet sure. No data is a dash and
    never 0.

    With --chart one metric is drawn as well, over time (--every) or by a dimension (--by), with the figures
    that are printed: the median of durations unless --stat says otherwise.
    """
    asked, folder = question(names, options), chosen_home(home)
    if chart is None:
        answer = read_metrics(open_workspace(folder), asked)
    else:
        answer = draw_chart(folder, asked, chart, theme, target)
    if form == "json":
        print_json(answer.readings.to_json())
    elif form == "csv":
        print_readings_csv(answer.readings.to_json()["readings"])
    else:
        print_answer(answer, options["every"], options["clock"])


def print_readings_csv(rows: list[dict[str, Any]]) -> None:
    """Print readings, as JSON has them, in CSV."""
    by = dict.fromkeys(f"by.{name}" for row in rows for name in row["by"])
    # Reasons differ by metric: one cell holds them all, so that the columns do not depend on the data.
    told = [{**row, "excluded": _as_text(row["excluded"])} for row in rows]
    print_csv(told, (*HEAD, *by, *TAIL))


def _as_text(excluded: dict[str, int]) -> str | None:
    return json.dumps(excluded) if excluded else None


def print_answer(answer: Answer, every: str | None, clock: str) -> None:
    """Print readings as a table for people, periods named as of the grain `every`."""
    print_whole(readings_table(answer, every, clock))
