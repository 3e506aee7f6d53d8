"""`deskwise okr propose`, `activate`, `withdraw`, `comment`, `part`: what a team says of its objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskwise.app.tables.table import visible
from deskwise.cli.okr_desk import Desk, cycle_option
from deskwise.cli.output import print_whole
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import home_option

if TYPE_CHECKING:
    from deskwise.okr.objective import Objective


@click.command("propose", epilog="\b\nExample:\n  deskwise okr propose fast-answers")
@click.argument("key")
@click.option("--undo", is_flag=True, help="Take it back to a draft; a withdrawn one too.")
@cycle_option
@home_option
def propose(key: str, undo: bool, cycle: str | None, home: str | None) -> None:
    """Propose a draft to the team, who comment on it and take on their parts."""
    desk = Desk.of(home, cycle)
    if undo:
        done = _move(desk, key, "draft")
        click.echo(f"{done.key} is a draft again.")
        return
    done = _move(desk, key, "proposed")
    click.echo(f"{done.key} is proposed. Next:")
    click.echo(f'  deskwise okr comment {done.key} "TEXT"')
    click.echo(f'  deskwise okr part {done.key} "what I take on" --as EMAIL')
    click.echo(f"  deskwise okr activate {done.key}")


@click.command("withdraw", epilog="\b\nExample:\n  deskwise okr withdraw fast-answers")
@click.argument("key")
@cycle_option
@home_option
def withdraw(key: str, cycle: str | None, home: str | None) -> None:
    """Let go of an objective; it stays on record.

    deskwise okr propose --undo drafts it again.
    """
    done = _move(Desk.of(home, cycle), key, "withdrawn")
    click.echo(f"{done.key} is withdrawn, and stays on record.")


@click.command("activate", epilog="\b\nExample:\n  deskwise okr activate fast-answers")
@click.argument("key")
@cycle_option
@home_option
def activate(key: str, cycle: str | None, home: str | None) -> None:
    """Make an objective active: read the baseline of each key result, and freeze it.

    Refused, with the figure, are a target that is the baseline already or lies on its wrong side, and a
    metric without data.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.activate_objectives import activate_objective  # noqa: PLC0415 slow
    from deskwise.app.tables.objective_tables import frozen_table  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.named(key).objective
    with told_if_long("reading the baselines"):
        done = activate_objective(desk.workspace, desk.state, desk.clock, TERMINAL, found.id, found.version)
    with desk.state.reading() as stores:
        kept = [each for each in stores.okr.key_results([done.id]) if each.kept]
    click.echo(f"{done.key} is active, and its baselines are frozen:")
    print_whole(frozen_table(kept))
    click.echo(f"Next: deskwise okr show {done.key}")


@click.command("comment", epilog='\b\nExample:\n  deskwise okr comment fast-answers "two hours is bold"')
@click.argument("key")
@click.argument("text")
@cycle_option
@home_option
def comment(key: str, text: str, cycle: str | None, home: str | None) -> None:
    """Say something of an objective; it stays as it was said."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.talk_of_objectives import remark  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.named(key).objective
    remark(desk.state, desk.clock, TERMINAL, found.id, text)
    click.echo(f"Said of {found.key}: deskwise okr show {found.key}")


@click.command("part", epilog="\b\nExample:\n"
               '  deskwise okr part fast-answers "I write the templates" --as anna@example.org')  # fmt: skip
@click.argument("key")
@click.argument("text")
@click.option("--as", "who", metavar="EMAIL|ID", required=True, help="Whose part it is.")
@cycle_option
@home_option
def part(key: str, text: str, who: str, cycle: str | None, home: str | None) -> None:
    """Write down what a member of the team takes on of an objective.

    Each has one part.     The audit says that it was written in the terminal.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.change_people import find_person  # noqa: PLC0415 slow
    from deskwise.app.objectives.talk_of_objectives import take_part  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.named(key).objective
    person = find_person(desk.state, TERMINAL, who)
    with desk.state.reading() as stores:
        before = next((each for each in stores.okr.parts(found.id) if each.person == person.id), None)
    version = 0 if before is None else before.version
    done = take_part(desk.state, desk.clock, person, found.id, version, text, written_by=TERMINAL)
    click.echo(visible(f"{person.name} takes on of {found.key}: {done.text}"))


def _move(desk: Desk, key: str, to: str) -> Objective:
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.draft_objectives import move_objective  # noqa: PLC0415 slow
    from deskwise.okr.objective import ObjectiveState  # noqa: PLC0415 slow

    found = desk.named(key).objective
    return move_objective(desk.state, desk.clock, TERMINAL, found.id, found.version, ObjectiveState(to))


COMMANDS = (propose, activate, withdraw, comment, part)
