"""`deskwise okr check-in`, `override`, `resume`, `milestone` ...: what becomes of key results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskwise.app.tables.table import visible
from deskwise.cli.okr_desk import Desk, cycle_option, print_facts
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import home_option

if TYPE_CHECKING:
    from deskwise.app.objectives.named_objectives import Named


@click.command(
    "check-in",
    epilog="""\b
Examples:
  deskwise okr check-in fast-answers/median --confidence 7
  deskwise okr check-in fast-answers/median --confidence 4 --moved-by "two people were ill" --next "hire"
  deskwise okr check-in articles/written --value 48
""",
)
@click.argument("name", metavar="KEY[/KEY]")
@click.option("--confidence", type=int, metavar="0-10", help="How sure you are that it will be met.")
@click.option("--moved-by", default="", metavar="TEXT", help="What moved it.")
@click.option("--next", "next_step", default="", metavar="TEXT", help="What is next.")
@click.option("--value", metavar="VALUE", help="The value of today, of a key result that nothing reads.")
@cycle_option
@home_option
def check_in(
    name: str,
    confidence: int | None,
    moved_by: str,
    next_step: str,
    value: str | None,
    cycle: str | None,
    home: str | None,
) -> None:
    """Check in on a key result: keep what it reads now, and what you say of it.

    Of an objective with one key result its own key is enough. What is kept is never changed afterwards.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.check_in import Said, check_in  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.key_result(name)
    said = Said(confidence, moved_by, next_step, _value(found, value))
    assert found.key_result is not None
    with told_if_long("reading the key result"):
        check_in(desk.workspace, desk.state, desk.clock, TERMINAL, found.key_result.id, said)
    click.echo(f"{found.name} is checked in:")
    _stands(desk, found)


@click.command(
    "override",
    epilog="""\b
Example:
  deskwise okr override fast-answers/median 2h --why "a week of the log is missing"
""",
)
@click.argument("name", metavar="KEY[/KEY]")
@click.argument("value")
@click.option("--why", required=True, metavar="TEXT", help="The reason; it stays beside the value.")
@cycle_option
@home_option
def override(name: str, value: str, why: str, cycle: str | None, home: str | None) -> None:
    """Let a typed value count in the place of what is read.

    The reading stays beside it, and it can be resumed.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.override_values import override_value  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.key_result(name)
    assert found.key_result is not None
    typed = _value(found, value)
    assert typed is not None
    with told_if_long("reading the key result"):
        override_value(desk.workspace, desk.state, desk.clock, TERMINAL, found.key_result.id, typed, why)
    click.echo(f"{found.name} is overridden, until deskwise okr resume {found.name}:")
    _stands(desk, found)


@click.command("resume", epilog="\b\nExample:\n  deskwise okr resume fast-answers/median")
@click.argument("name", metavar="KEY[/KEY]")
@cycle_option
@home_option
def resume(name: str, cycle: str | None, home: str | None) -> None:
    """Let a key result read by itself again; what was typed stays on record."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.override_values import resume_reading  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.key_result(name)
    assert found.key_result is not None
    resume_reading(desk.state, desk.clock, TERMINAL, found.key_result.id)
    click.echo(f"{found.name} reads by itself again:")
    _stands(desk, found)


@click.command("milestone", epilog='\b\nExamples:\n  deskwise okr milestone survey/steps "written"\n'
               '  deskwise okr milestone survey/steps "written" --undo')  # fmt: skip
@click.argument("name", metavar="KEY[/KEY]")
@click.argument("milestone")
@click.option("--undo", is_flag=True, help="It is not done after all.")
@cycle_option
@home_option
def milestone(name: str, milestone: str, undo: bool, cycle: str | None, home: str | None) -> None:
    """Say of a milestone that it is done."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.reach_milestones import reach_milestone  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.key_result(name)
    key_result = found.key_result
    assert key_result is not None
    reach_milestone(
        desk.state, desk.clock, TERMINAL, key_result.id, key_result.version, milestone, done=not undo
    )
    click.echo(visible(f"{milestone} is {'open again' if undo else 'done'}:"))
    _stands(desk, found)


@click.command("move-definition", epilog="\b\nExample:\n  deskwise okr move-definition fast-answers/median")
@click.argument("name", metavar="KEY[/KEY]")
@cycle_option
@home_option
def move_definition(name: str, cycle: str | None, home: str | None) -> None:
    """Bind a key result to its metric's definition as it is today.

    Past check-ins keep what they knew.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.change_key_results import move_definition  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.key_result(name)
    before = found.key_result
    assert before is not None
    after = move_definition(desk.state, desk.clock, TERMINAL, before.id, before.version)
    assert before.binding is not None
    assert after.binding is not None
    if before.binding.definition == after.binding.definition:
        click.echo(f"{found.name} is bound to {after.binding.definition} already, the newest there is.")
    else:
        click.echo(f"{found.name} was bound to {before.binding.definition}, and is to "
                   f"{after.binding.definition} now.")  # fmt: skip


@click.command("take-out", epilog="\b\nExample:\n  deskwise okr take-out fast-answers/median")
@click.argument("name", metavar="KEY/KEY")
@cycle_option
@home_option
def take_out(name: str, cycle: str | None, home: str | None) -> None:
    """Let a key result count no more; it stays on record.

    Its objective goes on without it.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.change_key_results import take_out  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.key_result(name)
    key_result = found.key_result
    assert key_result is not None
    take_out(desk.state, desk.clock, TERMINAL, key_result.id, key_result.version)
    click.echo(f"{found.name} is taken out, and stays on record.")


def _value(found: Named, text: str | None) -> float | None:
    from deskwise.app.objectives.written_values import written_value  # noqa: PLC0415 slow
    from deskwise.okr.bound_figure import unit_of  # noqa: PLC0415 slow

    assert found.key_result is not None
    return None if text is None else written_value(text, unit_of(found.key_result))


def _stands(desk: Desk, found: Named) -> None:
    """Print where a key result stands after what was done to it."""
    from deskwise.app.tables.key_result_table import short_facts  # noqa: PLC0415 slow

    standing, one = desk.key_result_standing(found)
    if one is not None:
        print_facts(short_facts(one, standing, found.objective, desk.people()))


COMMANDS = (check_in, override, resume, milestone, move_definition, take_out)
