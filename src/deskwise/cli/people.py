"""`deskwise people`: who signs in, what they may, and the links by which they come in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from deskwise.app.plain_json import plain_values
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import chosen_home, home_option, open_state
from deskwise.kernel.clock import SystemClock

ROLES = ("admin", "lead", "agent", "viewer")
PERSON_COLUMNS = ("id", "name", "email", "role", "actor", "teams", "language", "active")
LINK_COLUMNS = ("url", "expires_at")
DEFAULT_ADDRESS = "http://127.0.0.1:8650"


@click.group(
    "people",
    epilog="""\b
Examples:
  deskwise people set-up-link
  deskwise people invite anna@example.org --name "Anna Ames" --role agent --team support --acts-as anna
  deskwise people list
  deskwise people role anna@example.org lead
  deskwise people deactivate anna@example.org
""",
)
def command() -> None:
    """Show, invite and change the people who sign in.

    Whoever can write in the workspace's folder may do all of this: the audit calls them `terminal`.
    """


def address_option(function: Any) -> Any:
    """Give a command the option --address."""
    return click.option(
        "--address",
        envvar="DESKWISE_ADDRESS",
        default=DEFAULT_ADDRESS,
        show_default=True,
        metavar="URL",
        help="Where the pages are, for the link. Or DESKWISE_ADDRESS.",
    )(function)


@command.command("list", epilog="\b\nExample:\n  deskwise people list --format json")
@format_option
@home_option
def list_all(form: Format, home: str | None) -> None:
    """Print everybody, those who are not active too."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.change_people import list_people  # noqa: PLC0415 slow
    from deskwise.app.person_values import person_json  # noqa: PLC0415 slow
    from deskwise.app.tables.people_tables import people_table  # noqa: PLC0415 slow

    found = list_people(open_state(chosen_home(home)), TERMINAL)
    if form == "json":
        print_json({"people": [person_json(one) for one in found]})
    elif form == "csv":
        print_csv([person_json(one) for one in found], PERSON_COLUMNS)
    else:
        print_whole(people_table(found))


@command.command(
    "invite",
    epilog="\b\nExample:\n  deskwise people invite anna@example.org --name Anna --role agent --team support",
)
@click.argument("email")
@click.option("--name", required=True, help="What they are called.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may: see docs/people.md.")
@click.option("--team", "teams", multiple=True, help="A team of theirs, as the log calls it; repeatable.")
@click.option("--acts-as", "actor", help="What the log calls them by, if they act in tickets.")
@click.option("--language", type=click.Choice(("en", "de")), default="en", show_default=True)
@address_option
@format_option
@home_option
def invite_one(
    email: str,
    name: str,
    role: str,
    teams: tuple[str, ...],
    actor: str | None,
    language: str,
    address: str,
    form: Format,
    home: str | None,
) -> None:
    """Invite somebody: print the link by which they set their password."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.invite_people import Invitation, invite  # noqa: PLC0415 slow
    from deskwise.app.person_values import checked_language, checked_role, person_json  # noqa: PLC0415 slow

    invitation = Invitation(name, email, checked_role(role), actor, teams, checked_language(language))
    person, link = invite(open_state(chosen_home(home)), SystemClock(), TERMINAL, invitation)
    told = {"url": address.rstrip("/") + link.path, "expires_at": link.expires_at}
    _print_link(told, form, {"person": person_json(person)})


@command.command("role", epilog="\b\nExamples:\n  deskwise people role anna@example.org lead\n"
                 "  deskwise people role anna@example.org lead --team support --team field")  # fmt: skip
@click.argument("who", metavar="EMAIL|ID")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--team", "teams", multiple=True, help="The teams that are theirs from now on; repeatable.")
@click.option("--acts-as", "actor", help="What the log calls them by from now on; empty for nothing.")
@format_option
@home_option
def role_of(
    who: str, role: str, teams: tuple[str, ...], actor: str | None, form: Format, home: str | None
) -> None:
    """Give somebody another role, and other teams if any are named. The last admin stays one."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.change_people import PersonChange, change_person  # noqa: PLC0415 slow
    from deskwise.app.person_values import checked_role  # noqa: PLC0415 slow

    state = open_state(chosen_home(home))
    person = _found(home, who)
    change = PersonChange(role=checked_role(role), actor=actor, teams=frozenset(teams) if teams else None)
    _print_person(change_person(state, SystemClock(), TERMINAL, person.id, person.version, change), form)


@command.command("deactivate", epilog="\b\nExamples:\n  deskwise people deactivate anna@example.org\n"
                 "  deskwise people deactivate anna@example.org --undo")  # fmt: skip
@click.argument("who", metavar="EMAIL|ID")
@click.option("--undo", is_flag=True, help="Let them in again.")
@format_option
@home_option
def deactivate_one(who: str, undo: bool, form: Format, home: str | None) -> None:
    """Let somebody in no more: their sessions, links and tokens end. The audit still names them."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.change_people import activate, deactivate  # noqa: PLC0415 slow

    person = _found(home, who)
    change = activate if undo else deactivate
    _print_person(change(open_state(chosen_home(home)), SystemClock(), TERMINAL, person.id), form)


@command.command("set-up-link", epilog="\b\nExamples:\n  deskwise people set-up-link\n"
                 "  deskwise people set-up-link --for anna@example.org")  # fmt: skip
@click.option("--for", "who", metavar="EMAIL|ID", help="Somebody who needs a new password, and no new role.")
@address_option
@format_option
@home_option
def link_for(who: str | None, address: str, form: Format, home: str | None) -> None:
    """Print a link that works once: it makes an admin, the first one or one who is locked out."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.invite_people import password_link  # noqa: PLC0415 slow
    from deskwise.app.set_up import set_up_link  # noqa: PLC0415 slow

    state = open_state(chosen_home(home))
    if who is None:
        link = set_up_link(state, SystemClock())
    else:
        link = password_link(state, SystemClock(), TERMINAL, _found(home, who).id)
    _print_link({"url": address.rstrip("/") + link.path, "expires_at": link.expires_at}, form, {})


def _found(home: str | None, who: str) -> Any:
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.change_people import find_person  # noqa: PLC0415 slow

    folder: Path = chosen_home(home)
    return find_person(open_state(folder), TERMINAL, who)


def _print_person(person: Any, form: Format) -> None:
    from deskwise.app.person_values import person_json  # noqa: PLC0415 slow
    from deskwise.app.tables.people_tables import people_table  # noqa: PLC0415 slow

    if form == "json":
        print_json(person_json(person))
    elif form == "csv":
        print_csv([person_json(person)], PERSON_COLUMNS)
    else:
        print_whole(people_table([person]))


def _print_link(told: Mapping[str, Any], form: Format, more: Mapping[str, Any]) -> None:
    if form == "json":
        print_json({**told, **more})
    elif form == "csv":
        print_csv([plain_values(told)], LINK_COLUMNS)
    else:
        click.echo(told["url"])
        click.echo(
            f"It works once, until {told['expires_at']:%Y-%m-%d %H:%M} UTC. Send it to nobody else.", err=True
        )
