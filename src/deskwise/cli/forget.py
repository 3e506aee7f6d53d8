"""`deskwise forget`: people's identifiers and texts leave the workspace, its figures stay."""

from __future__ import annotations

import click

from deskwise.app.access.holders import TERMINAL
from deskwise.app.forget_people import find_people
from deskwise.app.forgetting import SETTING_OF, Forgotten, ForgottenNote, Reason
from deskwise.app.held_on_person import PersonalDataKeeper
from deskwise.cli.output import Column, format_option, print_csv, print_json, print_table
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_forgetter, open_state
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError

NOTE_COLUMNS = ("at", "reason", "persons", "pseudonyms", "rows", "tickets", "texts", "rejects")
COUNTED = ("persons", "rows", "tickets", "texts", "rejects")
EXPIRED_COLUMNS = ("reason", "pseudonyms", "rows", "tickets", "texts", "rejects")
ANEW = "writing the workspace anew"
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
  deskwise forget --expired
  deskwise forget --list
""",
)
@click.argument("identifiers", nargs=-1, metavar="IDENTIFIER...")
@click.option("--dry-run", is_flag=True, help="Say what would be changed, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--expired",
    is_flag=True,
    help="Let go what the settings under `retention` no longer keep, and customers' identifiers where"
    " `customers` wishes pseudonyms.",
)
@click.option("--list", "listed", is_flag=True, help="Print what was forgotten so far; never who.")
@format_option
@home_option
def command(
    identifiers: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    expired: bool,
    listed: bool,
    form: str,
    home: str | None,
) -> None:
    """Put a pseudonym in the place of each IDENTIFIER, everywhere and for good; figures stay as they are.

    An identifier is what the log calls a person by: as customer, actor, agent or in a further field. Their
    texts go, and the same rows imported again find the pseudonym. It cannot be undone.
    """
    if (expired or listed) and (identifiers or (expired and listed)):
        raise UsageError(
            "identifiers, --expired and --list are three questions", do="ask one: see deskwise forget --help"
        )
    folder = chosen_home(home)
    forgetter = open_forgetter(folder)
    keeper = PersonalDataKeeper(forgetter, open_state(folder), SystemClock(), TERMINAL)
    if listed:
        _print_notes(forgetter.notes(), form)
    elif expired:
        _forget_expired(keeper, form, dry_run=dry_run, yes=yes)
    else:
        _forget(keeper, identifiers, form, dry_run=dry_run, yes=yes)


def _forget(
    keeper: PersonalDataKeeper, identifiers: tuple[str, ...], form: str, *, dry_run: bool, yes: bool
) -> None:
    found = find_people(keeper.data, identifiers)
    if not dry_run:
        if not yes:
            _ask(_told(found, "would change"), "Forget them for good?")
        with told_if_long(ANEW):
            found = keeper.forget(identifiers)
    if form == "json":
        print_json({**found.to_json(), "dry_run": dry_run})
    elif form == "csv":
        print_csv([found.to_json()], tuple(found.to_json()))
    else:
        for line in _told(found, "would change" if dry_run else "changed"):
            click.echo(line)
        click.echo("Nothing was changed." if dry_run else BACKUPS)


def _forget_expired(keeper: PersonalDataKeeper, form: str, *, dry_run: bool, yes: bool) -> None:
    found = keeper.find_expired()
    if found and not dry_run:
        if not yes:
            _ask(_told_expired(found, "would change"), "Let it go for good?")
        with told_if_long(ANEW):
            found = keeper.expire()
    rows = [{"reason": reason, **one.to_json()} for reason, one in found]
    if form == "json":
        print_json({"expired": rows, "dry_run": dry_run})
    elif form == "csv":
        print_csv(rows, EXPIRED_COLUMNS)
    else:
        for line in _told_expired(found, "would change" if dry_run else "changed"):
            click.echo(line)
        click.echo("Nothing is to go." if not found else "Nothing was changed." if dry_run else BACKUPS)


def _ask(told: list[str], question: str) -> None:
    click.echo("\n".join(told), err=True)
    click.confirm(question, abort=True, err=True)


def _told_expired(found: tuple[tuple[Reason, Forgotten], ...], verb: str) -> list[str]:
    return [
        f"{SETTING_OF[reason]}: {verb} {_rows(one)} of the log ({_inside(one)})"
        f"{f'; {_pseudonyms(reason, one)} for {len(one.pseudonyms):,} customers' if one.pseudonyms else ''}."
        for reason, one in found
    ]


def _pseudonyms(reason: Reason, found: Forgotten) -> str:
    return "pseudonyms" if reason == "customers" else found.told


def _told(found: Forgotten, verb: str) -> list[str]:
    where = ", ".join(f"{place} {count:,}" for place, count in found.columns.items())
    lines = [f"{found.told}: {verb} {_rows(found)} of the log ({_inside(found)})."]
    if found.known_as:
        lines.append(f"As customers the log knew them by pseudonyms: {', '.join(found.known_as)}.")
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
