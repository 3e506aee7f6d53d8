"""`deskwise okr add key-result`: how it is known that an objective comes true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from deskwise.cli.okr_desk import Desk, cycle_option
from deskwise.cli.workspace_option import home_option
from deskwise.kernel.errors import UsageError

if TYPE_CHECKING:
    from deskwise.okr.binding import Binding
    from deskwise.okr.key_result import KeyResult, Milestone

KINDS = ("reach", "change", "keep", "accumulate", "milestones", "number")


@click.command(
    "key-result",
    epilog="""\b
Examples:
  reach a value:          deskwise okr add key-result fast-answers --title "Median first answer" \\
                              --metric first_response_time --stat p50 --clock working --target 2h
  move by a share:        deskwise okr add key-result fast-answers --metric escalation_rate --change -25%
  stay within bounds:     deskwise okr add key-result fast-answers --metric csat --at-least 90%
  bring a sum together:   deskwise okr add key-result sales --kind accumulate --metric sales_revenue \\
                              --stat gross --where currency=EUR --target 20000
  get steps done:         deskwise okr add key-result survey --title "The survey is there" \\
                              --milestone "written=2026-08-15" --milestone "live=2026-09-01"
  type a number:          deskwise okr add key-result articles --title "Articles" --baseline 40 --target 60
""",
)
@click.argument("objective", metavar="KEY")
@click.option("--title", metavar="TEXT", help="What it is called. Default: the metric's name.")
@click.option("--kind", type=click.Choice(KINDS), help="Default: what the other options make of it.")
@click.option("--metric", help="What it reads: see deskwise catalogue. Nothing: its owner types it.")
@click.option("--stat", help="Which statistic of it, such as p50 or share.")
@click.option("--clock", type=click.Choice(("elapsed", "working")), default="elapsed", show_default=True)
@click.option("--within", metavar="DURATION", help="The threshold of `within`, such as 4h.")
@click.option(
    "--where", multiple=True, metavar="DIM=VALUE", help="Only these values, such as team=support; repeatable."
)
@click.option(
    "--window",
    metavar="W",
    default="cycle_to_date",
    show_default=True,
    help="Over which time: cycle_to_date, last_full_week, last_full_month, or days such as 28d.",
)
@click.option("--target", metavar="VALUE", help="The value to reach, such as 2h, 90% or 70.")
@click.option("--change", metavar="SHARE", help="By which share of the baseline it is to move, such as -25%.")
@click.option("--change-by", metavar="VALUE", help="By how much of its own unit, such as -30min.")
@click.option("--at-least", metavar="VALUE", help="The lower bound of what is kept.")
@click.option("--at-most", metavar="VALUE", help="The upper bound.")
@click.option("--every", type=click.Choice(("week", "day")), default="week", show_default=True,
              help="How often bounds are judged.")  # fmt: skip
@click.option("--milestone", "milestones", multiple=True, metavar="NAME[=DAY]", help="A step; repeatable.")
@click.option("--checkpoint", "checkpoints", multiple=True, metavar="DAY=SHARE",
              help="Expected by the end of a day, such as 2026-09-30=40%; repeatable.")  # fmt: skip
@click.option(
    "--baseline",
    metavar="B",
    help="What it starts from: span_before (the default), same_quarter_last_year, two days such as "
    "2026-01-01..2026-03-31, or a value.",
)
@click.option("--unit", metavar="TEXT", help="What a typed number counts: count, seconds, share, EUR ...")
@click.option("--better", type=click.Choice(("higher", "lower")), help="Where the metric does not say it.")
@click.option("--weight", type=float, default=1.0, show_default=True, help="How much it weighs.")
@click.option("--key", "short", metavar="KEY", help="Its short name. Default: made of the title.")
@cycle_option
@home_option
def add_key_result(objective: str, cycle: str | None, home: str | None, **options: Any) -> None:
    """Add a key result to an objective that is not active yet."""
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.change_key_results import add_key_result  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    found = desk.named(objective)
    made = add_key_result(desk.state, desk.clock, TERMINAL, _draft(found.objective.id, options))
    name = f"{found.objective.key}/{made.key}"
    click.echo(f"{name} is there, as a key result of the kind {made.kind}. Next:")
    click.echo(f"  deskwise okr show {name}")
    click.echo(
        f"  deskwise okr propose {found.objective.key}, or deskwise okr activate {found.objective.key}"
    )


def _draft(objective: str, options: dict[str, Any]) -> KeyResult:
    from deskwise.app.objectives.written_values import (  # noqa: PLC0415 slow
        written_baseline,
        written_change,
        written_value,
    )
    from deskwise.metrics.catalogue import metric  # noqa: PLC0415 slow
    from deskwise.okr.baseline import BaselineRule  # noqa: PLC0415 slow
    from deskwise.okr.bound_figure import unit_of  # noqa: PLC0415 slow
    from deskwise.okr.key_result import Bounds, Change, KeyResult, KeyResultKind  # noqa: PLC0415 slow

    binding = None if options["metric"] is None else _binding(options)
    kind = KeyResultKind(options["kind"] or _kind(options))
    title = options["title"] or (None if binding is None else metric(binding.metric).label)
    if title is None:
        raise UsageError("it has no title", do="say what it is called: --title TEXT")
    better = None if options["better"] is None else options["better"] == "higher"
    plain = KeyResult("", options["short"] or "", objective, title, kind, binding, unit=options["unit"])
    unit = unit_of(plain)

    def value(name: str) -> float | None:
        return None if options[name] is None else written_value(options[name], unit)

    change = None if options["change"] is None else written_change(options["change"])
    by = value("change_by")
    low, high = value("at_least"), value("at_most")
    return KeyResult(
        "",
        options["short"] or "",
        objective,
        title,
        kind,
        binding,
        target=value("target"),
        change=change if by is None else Change(by, relative=False),
        bounds=None if low is None and high is None else Bounds(low, high, options["every"]),
        milestones=_milestones(options["milestones"]),
        checkpoints=_checkpoints(options["checkpoints"]),
        baseline_rule=BaselineRule()
        if options["baseline"] is None
        else written_baseline(options["baseline"], unit),
        weight=options["weight"],
        unit=options["unit"],
        higher_is_better=better,
    )


def _kind(options: dict[str, Any]) -> str:
    """The kind that options make."""
    if options["milestones"]:
        return "milestones"
    if options["metric"] is None:
        return "number"
    if options["change"] is not None or options["change_by"] is not None:
        return "change"
    return "keep" if options["at_least"] is not None or options["at_most"] is not None else "reach"


def _binding(options: dict[str, Any]) -> Binding:
    from deskwise.app.objectives.bindings_made import binding_of  # noqa: PLC0415 slow
    from deskwise.app.objectives.written_values import written_value, written_window  # noqa: PLC0415 slow
    from deskwise.app.read_metrics import chosen_values  # noqa: PLC0415 slow

    within = None if options["within"] is None else written_value(options["within"], "seconds")
    return binding_of(
        options["metric"],
        options["stat"],
        clock=options["clock"],
        where=chosen_values(options["where"]),
        window=written_window(options["window"]),
        within_seconds=within,
    )


def _milestones(texts: tuple[str, ...]) -> tuple[Milestone, ...]:
    from deskwise.app.objectives.written_values import written_day  # noqa: PLC0415 slow
    from deskwise.okr.key_result import Milestone  # noqa: PLC0415 slow

    found = []
    for text in texts:
        name, equals, day = text.rpartition("=")
        found.append(Milestone(name, due=written_day(day)) if equals else Milestone(text))
    return tuple(found)


def _checkpoints(texts: tuple[str, ...]) -> Any:
    from deskwise.app.objectives.written_values import written_day, written_share  # noqa: PLC0415 slow
    from deskwise.okr.key_result import Checkpoint  # noqa: PLC0415 slow

    found = []
    for text in texts:
        day, equals, share = text.partition("=")
        if not equals:
            raise UsageError(f"{text!r} is no checkpoint", do="write it as 2026-09-30=40%")
        found.append(Checkpoint(written_day(day), written_share(share)))
    return tuple(found)
