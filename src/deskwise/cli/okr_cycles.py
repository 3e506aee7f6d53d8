"""`deskwise okr cycles` and `deskwise okr cycle`: the times that objectives are set for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskwise.cli.okr_desk import Desk, InOrder
from deskwise.cli.output import Format, format_option, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import home_option

if TYPE_CHECKING:
    from deskwise.okr.cycle import Cycle

COLUMNS = ("id", "name", "first_day", "last_day", "state", "check_in_days", "follows", "version", "current",
           "objectives")  # fmt: skip


@click.command("cycles", epilog="\b\nExample:\n  deskwise okr cycles --format json")
@format_option
@home_option
def list_cycles(form: Format, home: str | None) -> None:
    """Print the cycles, the earliest first.

    The arrow points to the one that is meant when none is named.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives import list_cycles as listing  # noqa: PLC0415 slow
    from deskwise.app.tables.objective_tables import cycles_table  # noqa: PLC0415 slow

    desk = Desk.of(home)
    found = listing.list_cycles(desk.state, desk.clock, TERMINAL, desk.zone)
    if form == "json":
        print_json({"cycles": found.to_json()})
    elif form == "csv":
        print_csv(found.to_json(), COLUMNS)
    else:
        told = {name: f"{count}" for name, count in found.counts.items()}
        print_whole(cycles_table(found.cycles, found.current, told, found.today))


@click.group("cycle", cls=InOrder, epilog="\b\nExamples:\n  deskwise okr cycle begin\n"
             '  deskwise okr cycle close "Q1 2027"')  # fmt: skip
def one_cycle() -> None:
    """Lead a cycle from planning over its review to its close, or change it.

    NAME may be left out: then the current one is meant.
    """


@one_cycle.command("begin", epilog='\b\nExample:\n  deskwise okr cycle begin "Q1 2027"')
@click.argument("name", required=False)
@home_option
def begin(name: str | None, home: str | None) -> None:
    """Begin a cycle that is planned; its days stay from now on."""
    _move(Desk.of(home, name), "active", "has begun: deskwise okr tree")


@one_cycle.command("plan", epilog='\b\nExample:\n  deskwise okr cycle plan "Q1 2027"')
@click.argument("name", required=False)
@home_option
def plan(name: str | None, home: str | None) -> None:
    """Put a cycle back to planning, as long as no objective of it is active."""
    _move(Desk.of(home, name), "planning", "is planned again")


@one_cycle.command("review", epilog='\b\nExample:\n  deskwise okr cycle review "Q1 2027"')
@click.argument("name", required=False)
@click.option("--undo", is_flag=True, help="Let it run again.")
@home_option
def review(name: str | None, undo: bool, home: str | None) -> None:
    """Put a cycle into review: its objectives are closed one by one."""
    if undo:
        _move(Desk.of(home, name), "active", "runs again")
    else:
        _move(Desk.of(home, name), "review", "is in review: close its objectives with deskwise okr close KEY")


@one_cycle.command("close", epilog='\b\nExample:\n  deskwise okr cycle close "Q1 2027"')
@click.argument("name", required=False)
@home_option
def close(name: str | None, home: str | None) -> None:
    """Close a cycle whose objectives are closed or withdrawn; it stays as it is from then on."""
    _move(Desk.of(home, name), "closed", "is closed")


@one_cycle.command("change", epilog="\b\nExamples:\n  deskwise okr cycle change --check-in-days 14\n"
                   '  deskwise okr cycle change "Q1 2027" --name "First quarter 2027"')  # fmt: skip
@click.argument("name", required=False)
@click.option("--name", "new_name", metavar="TEXT", help="What it is called from now on.")
@click.option("--from", "first", metavar="DAY", help="Its first day; only of one that has not begun.")
@click.option("--to", "last", metavar="DAY", help="Its last day; only of one that has not begun.")
@click.option("--check-in-days", type=int, help="How many days check-ins are apart.")
@home_option
def change(
    name: str | None,
    new_name: str | None,
    first: str | None,
    last: str | None,
    check_in_days: int | None,
    home: str | None,
) -> None:
    """Change a cycle's name, its check-ins, or the days of one that has not begun."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.change_cycles import CycleDraft, change_cycle  # noqa: PLC0415 slow
    from deskwise.app.objectives.written_values import written_day  # noqa: PLC0415 slow

    desk = Desk.of(home, name)
    before = desk.cycle()
    draft = CycleDraft(
        new_name or before.name,
        before.first_day if first is None else written_day(first),
        before.last_day if last is None else written_day(last),
        before.check_in_days if check_in_days is None else check_in_days,
        before.follows,
    )
    _say(change_cycle(desk.state, desk.clock, TERMINAL, before.id, before.version, draft), "is changed")


def _move(desk: Desk, to: str, what: str) -> None:
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.change_cycles import move_cycle  # noqa: PLC0415 slow
    from deskwise.okr.cycle import CycleState  # noqa: PLC0415 slow

    before = desk.cycle()
    _say(move_cycle(desk.state, desk.clock, TERMINAL, before.id, before.version, CycleState(to)), what)


def _say(cycle: Cycle, what: str) -> None:
    from deskwise.app.tables.objective_words import span_words  # noqa: PLC0415 slow

    click.echo(f"{cycle.name} ({span_words(cycle.first_day, cycle.last_day)}) {what}.")


COMMANDS = (list_cycles, one_cycle)
