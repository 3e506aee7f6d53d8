"""`deskwise personal-data`: what is held on one person, in all stores."""

from __future__ import annotations

from collections.abc import Mapping

import click

from deskwise.app.access.holders import TERMINAL
from deskwise.app.held_on_person import HeldOnPerson, PersonalDataKeeper
from deskwise.app.plain_json import flattened, plain_values
from deskwise.cli.output import format_option, print_csv, print_json
from deskwise.cli.workspace_option import chosen_home, home_option, open_forgetter, open_state
from deskwise.kernel.clock import SystemClock


@click.command(
    "personal-data",
    epilog="""\b
Examples:
  deskwise personal-data C-88
  deskwise personal-data ada@example.org --format json
""",
)
@click.argument("identifier")
@format_option
@home_option
def command(identifier: str, form: str, home: str | None) -> None:
    """Print what is held on whom the log calls IDENTIFIER, exactly as written.

    Of a customer who has a pseudonym, what names that is found by the identifier as well.
    The audit notes that it was asked, and not of whom. Files that were sent for an import, exports and
    backups are not searched.
    """
    folder = chosen_home(home)
    keeper = PersonalDataKeeper(open_forgetter(folder), open_state(folder), SystemClock(), TERMINAL)
    found = keeper.held(identifier)
    if form == "json":
        print_json(plain_values(found.to_json()))
    elif form == "csv":
        rows = [
            {"what": name, "value": value} for name, value in flattened(plain_values(found.to_json())).items()
        ]
        print_csv(rows, ("what", "value"))
    else:
        for line in _told(found):
            click.echo(line)


def _told(found: HeldOnPerson) -> list[str]:
    if found.nothing:
        return ["Nothing is held on anybody called so."]
    lake, state = found.lake, found.state
    lines = []
    if lake.pseudonym:
        lines.append(f"They were forgotten before, as {lake.pseudonym}.")
    if lake.known_as:
        lines.append(f"The log knows them as a customer by a pseudonym: {lake.known_as}.")
    lines.append(f"Log: {lake.rows:,} rows ({_counts(lake.kinds)})." if lake.rows else "Log: nothing.")
    if lake.rows:
        span = " to ".join(f"{at:%Y-%m-%d %H:%M}" for at in (lake.first_at, lake.last_at) if at is not None)
        lines.append(f"Where it stands: {_counts(lake.columns)}; {span} UTC; texts: {lake.texts:,}.")
        listed = ", ".join(f"{source} {ticket}" for source, ticket in lake.tickets[:20])
        more = f" and {lake.tickets_total - 20:,} more" if lake.tickets_total > 20 else ""
        lines.append(f"Tickets: {lake.tickets_total:,}{f' ({listed}{more})' if listed else ''}.")
    lines.append(f"Facts: {_counts(lake.facts) or 'nothing'}. Rejects: {lake.rejects:,}.")
    if state.people:
        lines.append(
            f"They sign in here ({', '.join(state.people)}): {state.tokens:,} tokens, "
            f"{state.annotations:,} annotations, {state.audit_entries:,} entries of the audit."
        )
    if found.settings:
        lines.append(f"Settings name it: {', '.join(found.settings)}.")
    if lake.left:
        lines.append(f"Called the same, and nobody: {_counts(lake.left)}.")
    return lines


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
