"""`deskwise okr close` and `carry-over`: how objectives end, and how they go on."""

from __future__ import annotations

import click

from deskwise.cli.okr_desk import Desk, cycle_option
from deskwise.cli.output import print_whole
from deskwise.cli.progress import told_if_long
from deskwise.cli.workspace_option import home_option


@click.command(
    "close",
    epilog="""\b
Examples:
  deskwise okr close fast-answers --note "met in November"
  deskwise okr close fast-answers --went-well "the second shift" --went-badly "e-mail came last" \\
      --next-time "begin with e-mail" --carry-to "Q1 2027"
""",
)
@click.argument("key")
@click.option("--note", default="", metavar="TEXT", help="What there is to say of the score.")
@click.option("--went-well", default="", metavar="TEXT", help="What went well.")
@click.option("--went-badly", default="", metavar="TEXT", help="What did not.")
@click.option("--next-time", default="", metavar="TEXT", help="What to do otherwise next time.")
@click.option("--carry-to", metavar="CYCLE", help="The cycle it goes on in, as a draft.")
@cycle_option
@home_option
def close(
    key: str,
    note: str,
    went_well: str,
    went_badly: str,
    next_time: str,
    carry_to: str | None,
    cycle: str | None,
    home: str | None,
) -> None:
    """Close an active objective: freeze its final score, with what was learnt.

    Before the cycle ends it has the score of today. There is no way back.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.close_objectives import Learnt, close_objective  # noqa: PLC0415 slow
    from deskwise.app.tables.key_result_table import final_table  # noqa: PLC0415 slow
    from deskwise.app.tables.objective_tables import met_words, score_words  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.named(key)
    objective = found.objective
    learnt = Learnt(note, went_well, went_badly, next_time, carry_to)
    with told_if_long("reading the key results"):
        made = close_objective(
            desk.workspace, desk.state, desk.clock, TERMINAL, objective.id, objective.version, learnt
        )
    with desk.state.reading() as stores:
        key_results = stores.okr.key_results([objective.id])
        carried = None if made.carried_to is None else stores.okr.find_objective(made.carried_to)
    click.echo(f"{objective.key} is closed: {score_words(made.score)}{met_words(made.score, objective)}.")
    print_whole(final_table(made, key_results))
    if carried is not None:
        click.echo(f"It goes on in {carry_to} as the draft {carried.key}.")


@click.command("carry-over", epilog='\b\nExample:\n  deskwise okr carry-over fast-answers --to "Q1 2027"')
@click.argument("key")
@click.option("--to", "to", metavar="CYCLE", required=True, help="The cycle it goes on in.")
@cycle_option
@home_option
def carry_over(key: str, to: str, cycle: str | None, home: str | None) -> None:
    """Draft an objective with its key results in another cycle.

    The draft knows where it is from.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.close_objectives import carry_over  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.named(key)
    made = carry_over(desk.state, desk.clock, TERMINAL, found.objective.id, to)
    click.echo(f"{found.objective.key} goes on in {to} as the draft {made.key}. Next:")
    click.echo(f'  deskwise okr show {made.key} --cycle "{to}"')


COMMANDS = (close, carry_over)
