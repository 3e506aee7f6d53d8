"""The options that select: which figures, split how, over which time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from deskwise.app.read_metrics import Question, chosen_values, threshold
from deskwise.kernel.periods import GRAINS
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.definition import CLOCKS, STATS
from deskwise.metrics.dimensions import DIMENSIONS, is_extra

Command = TypeVar("Command", bound=Callable[..., Any])
SEVERAL = ("--by", "--stat", "--where")


class SelectingCommand(click.Command):
    """A command whose --by, --stat and --where take several words, and whose --by and --stat part commas."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give every further word of such an option an option of its own."""
        return super().parse_args(ctx, spread(args))


def spread(args: Sequence[str]) -> list[str]:
    """Arguments in which each word of --by, --stat and --where follows an option of its own.

    A further word belongs to the option only if it could: a dimension, a statistic, a DIM=VALUE.

    >>> spread(["csat", "--by", "team", "agent", "--stat=mean,p90", "nps"])
    ['csat', '--by', 'team', '--by', 'agent', '--stat', 'mean', '--stat', 'p90', 'nps']
    """
    spread_out: list[str] = []
    option, first = None, False
    for number, word in enumerate(args):
        if word == "--":
            return [*spread_out, *args[number:]]
        name, equals, value = word.partition("=")
        if name in SEVERAL and equals:
            option, first, word = name, True, value
        elif word in SEVERAL:
            option, first = word, True
            continue
        if option is not None and (first or _continues(option, word)):
            words = [word] if option == "--where" else [part for part in word.split(",") if part]
            spread_out += [argument for part in words for argument in (option, part)]
            first = False
        else:
            option = None
            spread_out.append(word)
    return [*spread_out, option] if option is not None and first else spread_out


def _continues(option: str, word: str) -> bool:
    if option == "--where":
        return "=" in word and not word.startswith("-")
    known: Sequence[str] = STATS if option == "--stat" else tuple(DIMENSIONS)
    return all((part in known and part not in CATALOGUE) or is_extra(part) for part in word.split(","))


def selection_options(command: Command) -> Command:
    """Give a command the options of a selection, which `question` puts together again."""
    options = (
        click.option(
            "--by",
            multiple=True,
            metavar="DIM...",
            help="Split by dimensions, such as team agent channel category extra.plan.",
        ),
        click.option(
            "--every", type=click.Choice(GRAINS), metavar="GRAIN", help=f"Split by {', '.join(GRAINS)}."
        ),
        click.option(
            "--since",
            metavar="D",
            help="From this date or instant on, in the workspace's zone (it is included).",
        ),
        click.option("--until", metavar="D", help="Up to this date or instant (it is not included)."),
        click.option(
            "--where",
            multiple=True,
            metavar="DIM=VALUE...",
            help="Only these values; several of one dimension are alternatives, DIM= is none.",
        ),
        click.option(
            "--stat", multiple=True, metavar="S...", help="Statistics: mean p50 p90 p95 km50 within."
        ),
        click.option(
            "--within", metavar="SECONDS", help="The threshold of `within` and of the service level."
        ),
        click.option(
            "--clock",
            type=click.Choice(CLOCKS),
            default="elapsed",
            show_default=True,
            help="Wall-clock time, or time inside the schedule of the team concerned.",
        ),
        click.option("--as-of", metavar="T", help="As it was known at an earlier date or instant."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def question(metrics: Sequence[str], options: dict[str, Any]) -> Question:
    """The question that the options of a command ask."""
    return Question(
        metrics=tuple(metrics),
        stats=tuple(options["stat"]),
        by=tuple(options["by"]),
        where=chosen_values(options["where"]),
        every=options["every"],
        since=options["since"],
        until=options["until"],
        within_seconds=None if options["within"] is None else threshold(options["within"]),
        clock=options["clock"],
        as_of=options["as_of"],
    )
