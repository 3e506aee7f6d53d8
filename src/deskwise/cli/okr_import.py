"""`deskwise okr import`: objectives of a spreadsheet become drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskwise.app.tables.table import Column, Table, visible
from deskwise.cli.okr_desk import Desk, cycle_option
from deskwise.cli.okr_files import apply_file, read_text
from deskwise.cli.output import print_whole
from deskwise.cli.workspace_option import home_option
from deskwise.kernel.errors import UsageError

if TYPE_CHECKING:
    from deskwise.app.objectives.objectives_sheet import Sheet
    from deskwise.app.objectives.sheet_cells import Dates

FINDING = 1
MOST_SHOWN = 10


@click.command(
    "import",
    epilog="""\b
Exit codes: 0 all was read, 1 rows are kept aside, 2 usage or input.

\b
Examples:
  deskwise okr import okrs.csv --dry-run
  deskwise okr import okrs.csv --map "Initiative=objective" --map "Score=none"
  deskwise okr import okrs.csv --cycle "Q1 2027" --dates day-first --yes
""",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--map", "said", multiple=True, metavar="COLUMN=FIELD",
              help="What a column says, or none; repeatable.")  # fmt: skip
@click.option("--dates", type=click.Choice(("day-first", "month-first")),
              help="What comes first in dates such as 03/04/2026.")  # fmt: skip
@click.option("--aside", type=click.Path(path_type=Path), metavar="FILE",
              help="Where unread rows go. Default: beside the file, as NAME.aside.csv.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what it would add, and add nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@cycle_option
@home_option
@click.pass_context
def import_sheet(
    ctx: click.Context,
    file: Path,
    said: tuple[str, ...],
    dates: Dates | None,
    aside: Path | None,
    dry_run: bool,
    yes: bool,
    cycle: str | None,
    home: str | None,
) -> None:
    """Read objectives of a spreadsheet into a cycle, as drafts.

    A row is a key result with its objective. Columns are known by their names; what they are taken for is
    shown first. What names no metric becomes a typed number.
    """
    from deskwise.app.answer_questions import pairs  # noqa: PLC0415 slow
    from deskwise.app.objectives.apply_objectives import objectives_file  # noqa: PLC0415 slow
    from deskwise.app.objectives.objectives_sheet import aside_csv, read_sheet  # noqa: PLC0415 slow
    from deskwise.app.objectives.sheet_columns import plain_words  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    into = desk.cycle()
    with desk.state.reading() as stores:
        everybody = stores.people.all()
    there = objectives_file(desk.state, (into,)).cycles[0].objectives
    people = {name: each.email for each in everybody for name in (plain_words(each.name), each.email)}
    text = read_text(file, ("utf-8-sig", "cp1252"))
    sheet = read_sheet(text, into, people, pairs("--map", said), dates, there)
    _print(sheet)
    if sheet.aside and not dry_run:
        _write(aside or file.with_name(f"{file.stem}.aside.csv"), aside_csv(sheet))
    if sheet.file is None:
        click.echo("No row could be read, and nothing was added.")
    else:
        apply_file(desk, sheet.file, dry_run=dry_run, yes=yes, told_rest=False)
    ctx.exit(FINDING if sheet.aside else 0)


def _print(sheet: Sheet) -> None:
    rows = [[field, column] for field, column in sheet.columns.items()]
    notes = [f"Not used: {', '.join(sheet.unused)}. To use one: --map COLUMN=FIELD."] if sheet.unused else []
    print_whole(Table([Column("means"), Column("column")], rows, None, notes))
    click.echo(f"{sheet.rows - len(sheet.aside)} of {sheet.rows} rows were read.")
    for each in sheet.aside[:MOST_SHOWN]:
        click.echo(visible(f"Row {each.row} is kept aside: {each.why}."))
    if len(sheet.aside) > MOST_SHOWN:
        click.echo(f"And {len(sheet.aside) - MOST_SHOWN} more rows are kept aside.")
    for note in sheet.notes:
        click.echo(visible(f"Note: {note}."))
    click.echo()


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written", do="name a file in a folder you may write to: --aside FILE"
        ) from error
    click.echo(f"Rows that could not be read are in {path}, each with its reason.")


COMMANDS = (import_sheet,)
