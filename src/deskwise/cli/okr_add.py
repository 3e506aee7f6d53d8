"""`deskwise okr add`: a cycle, an objective, or a key result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deskwise.cli.okr_add_key_result import add_key_result
from deskwise.cli.okr_desk import Desk, InOrder, cycle_option
from deskwise.cli.workspace_option import home_option
from deskwise.kernel.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from deskwise.okr.cycle import Cycle
    from deskwise.okr.objective import Evidence, Owner, Parent

AMBITIONS = ("committed", "aspirational")
LEVELS = ("company", "team", "person")


@click.group(
    "add",
    cls=InOrder,
    epilog="""\b
Examples:
  deskwise okr add cycle
  deskwise okr add objective "Customers get a first answer fast" --team support --key fast-answers
  deskwise okr add key-result fast-answers --metric first_response_time --stat p50 --target 2h
""",
)
def add() -> None:
    """Add a cycle, an objective as a draft, or a key result to a draft."""


@add.command(
    "cycle",
    epilog="""\b
Examples:
  deskwise okr add cycle
  deskwise okr add cycle --next
  deskwise okr add cycle "Second half of 2026" --from 2026-07-01 --to 2026-12-31 --check-in-days 14
""",
)
@click.argument("name", required=False)
@click.option("--from", "first", metavar="DAY", help="Its first day, such as 2027-01-01.")
@click.option("--to", "last", metavar="DAY", help="Its last day.")
@click.option("--next", "following", is_flag=True, help="The fiscal quarter after the one of today.")
@click.option(
    "--check-in-days", type=int, default=7, show_default=True, help="How many days check-ins are apart."
)
@click.option(
    "--follows",
    type=click.Choice(("calendar", "data")),
    default="calendar",
    show_default=True,
    help="What today is: the calendar's day, or the one on which the data end.",
)
@home_option
def add_cycle(
    name: str | None,
    first: str | None,
    last: str | None,
    following: bool,
    check_in_days: int,
    follows: str,
    home: str | None,
) -> None:
    """Add a cycle, in planning: of any days, or without them the fiscal quarter of today."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle  # noqa: PLC0415 slow
    from deskwise.app.tables.objective_words import span_words  # noqa: PLC0415 slow

    desk = Desk.of(home)
    called, begins, ends = _days(desk, first, last, following=following)
    draft = CycleDraft(
        name or called, begins, ends, check_in_days, "data" if follows == "data" else "calendar"
    )
    made: Cycle = add_cycle(desk.state, desk.clock, TERMINAL, draft)
    click.echo(f"{made.name} ({span_words(made.first_day, made.last_day)}) is planned. Next:")
    click.echo('  deskwise okr add objective "TITLE" --team TEAM')
    click.echo(f"  deskwise okr cycle begin {_quoted(made.name)}")


@add.command(
    "objective",
    epilog="""\b
Examples:
  deskwise okr add objective "Customers get a first answer fast" --team support --key fast-answers \\
      --why "one in three waits a day" --expects "an answer on the same day" --finding expectations
  deskwise okr add objective "E-mail is answered before noon" --person anna@example.org \\
      --serves fast-answers/median --aspirational
""",
)
@click.argument("title")
@click.option("--team", help="The team that answers for it, as the log calls it.")
@click.option("--person", metavar="EMAIL|ID", help="The person who answers for it.")
@click.option("--level", type=click.Choice(LEVELS), help="Whose it is. Default: the owner's.")
@click.option("--why", default="", metavar="TEXT", help="Why it matters.")
@click.option("--expects", metavar="TEXT", help="What customers expect that it answers.")
@click.option("--finding", metavar="ANALYSIS[?QUESTION]", help="The finding it answers.")
@click.option("--serves", metavar="KEY[/KEY]", help="The objective or key result it serves.")
@click.option("--aspirational", is_flag=True, help="Met at a score of 0.7; committed ones are at 1.0.")
@click.option("--weight", type=float, default=1.0, show_default=True, help="How much it weighs.")
@click.option("--key", metavar="KEY", help="Its short name. Default: made of the title.")
@cycle_option
@home_option
def add_objective(
    title: str,
    team: str | None,
    person: str | None,
    level: str | None,
    why: str,
    expects: str | None,
    finding: str | None,
    serves: str | None,
    aspirational: bool,
    weight: float,
    key: str | None,
    cycle: str | None,
    home: str | None,
) -> None:
    """Add an objective as a draft, which is its author's until it is proposed."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective  # noqa: PLC0415 slow
    from deskwise.okr.objective import Ambition, Level  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    owner = _owner(desk, team, person)
    draft = ObjectiveDraft(
        title,
        why,
        owner,
        owner.kind if level is None else Level(level),
        Ambition.ASPIRATIONAL if aspirational else Ambition.COMMITTED,
        weight,
        expects,
        _evidence(finding),
        None if serves is None else _parent(desk, serves),
        key=key,
    )
    made = add_objective(desk.state, desk.clock, TERMINAL, desk.cycle().id, draft)
    click.echo(f"{made.key} is a draft. Say how you will know that it comes true:")
    click.echo(f"  deskwise okr add key-result {made.key} --help")


def _days(desk: Desk, first: str | None, last: str | None, *, following: bool) -> tuple[str, date, date]:
    from datetime import timedelta  # noqa: PLC0415 slow

    from deskwise.app.objectives.named_objectives import today_of  # noqa: PLC0415 slow
    from deskwise.app.objectives.written_values import written_day  # noqa: PLC0415 slow
    from deskwise.app.tables.objective_words import span_words  # noqa: PLC0415 slow
    from deskwise.okr.cycle import fiscal_quarter  # noqa: PLC0415 slow

    if (first is None) != (last is None):
        raise UsageError("one of its days is missing", do="give both --from and --to, or neither")
    if first is not None and last is not None:
        begins, ends = written_day(first), written_day(last)
        return span_words(begins, ends), begins, ends
    starts = desk.workspace.rules().fiscal_year_starts
    quarter = fiscal_quarter(today_of(desk.clock, desk.zone), starts)
    return fiscal_quarter(quarter[2] + timedelta(days=1), starts) if following else quarter


def _owner(desk: Desk, team: str | None, person: str | None) -> Owner:
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.change_people import find_person  # noqa: PLC0415 slow
    from deskwise.okr.objective import Level, Owner  # noqa: PLC0415 slow

    if team is not None and person is None:
        return Owner(Level.TEAM, team)
    if person is not None and team is None:
        return Owner(Level.PERSON, find_person(desk.state, TERMINAL, person).id)
    raise UsageError("somebody has to answer for it", do="name one: --team TEAM or --person EMAIL")


def _evidence(text: str | None) -> Evidence | None:
    from deskwise.okr.objective import Evidence  # noqa: PLC0415 slow

    if text is None:
        return None
    analysis, _, question = text.partition("?")
    return Evidence(analysis, question)


def _parent(desk: Desk, name: str) -> Parent:
    from deskwise.okr.objective import Parent  # noqa: PLC0415 slow

    found = desk.named(name)
    if found.key_result is not None:
        return Parent(True, found.key_result.id)
    return Parent(False, found.objective.id)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


add.add_command(add_key_result)
COMMANDS = (add,)
