"""`deskwise demo`: the sample company and its figures, for a first look."""

from __future__ import annotations

from pathlib import Path

import click

from deskwise.app.make_demo import ask, make_demo
from deskwise.app.objectives.sample_objectives import add_sample_objectives
from deskwise.app.workspace_home import data_folder
from deskwise.bootstrap import open_state
from deskwise.cli.metrics import print_answer, print_readings_csv
from deskwise.cli.output import format_option, print_json
from deskwise.cli.progress import told_if_long
from deskwise.cli.serve import start
from deskwise.cli.workspace_option import given_home, open_workspace
from deskwise.kernel.clock import SystemClock
from deskwise.metrics.readings import iso
from deskwise.sample.company import SampleCompany

TICKETS = 7_000


@click.command(
    "demo",
    epilog="""\b
Examples:
  deskwise demo
  deskwise demo --serve
  deskwise demo --home ./sample --tickets 20000
  deskwise demo --home ./twin --placebo
""",
)
@click.option(
    "--tickets",
    type=click.IntRange(min=1),
    default=TICKETS,
    show_default=True,
    help="How many tickets it has.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another seed, another company."
)
@click.option("--placebo", is_flag=True, help="Its twin in which nothing is hidden to be found.")
@click.option("--serve", "serves", is_flag=True, help="Serve its pages then, and open them in a browser.")
@format_option
@click.option("--home", metavar="DIR", help="Where to make it. Default: deskwise-demo in your data folder.")
def command(tickets: int, seed: int, placebo: bool, serves: bool, form: str, home: str | None) -> None:
    """Make a synthetic company, 14 agents in 3 teams over two years, and show its figures.

    It has a workspace of its own, never the one your tickets are in; made once, it is only shown. Nothing in
    it is anybody's data. There is something to find in it: a gap in what one team knows, complaints that have
    a pattern, an improvement half-way.
    """
    folder = given_home(home) or data_folder() / "deskwise-demo"
    workspace = open_workspace(folder)
    with told_if_long(f"making the sample company in {folder}"):
        made = make_demo(workspace, SampleCompany(seed, tickets, placebo), SystemClock())
        add_sample_objectives(workspace, open_state(folder))
    asked = list(ask(workspace))
    told = [reading.to_json() for _, answer in asked for reading in answer.readings.readings]
    if form == "json":
        print_json({"as_of": iso(asked[0][1].readings.as_of), "readings": told})
        return
    if form == "csv":
        print_readings_csv(told)
        return
    click.echo(
        f"{'The' if not made else 'A new'} sample company, in {folder}{'' if made else ' (made before)'}."
    )
    for shown, answer in asked:
        click.echo(f"\n{shown.title}\n  $ {shown.typed}\n")
        print_answer(answer, shown.question.every, shown.question.clock)
    _print_more(folder)
    if serves:
        click.echo()
        start(folder, opens=True)


def _print_more(folder: Path) -> None:
    click.echo(f"""
Every figure opens. Try:
  export DESKWISE_HOME={folder}
  deskwise requests first_response_time --where team=support --limit 10
  deskwise explain TICKET          with one of those tickets
  deskwise catalogue first_contact_resolution
  deskwise serve                   and open the address it tells""")
