"""`deskwise spread`: how the durations behind a figure are spread, against the period before."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise.app.compared_periods import PERIOD_NAMES, USUAL
from deskwise.app.read_metrics import chosen_values
from deskwise.cli.chart_options import picture_options, write_picture
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.selection_options import SelectingCommand
from deskwise.cli.workspace_option import chosen_home, home_option, open_workspace
from deskwise.kernel.errors import UsageError
from deskwise.metrics.definition import CLOCKS
from deskwise.reports.chart_theme import FileTheme

FIELDS = ("from_seconds", "below_seconds", "n", "share", "n_before", "share_before")


@click.command(
    "spread",
    cls=SelectingCommand,
    epilog="""\b
Examples:
  deskwise spread first_response_time
  deskwise spread average_resolution_time --where team=support --period month
  deskwise spread reply_time --since 2026-04-01 --until 2026-07-01 --chart replies.svg
""",
)
@click.argument("metric")
@click.option("--clock", type=click.Choice(CLOCKS), help="Default: working time where there are schedules.")
@click.option(
    "--period",
    type=click.Choice(PERIOD_NAMES),
    help=f"The last full one, against the one before. Default: {USUAL}.",
)
@click.option("--since", metavar="T", help="A period of one's own, from this date or instant on.")
@click.option("--until", metavar="T", help="Up to this date or instant (it is not included).")
@click.option(
    "--where",
    multiple=True,
    metavar="DIM=VALUE...",
    help="Only these values; several of one dimension are alternatives, DIM= is none.",
)
@format_option
@picture_options
@home_option
def command(
    metric: str,
    clock: str | None,
    period: str | None,
    since: str | None,
    until: str | None,
    where: tuple[str, ...],
    form: Format,
    chart: Path | None,
    theme: FileTheme,
    home: str | None,
) -> None:
    """Print how the durations behind a figure are spread: how many took so long, in steps that double or so.

    A median hides a long tail. The period before stands beside it.
    """
    from deskwise.app.follow_metric import MetricQuestion, follow_metric  # noqa: PLC0415 slow
    from deskwise.app.spread_metric import spread_metric  # noqa: PLC0415 slow
    from deskwise.app.tables.spread_table import spread_table  # noqa: PLC0415 slow
    from deskwise.reports.distribution import spread_rows  # noqa: PLC0415 slow

    folder = chosen_home(home)
    workspace = open_workspace(folder)
    question = MetricQuestion(
        metric,
        clock=clock or "",
        period=period or "",
        since=since or "",
        until=until or "",
        where=chosen_values(where),
    )
    found = spread_metric(workspace, follow_metric(workspace, question))
    if found is None:
        raise UsageError(
            "there is no spread to show", do="name a metric of durations, over a period with cases"
        )
    if chart is not None:
        write_picture(folder, found, chart, theme)
    rows = [
        dict(
            zip(
                FIELDS,
                (row[name] for name in ("from", "below", "n", "now", "n_before", "before")),
                strict=True,
            )
        )
        for row in spread_rows(found)
    ]
    if form == "json":
        print_json({"metric": metric, "spread": rows})
    elif form == "csv":
        print_csv(rows, FIELDS)
    else:
        print_whole(spread_table(found))
