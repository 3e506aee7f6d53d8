"""The options that draw figures as a chart into a file, and writing it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from deskwise.app.read_metrics import Answer, Question
from deskwise.cli.workspace_option import chart_drawer, open_state, open_workspace
from deskwise.kernel.errors import InputError, UsageError
from deskwise.reports.chart_theme import FILE_THEMES, FileTheme, Look

if TYPE_CHECKING:
    from deskwise.reports.chart_drawing import Chart

Command = TypeVar("Command", bound=Callable[..., Any])
SVG, PNG = ".svg", ".png"


def picture_options(command: Command) -> Command:
    """Give a command the options --chart and --theme."""
    options = (
        click.option(
            "--chart",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Draw it too, into FILE.svg or FILE.png.",
        ),
        click.option(
            "--theme",
            type=click.Choice(FILE_THEMES),
            default="light",
            show_default=True,
            help="The colours of the chart.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def chart_options(command: Command) -> Command:
    """Give a command the options --chart, --theme and --target."""
    command = click.option(
        "--target",
        type=float,
        metavar="VALUE",
        help="A line to reach, in the figure's unit (seconds; a share from 0 to 1).",
    )(command)
    return picture_options(command)


def draw_chart(home: Path, question: Question, path: Path, theme: FileTheme, target: float | None) -> Answer:
    """Draw the answer to a question into a file, and give the answer.

    Raises `UsageError` where it cannot be one chart or the file's name is of no picture, `InputError` where
    it cannot be written.
    """
    from deskwise.app.access.holders import TERMINAL  # noqa: PLC0415 slow
    from deskwise.app.chart_metric import chart_question  # noqa: PLC0415 slow

    _form(path)
    found = chart_question(open_workspace(home), question, open_state(home), TERMINAL, target)
    write_picture(home, found.chart, path, theme)
    return found.answer


def write_picture(home: Path, chart: Chart, path: Path, theme: FileTheme) -> None:
    """Draw a chart into a file, and say so.

    Raises `UsageError` where the file's name is of no picture, `InputError` where it cannot be written.
    """
    form, drawer, look = _form(path), chart_drawer(home), Look(theme)
    _write(path, drawer.png(chart, look) if form == PNG else drawer.svg(chart, look).encode())
    click.echo(f"Drawn into {path}", err=True)


def _form(path: Path) -> str:
    form = path.suffix.lower()
    if form not in {SVG, PNG}:
        raise UsageError(f"{path.name} is the name of no picture", do="name it .svg or .png")
    return form


def _write(path: Path, drawing: bytes) -> None:
    """Write a file that is there as a whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(drawing)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputError(
            f"{path} cannot be written ({error.strerror})", do="name a file in a folder that is there"
        ) from error
