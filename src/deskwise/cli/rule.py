"""`deskwise rule`: rule on an event of a ticket, or take a ruling back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import chosen_home, home_option, open_state, open_workspace
from deskwise.events.vocabulary import RULINGS
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError

if TYPE_CHECKING:
    from deskwise.app.rule_on_event import Ruled, RulingOrder

EVENT_FIELDS = ("event_id", "at", "kind", "role", "offered", "ruling")
RULED_FIELDS = (
    "source", "ticket", "ruling_id", "event", "ruling", "why", "by", "at", "ruled_at", "is_new", "changed",
)  # fmt: skip


@click.command(
    "rule",
    epilog="""\b
Examples:
  deskwise rule 4711
  deskwise rule 4711 m3 acknowledgement --why "only says thanks"
  deskwise rule 4711 e5 new_issue --why "another printer" --source desk
  deskwise rule 4711 --take-back ruling-5b1f... --why "it was a question after all"

\b
Rulings:
"""
    + "\n".join(f"  {word.name:<16} {word.meaning}" for word in RULINGS),
)
@click.argument("ticket")
@click.argument("event", required=False)
@click.argument("ruling", required=False, type=click.Choice([word.name for word in RULINGS]))
@click.option("--why", metavar="TEXT", help="The reason, in a line; it stays with the ruling.")
@click.option(
    "--decides",
    "disputes",
    metavar="DISPUTE",
    multiple=True,
    help="The id of a dispute of the ticket that the ruling decides; repeatable.",
)
@click.option("--take-back", metavar="RULING", help="Take the ruling of this id back; it was made here.")
@click.option(
    "--source", metavar="NAME", help="The ticket's source, where several have a ticket of this name."
)
@format_option
@home_option
def command(
    ticket: str,
    event: str | None,
    ruling: str | None,
    why: str | None,
    disputes: tuple[str, ...],
    take_back: str | None,
    source: str | None,
    form: Format,
    home: str | None,
) -> None:
    """Rule on an event of a ticket; with the ticket alone, list the events that can be ruled on.

    A ruling is an event of its own, and the last one on an event counts: rule again to change your mind, or
    take the ruling back, and what stood before it counts. It is of the instant up to which its source is
    known, or of now if that is earlier. The figures change at once, and the command prints which did.
    """
    if take_back is not None:
        if event is not None:
            raise UsageError("a ruling is taken back by its id alone", do="name no event beside --take-back")
        _take_back(ticket, take_back, _needed(why), source, form, home)
    elif event is None:
        _list(ticket, source, form, home)
    elif ruling is None:
        raise UsageError("the event is named, and no ruling", do="say which: deskwise rule --help lists them")
    else:
        from deskwise.app.rule_on_event import RulingOrder  # noqa: PLC0415 slow

        _rule(RulingOrder(ticket, event, ruling, _needed(why), source), disputes, form, home)


def _needed(why: str | None) -> str:
    if why is None:
        raise UsageError("a ruling needs a reason", do='say it: --why "only says thanks"')
    return why


def _list(ticket: str, source: str | None, form: Format, home: str | None) -> None:
    from deskwise.app.offered_rulings import rulable_events  # noqa: PLC0415 slow
    from deskwise.app.tables.rulings_table import rulable_table  # noqa: PLC0415 slow

    found, events = rulable_events(open_workspace(chosen_home(home)), ticket, source)
    told = [each.to_json() for each in events]
    if form == "json":
        print_json({"source": found.source, "ticket": found.ticket, "events": told})
    elif form == "csv":
        print_csv(told, EVENT_FIELDS)
    else:
        print_whole(rulable_table(events, found.zone))


def _rule(order: RulingOrder, disputes: tuple[str, ...], form: Format, home: str | None) -> None:
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.dispute_figures import settle_disputes  # noqa: PLC0415 slow
    from deskwise.app.rule_on_event import rule_on_event  # noqa: PLC0415 slow

    folder = chosen_home(home)
    state = open_state(folder)
    with told_if_long("ruling"):
        done = rule_on_event(open_workspace(folder), state, SystemClock(), TERMINAL, order)
    if disputes:
        settle_disputes(state, SystemClock(), TERMINAL, done, disputes)
    _print(done, form, "ruled" if done.is_new else "ruled already, for the same reason: nothing was written")


def _take_back(
    ticket: str, ruling: str, why: str, source: str | None, form: Format, home: str | None
) -> None:
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.rule_on_event import take_back_ruling  # noqa: PLC0415 slow

    folder = chosen_home(home)
    with told_if_long("taking the ruling back"):
        done = take_back_ruling(
            open_workspace(folder), open_state(folder), SystemClock(), TERMINAL, ticket, ruling, why, source
        )
    _print(done, form, "taken back")


def _print(done: Ruled, form: Format, what: str) -> None:
    from deskwise.app.tables.rulings_table import changed_table  # noqa: PLC0415 slow

    if form == "json":
        print_json(done.to_json())
    elif form == "csv":
        print_csv([done.to_json()], RULED_FIELDS)
    else:
        click.echo(f"{done.ruling.ruling} on {done.ruling.on}: {what} ({done.ruling.id})")
        click.echo()
        print_whole(changed_table(done.changed))
