"""`deskwise forget`: people's identifiers and texts leave the workspace, its figures stay."""

from __future__ import annotations

import click

from deskwise.app.forget_people import find_people, forget_people
from deskwise.app.forgetting import Forgotten, ForgottenNote
from deskwise.cli.output import Column, format_option, print_csv, print_json, print_table
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_forgetter
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError

NOTE_COLUMNS = ("at", "reason", "persons", "pseudonyms", "rows", "tickets", "texts", "rejects")
COUNTED = ("persons", "rows", "tickets", "texts", "rejects")
BACKUPS = "Backups and exports made before still hold it: they are yours to remove."


@click.command(
    "forget",
    epilog="""\b
Exit codes: 0 done, 2 usage or input.

\b
Examples:
  deskwise forget C-88 --dry-run
  deskwise forget C-88 "Ada Example" ada@example.org
  deskwise forget C-88 --yes
  deskwise forget --list
""",
)
@click.argument("identifiers", nargs=-1, metavar="IDENTIFIER...")
@click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--list", "listed", is_flag=True, help="Print what was forgotten so far; never who.")
@format_option
@home_option
def command(
    identifiers: tuple[str, ...], dry_run: bool, yes: bool, listed: bool, form: str, home: str | None
) -> None:
    """Put a pseudonym in the place of each IDENTIFIER, everywhere and for good; figures stay as they are.

    An identifier is what the log calls a person by: as customer, actor, agent or in a further field. Their
    texts go, and the same rows imported again find the pseudonym. It cannot be undone.
    """
    forgetter = open_forgetter(chosen_home(home))
    if listed:
        if identifiers:
            raise UsageError("--list takes no identifier", do="leave one of them out")
        _print_notes(forgetter.notes(), form)
        return
    found = find_people(forgetter, identifiers)
    if not dry_run:
        if not yes:
            click.echo("\n".join(_told(found, "would change")), err=True)
            click.confirm("Forget them for good?", abort=True, err=True)
        with told_if_long("writing the workspace anew"):
            found = forget_people(forgetter, identifiers, SystemClock())
    if form == "json":
        print_json({**found.to_json(), "dry_run": dry_run})
    elif form == "csv":
        print_csv([found.to_json()], tuple(found.to_json()))
    else:
        for line in _told(found, "would change" if dry_run else "changed"):
            click.echo(line)
        click.echo("Nothing was changed." if dry_run else BACKUPS)


def _told(found: Forgotten, verb: str) -> list[str]:
    where = ", ".join(f"{place} {count:,}" for place, count in found.columns.items())
    lines = [f"{', '.join(found.pseudonyms)}: {verb} {_rows(found)} of the log ({_inside(found)})."]
    if where:
        lines.append(f"Where it stands: {where}.")
    if found.left:
        left = ", ".join(f"{place} {count:,}" for place, count in found.left.items())
        lines.append(f"Called the same, and left as it is: {left}.")
    if found.settings:
        lines.append(f"Settings name it, and are yours to change: {', '.join(found.settings)}.")
    return lines


def _rows(found: Forgotten) -> str:
    return "1 row" if found.rows == 1 else f"{found.rows:,} rows"


def _inside(found: Forgotten) -> str:
    return f"{found.tickets:,} tickets, {found.texts:,} texts, {found.rejects:,} rejects"


def _print_notes(notes: tuple[ForgottenNote, ...], form: str) -> None:
    if form == "json":
        print_json({"forgotten": [note.to_json() for note in notes]})
    elif form == "csv":
        print_csv([note.to_json() for note in notes], NOTE_COLUMNS)
    elif notes:
        columns = tuple(Column(name, "right" if name in COUNTED else "left") for name in NOTE_COLUMNS)
        print_table(columns, [_cells(note) for note in notes])
    else:
        click.echo("Nothing was forgotten so far.")


def _cells(note: ForgottenNote) -> list[str]:
    told = {"at": f"{note.at:%Y-%m-%d %H:%M}"}
    cells = {name: getattr(note, name) for name in NOTE_COLUMNS}
    return [
        told.get(name) or ("" if cell is None else f"{cell:,}" if name in COUNTED else str(cell))
        for name, cell in cells.items()
    ]
