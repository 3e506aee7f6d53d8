"""`deskwise audit`: who changed what."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click

from deskwise.app.plain_json import plain
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_state
from deskwise.kernel.errors import UsageError

COLUMNS = ("number", "at", "who", "what", "on", "before", "after")
INSTANTS = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.command(
    "audit",
    epilog="""\b
Examples:
  deskwise audit
  deskwise audit --who terminal --since 2026-01-01
  deskwise audit --what person_changed --format json
  deskwise audit --on person:3f9c0d52a1b4e678 --format csv
""",
)
@click.option("--who", help="A person's id, terminal or token:ID.")
@click.option("--what", help="What was done, such as invited or person_changed.")
@click.option("--on", help="What was changed: person:ID, token:ID, annotation:ID.")
@click.option("--since", type=INSTANTS, help="From this instant on (UTC).")
@click.option("--until", type=INSTANTS, help="Before this instant (UTC).")
@click.option("--most", type=int, default=100, show_default=True, help="How many entries at most.")
@format_option
@home_option
def command(
    who: str | None,
    what: str | None,
    on: str | None,
    since: datetime | None,
    until: datetime | None,
    most: int,
    form: Format,
    home: str | None,
) -> None:
    """Print who changed what among people, tokens and annotations, the latest first."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.audit import AuditQuestion, Deed  # noqa: PLC0415 slow
    from deskwise.app.read_audit import read_audit  # noqa: PLC0415 slow
    from deskwise.app.tables.people_tables import audit_table  # noqa: PLC0415 slow

    if what is not None and what not in set(Deed):
        raise UsageError("nothing that is done is called so", do=f"choose from {', '.join(Deed)}")
    question = AuditQuestion(
        who, None if what is None else Deed(what), on, _utc(since), _utc(until), most=most
    )
    found = read_audit(open_state(chosen_home(home)), TERMINAL, question)
    if form == "json":
        print_json({"audit": [one.to_json() for one in found]})
    elif form == "csv":
        print_csv([_row(one.to_json()) for one in found], COLUMNS)
    else:
        print_whole(audit_table(found))


def _row(entry: dict[str, Any]) -> dict[str, Any]:
    """A row whose changes are one cell each, as JSON: they have other fields in each row."""
    written = {
        name: None if entry[name] is None else json.dumps(entry[name], ensure_ascii=False, default=plain)
        for name in ("before", "after")
    }
    return {**entry, "at": plain(entry["at"]), **written}


def _utc(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)
