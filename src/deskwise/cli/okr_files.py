"""`deskwise okr export` and `apply`: objectives as a file that people read and keep with their code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deskwise.app.tables.table import visible
from deskwise.cli.okr_desk import Desk, cycle_option
from deskwise.cli.output import print_json
from deskwise.cli.workspace_option import home_option
from deskwise.kernel.errors import InputError, UsageError

if TYPE_CHECKING:
    from deskwise.app.objectives.objectives_file import ObjectivesFile


@click.command("export", epilog="\b\nExamples:\n  deskwise okr export > objectives.yaml\n"
               "  deskwise okr export --all --plan -o objectives.yaml")  # fmt: skip
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--all", "every", is_flag=True, help="All cycles, and not one.")
@click.option("--plan", is_flag=True, help="Leave out what a file never sets: what was reached and frozen.")
@cycle_option
@home_option
def export(output: Path | None, every: bool, plan: bool, cycle: str | None, home: str | None) -> None:
    """Write a cycle with its objectives as YAML, which deskwise okr apply reads."""
    from deskwise.app.objectives.apply_objectives import objectives_file  # noqa: PLC0415 slow
    from deskwise.app.objectives.objectives_file import write_objectives  # noqa: PLC0415 slow

    desk = Desk.of(home, cycle)
    with desk.state.reading() as stores:
        cycles = stores.okr.cycles()
    if not every or not cycles:
        cycles = (desk.cycle(),)
    text = write_objectives(objectives_file(desk.state, cycles, plan_only=plan))
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written", do="name a file in a folder you may write to"
        ) from error
    click.echo(f"{', '.join(each.name for each in cycles)}: {output}")


@click.command("apply", epilog="\b\nExamples:\n  deskwise okr apply objectives.yaml --dry-run\n"
               "  deskwise okr apply objectives.yaml --yes\n"
               "  deskwise okr apply objectives.yaml --prune")  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.yaml")
@click.option("--dry-run", is_flag=True, help="Show what it would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--prune",
    is_flag=True,
    help="Withdraw objectives and take out key results of its cycles that it does not name.",
)
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True,
              help="What to print: lines for people, JSON for programs.")  # fmt: skip
@home_option
def apply(file: Path, dry_run: bool, yes: bool, prune: bool, form: str, home: str | None) -> None:
    """Make objectives as a file says: show what changes, ask, and do all of it or nothing.

    A file that was applied already changes nothing. Nothing is ever deleted.
    """
    from deskwise.app.objectives.objectives_file import parse_objectives  # noqa: PLC0415 slow

    apply_file(
        Desk.of(home), parse_objectives(read_text(file)), dry_run=dry_run, yes=yes, prune=prune, form=form
    )


def apply_file(
    desk: Desk,
    file: ObjectivesFile,
    *,
    dry_run: bool,
    yes: bool,
    prune: bool = False,
    form: str = "table",
    told_rest: bool = True,
) -> bool:
    """Show what a file changes, ask, and do it; whether it was done.

    Without `told_rest` nothing is said of what is there and the file does not name.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.objectives.apply_objectives import (  # noqa: PLC0415 slow
        apply_objectives,
        file_differences,
    )
    from deskwise.app.tables.differences_table import difference_lines, differences_json  # noqa: PLC0415 slow

    found = file_differences(desk.state, desk.clock, TERMINAL, file, prune=prune)
    if form == "json":
        print_json({**differences_json(found), "applied": bool(found.every) and yes and not dry_run})
    else:
        for line in difference_lines(found, told_rest=told_rest and not prune):
            click.echo(visible(line))
        if not found.every:
            click.echo("Nothing changes." if found.not_set else "Nothing changes: all of it is so already.")
    if not found.every or dry_run:
        return False
    if not yes:
        if form == "json" or not sys.stdin.isatty():
            raise UsageError("it was not said whether to do this", do="say --yes, or --dry-run to only look")
        click.confirm(f"Do this ({len(found.every)})?", abort=True)
    apply_objectives(desk.state, desk.clock, TERMINAL, file, found, prune=prune)
    if form != "json":
        click.echo(f"Done: {len(found.every)} changed. Next: deskwise okr tree")
    return True


def read_text(file: Path, encodings: tuple[str, ...] = ("utf-8-sig",)) -> str:
    """The text of a file that is not too large; raises `InputError`."""
    from deskwise.app.objectives.objectives_file import LARGEST_FILE  # noqa: PLC0415 slow

    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputError(f"{file} cannot be read", do="check its name and that you may read it") from error
    if len(content) > LARGEST_FILE:
        raise InputError(f"{file} is larger than {LARGEST_FILE // 1_000_000} MB", do="split it")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{file} is no text in UTF-8", do="save it in UTF-8")


COMMANDS = (export, apply)
