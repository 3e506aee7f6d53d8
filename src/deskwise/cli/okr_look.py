"""`deskwise okr tree`, `show` and `history`: where objectives stand, and how they came there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from deskwise.app.tables.table import visible
from deskwise.cli.okr_desk import Desk, bar_width, cycle_option, print_facts, print_sentence
from deskwise.cli.output import Format, format_option, print_close, print_csv, print_json, print_whole
from deskwise.cli.workspace_option import home_option

if TYPE_CHECKING:
    from deskwise.app.objectives.named_objectives import Named
    from deskwise.app.objectives.standings import CycleStanding

HISTORY_COLUMNS = ("at", "who", "what", "on", "told")


@click.command("tree", epilog='\b\nExamples:\n  deskwise okr tree\n  deskwise okr tree --cycle "Q4 2026"\n'
               "  deskwise okr tree --format csv")  # fmt: skip
@cycle_option
@format_option
@home_option
def tree(cycle: str | None, form: Format, home: str | None) -> None:
    """Print the objectives of a cycle with their key results, and where each stands.

    The line in a bar is where the pace expects it to be today. An arrow to the left is worse than where it
    began, one to the right beyond the target. What begins in brackets is not frozen yet.
    """
    from deskwise.app.objectives.standings_told import (  # noqa: PLC0415 slow
        KEY_RESULT_COLUMNS,
        key_result_rows,
        standing_json,
    )
    from deskwise.app.tables.objective_tables import NO_CYCLE  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    if cycle is None and form == "table" and not _has_cycle(desk):
        click.echo("\n".join(NO_CYCLE))
        return
    standing = desk.standing(desk.cycle())
    if form == "json":
        print_json(standing_json(standing))
    elif form == "csv":
        print_csv(key_result_rows(standing), KEY_RESULT_COLUMNS)
    else:
        _print_tree(desk, standing)


@click.command("show", epilog="\b\nExamples:\n  deskwise okr show fast-answers\n"
               "  deskwise okr show fast-answers/median")  # fmt: skip
@click.argument("name", metavar="KEY[/KEY]")
@cycle_option
@format_option
@home_option
def show(name: str, cycle: str | None, form: Format, home: str | None) -> None:
    """Print all that is known of an objective, or of a key result."""
    desk = Desk.of(home, cycle)
    found = desk.named(name)
    if found.key_result is None:
        _show_objective(desk, found, form)
    else:
        _show_key_result(desk, found, form)


@click.command("history", epilog="\b\nExamples:\n  deskwise okr history fast-answers\n"
               "  deskwise okr history fast-answers/median --format json")  # fmt: skip
@click.argument("name", metavar="KEY[/KEY]")
@cycle_option
@format_option
@home_option
def history(name: str, cycle: str | None, form: Format, home: str | None) -> None:
    """Print what became of it: check-ins, typed values, comments and changes.

    A check-in says what was known then. Where the same time reads otherwise now, it says that too, and why.
    """
    from deskwise.app.objectives.objective_history import objective_history  # noqa: PLC0415 slow
    from deskwise.app.tables.history_table import event_json, history_table  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.named(name)
    events = objective_history(desk.workspace, desk.state, found)
    people = desk.people()
    rows = [event_json(each, people) for each in events]
    if form == "json":
        print_json({"history": rows})
    elif form == "csv":
        print_csv(rows, HISTORY_COLUMNS)
    else:
        print_whole(history_table(events, people, desk.zone))


def _has_cycle(desk: Desk) -> bool:
    with desk.state.reading() as stores:
        return bool(stores.okr.cycles())


def _print_tree(desk: Desk, standing: CycleStanding) -> None:
    from deskwise.app.tables.objective_tables import NO_OBJECTIVE, heading, tree_tables  # noqa: PLC0415 slow

    print_sentence(heading(standing))
    if not standing.objectives:
        click.echo("\n".join(NO_OBJECTIVE))
    for lines, table in tree_tables(standing, desk.people(), bar_width()):
        click.echo()
        for line in lines:
            print_sentence(line)
        print_close(table)


def _show_objective(desk: Desk, found: Named, form: Format) -> None:
    from deskwise.app.objectives.standings_told import (  # noqa: PLC0415 slow
        KEY_RESULT_COLUMNS,
        key_result_rows,
        objective_json,
    )
    from deskwise.app.objectives.values_told import told  # noqa: PLC0415 slow

    standing, one = desk.objective_standing(found)
    if form == "csv":
        print_csv(key_result_rows(standing), KEY_RESULT_COLUMNS)
        return
    with desk.state.reading() as stores:
        parts, remarks = stores.okr.parts(found.objective.id), stores.okr.remarks(found.objective.id)
    if form == "json":
        print_json({**objective_json(one, standing), "parts": told(parts), "remarks": told(remarks)})
        return
    from deskwise.app.tables.key_result_table import objective_facts, talk_lines  # noqa: PLC0415 slow
    from deskwise.app.tables.objective_tables import tree_tables, verdict_lines  # noqa: PLC0415 slow

    people = desk.people()
    served = desk.served_name(found.objective)
    click.echo(visible(f"{found.objective.key}: {found.objective.title}"))
    print_facts(objective_facts(one, standing, people, served))
    click.echo()
    print_close(tree_tables(standing, people, bar_width())[0][1])
    for line in (*verdict_lines(one), *talk_lines(parts, remarks, people, desk.zone)):
        print_sentence(line)


def _show_key_result(desk: Desk, found: Named, form: Format) -> None:
    from deskwise.app.objectives.standings_told import (  # noqa: PLC0415 slow
        KEY_RESULT_COLUMNS,
        key_result_json,
        key_result_rows,
    )
    from deskwise.app.objectives.values_told import told  # noqa: PLC0415 slow
    from deskwise.app.tables.key_result_table import key_result_facts  # noqa: PLC0415 slow

    standing, one = desk.key_result_standing(found)
    key_result = found.key_result
    assert key_result is not None
    if form == "csv":
        rows = [each for each in key_result_rows(standing) if each["key_result"] == found.name]
        print_csv(rows, KEY_RESULT_COLUMNS)
    elif form == "json":
        plain: Any = told(key_result) if one is None else key_result_json(one, standing)
        print_json(plain)
    else:
        click.echo(visible(f"{found.name}: {key_result.title}"))
        if one is None:
            click.echo("It was taken out and counts no more; deskwise okr history tells what it was.")
        else:
            print_facts(key_result_facts(one, standing, found.objective, desk.people()))


COMMANDS = (tree, show, history)
