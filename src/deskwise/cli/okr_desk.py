"""What the commands of `deskwise okr` work on: the workspace, its state, and the cycle that is meant."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from deskwise.app.state import State
from deskwise.app.tables.table import visible
from deskwise.app.workspace import Workspace
from deskwise.cli.workspace_option import chosen_home, open_state, open_workspace
from deskwise.kernel.clock import SystemClock

if TYPE_CHECKING:
    from deskwise.app.objectives.named_objectives import Named
    from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding, ObjectiveStanding
    from deskwise.okr.cycle import Cycle
    from deskwise.okr.objective import Objective

Command = TypeVar("Command", bound=Callable[..., Any])


class InOrder(click.Group):
    """A group whose commands stand in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, as they were added."""
        return list(self.commands)


def cycle_option(command: Command) -> Command:
    """Give a command the option --cycle."""
    return click.option(
        "--cycle", metavar="NAME", help="The cycle it is of. Default: the one that runs today."
    )(command)


@dataclass(frozen=True)
class Desk:
    """A workspace with its objectives, as whoever has the folder sees them."""

    home: Path
    cycle_name: str | None = None

    @classmethod
    def of(cls, home: str | None, cycle_name: str | None = None) -> Desk:
        """The one in the folder that options name."""
        return cls(chosen_home(home), cycle_name)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace."""
        return open_workspace(self.home)

    @cached_property
    def state(self) -> State:
        """What people add beside the log."""
        return open_state(self.home)

    @cached_property
    def clock(self) -> SystemClock:
        """The machine's clock."""
        return SystemClock()

    @cached_property
    def zone(self) -> str:
        """The zone of its days."""
        return self.workspace.rules().zone

    def cycle(self) -> Cycle:
        """The cycle that is named, or the current one."""
        from deskwise.app.objectives.named_objectives import chosen_cycle, today_of  # noqa: PLC0415 slow

        with self.state.reading() as stores:
            return chosen_cycle(stores, self.cycle_name, today_of(self.clock, self.zone))

    def named(self, name: str) -> Named:
        """The objective or the key result of a name."""
        from deskwise.app.objectives.named_objectives import named  # noqa: PLC0415 slow

        cycle = self.cycle()
        with self.state.reading() as stores:
            return named(stores, cycle, name)

    def key_result(self, name: str) -> Named:
        """The key result of a name, or the only one of the objective that it names."""
        from deskwise.app.objectives.named_objectives import named_key_result  # noqa: PLC0415 slow

        cycle = self.cycle()
        with self.state.reading() as stores:
            return named_key_result(stores, cycle, name)

    def standing(self, cycle: Cycle, only: str | None = None) -> CycleStanding:
        """Where the objectives of a cycle stand, or the one of an id with those it may serve."""
        from deskwise.app.objectives.cycle_record import cycle_record  # noqa: PLC0415 slow
        from deskwise.app.objectives.standings import read_standings  # noqa: PLC0415 slow
        from deskwise.cli.progress import told_if_long  # noqa: PLC0415 slow

        with self.state.reading() as stores:
            every = stores.okr.objectives(cycle.id)
            chosen = None if only is None else [each for each in every if each.id == only]
            record = cycle_record(stores, cycle, chosen)
        with told_if_long("reading the key results"):
            return read_standings(self.workspace, None, self.clock, record)

    def objective_standing(self, found: Named) -> tuple[CycleStanding, ObjectiveStanding]:
        """Where one objective stands, and the cycle of it alone."""
        standing = self.standing(found.cycle, found.objective.id)
        return standing, standing.objectives[0]

    def key_result_standing(self, found: Named) -> tuple[CycleStanding, KeyResultStanding | None]:
        """Where a key result stands; null of one that was taken out."""
        standing, objective = self.objective_standing(found)
        assert found.key_result is not None
        wanted = found.key_result.id
        return standing, next((each for each in objective.key_results if each.key_result.id == wanted), None)

    def served_name(self, objective: Objective) -> str:
        """The name of what an objective serves, with its cycle where that is another; empty for nothing."""
        from deskwise.app.objectives.named_objectives import served_name  # noqa: PLC0415 slow

        with self.state.reading() as stores:
            return served_name(stores, objective)

    def people(self) -> Mapping[str, str]:
        """What people are called, by their ids."""
        from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
        from deskwise.app.change_people import list_people  # noqa: PLC0415 slow

        return {each.id: each.name for each in list_people(self.state, TERMINAL)}


def print_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Print what is known, within the width of a terminal; elsewhere a line each."""
    from deskwise.app.tables.key_result_table import fact_lines  # noqa: PLC0415 slow

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in fact_lines(facts, width):
        click.echo(line)


def print_sentence(words: str) -> None:
    """Print a line of words, broken between them at the width of a terminal."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    told = visible(words)
    for line in [told] if width is None else textwrap.wrap(told, width, subsequent_indent="  "):
        click.echo(line)


def bar_width() -> int:
    """How wide a bar may be in this terminal."""
    from deskwise.app.tables.objective_tables import NARROW_BAR, WIDE_BAR, WIDE_TERMINAL  # noqa: PLC0415 slow

    return WIDE_BAR if shutil.get_terminal_size().columns >= WIDE_TERMINAL else NARROW_BAR
