"""`deskwise analyse`: what figures do not show by themselves, an analysis a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.finding import Finding
from deskwise.analyses.registry import ANALYSES
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.compared_periods import PERIOD_NAMES, USUAL
from deskwise.app.read_metrics import chosen_values, threshold
from deskwise.cli.chart_options import picture_options, write_picture
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.selection_options import SelectingCommand
from deskwise.cli.workspace_option import chosen_home, home_option, open_comments, open_state, open_workspace
from deskwise.kernel.errors import UsageError
from deskwise.metrics.definition import CLOCKS, STATS
from deskwise.reports.chart_theme import FileTheme

EXAMPLES = """\b
Examples:
  deskwise analyse {name}{metric}
{more}  deskwise analyse {name}{metric} --since 2026-04-01 --until 2026-07-01
  deskwise analyse {name}{metric} --where team=support --period quarter --format json
  deskwise analyse {name}{metric} --chart {name}.svg
"""

EXAMPLES_OVER_TIME = """\b
Examples:
  deskwise analyse {name}{metric}
{more}  deskwise analyse {name}{metric} --where team=support --format json
"""


@click.group(
    "analyse",
    invoke_without_command=True,
    epilog="""\b
Examples:
  deskwise analyse
  deskwise analyse what_changed csat --by channel
  deskwise analyse what_changed --help
""",
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print what figures do not show by themselves: findings, with what they assume and rest on.

    Without a name it prints which analyses there are.
    """
    if ctx.invoked_subcommand is None:
        from deskwise.app.tables.finding_table import analyses_table  # noqa: PLC0415 slow

        print_whole(analyses_table(ANALYSES.values()))


def _command_of(entry: AnalysisEntry) -> click.Command:
    @click.option("--stat", type=click.Choice(STATS), help="The statistic; of durations the mean.")
    @click.option("--within", metavar="SECONDS", help="The threshold of `within`.")
    @click.option(
        "--clock", type=click.Choice(CLOCKS), help="Default: working time where there are schedules."
    )
    @click.option(
        "--where",
        multiple=True,
        metavar="DIM=VALUE...",
        help="Only these values; several of one dimension are alternatives, DIM= is none.",
    )
    @click.option(
        "--table", metavar="NAME", default="", help="Of several tables this one, with --format csv."
    )
    @format_option
    @picture_options
    @home_option
    def run(
        form: Format,
        table: str,
        chart: Path | None,
        theme: FileTheme,
        home: str | None,
        metric: str = "",
        **given: Any,
    ) -> None:
        own = {each.name: given[each.name] for each in entry.options}
        finding = _found(entry, metric, given, own, home)
        if chart is not None:
            _draw(chosen_home(home), finding, chart, theme)
        _print(finding, form, table)

    run.__doc__ = _help(entry)
    if not entry.over_time:
        run = _with_period(run)
    if not entry.of:
        run = click.argument("metric")(run)
    for option in reversed(entry.options):
        told = f"{option.tells} Default: {option.default}."
        run = click.option(f"--{option.name}", option.name, metavar=option.metavar, help=told)(run)
    about = "" if entry.of else " csat"
    split = next((each for each in entry.options if each.name == "by"), None)
    by = "" if split is None else (split.choices or ("channel",))[-1]
    more = f"  deskwise analyse {entry.name}{about} --by {by}\n" if by else ""
    words = EXAMPLES_OVER_TIME if entry.over_time else EXAMPLES
    epilog = words.format(name=entry.name, metric=about, more=more)
    made = click.command(entry.name, cls=SelectingCommand, epilog=epilog)
    return made(run)


def _with_period(run: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--until", metavar="T", help="Up to this date or instant (it is not included)."),
        click.option("--since", metavar="T", help="A period of one's own, from this date or instant on."),
        click.option(
            "--period",
            type=click.Choice(PERIOD_NAMES),
            help=f"The last full one, against the one before. Default: {USUAL}.",
        ),
    ):
        run = option(run)
    return run


def _found(
    entry: AnalysisEntry,
    metric: str,
    given: Mapping[str, Any],
    own: Mapping[str, str | None],
    home: str | None,
) -> Finding:
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.analyse import analyse  # noqa: PLC0415 slow
    from deskwise.app.asking import Asking  # noqa: PLC0415 slow

    folder = chosen_home(home)
    question = AnalysisQuestion(
        entry.name,
        metric,
        stat=given["stat"] or "",
        clock=given["clock"] or "",
        within_seconds=None if given["within"] is None else threshold(given["within"]),
        period=given.get("period") or "",
        since=given.get("since") or "",
        until=given.get("until") or "",
        where=chosen_values(given["where"]),
        options={name: value for name, value in own.items() if value},
    )
    return analyse(
        Asking(open_workspace(folder), open_state(folder), TERMINAL, comments=open_comments(folder)),
        question,
    )


def _draw(home: Path, finding: Finding, path: Path, theme: FileTheme) -> None:
    from deskwise.app.chart_finding import chart_finding  # noqa: PLC0415 slow

    chart = chart_finding(finding)
    if chart is None:
        raise UsageError("there is nothing to draw", do="leave --chart out, or choose a period with cases")
    write_picture(home, chart, path, theme)


def _print(finding: Finding, form: Format, table: str) -> None:
    from deskwise.app.finding_json import finding_json  # noqa: PLC0415 slow
    from deskwise.app.tables.finding_table import finding_lines, finding_tables, rests_on_line  # noqa: PLC0415 slow

    if form == "json":
        print_json(finding_json(finding))
    elif form == "csv":
        told = finding.table(table)
        print_csv(told.records(), [each.name for each in told.columns])
    else:
        for line in finding_lines(finding):
            click.echo(line)
        for each in finding_tables(finding):
            click.echo()
            print_whole(each)
        click.echo()
        click.echo(rests_on_line(finding))


def _help(entry: AnalysisEntry) -> str:
    parts = (
        entry.tells,
        entry.answers,
        f"It assumes: {' '.join(entry.assumes)}",
        f"When not to trust it: {' '.join(entry.distrust)}",
        f"Method: {entry.method}",
        f"Reference: {entry.reference}.",
    )
    return "\n\n".join(parts)


for _entry in ANALYSES.values():
    command.add_command(_command_of(_entry))
