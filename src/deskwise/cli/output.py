"""What a command prints: a table for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

import click

from deskwise.app.plain_json import flattened, json_text, plain
from deskwise.app.tables.table import Column as Column
from deskwise.app.tables.table import Table

Command = TypeVar("Command", bound=Callable[..., Any])
Format = Literal["table", "json", "csv"]


def format_option(command: Command) -> Command:
    """Give a command the option --format."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help="What to print: a table for people; JSON or CSV, unrounded, for programs.",
    )(command)


def print_json(value: object) -> None:
    """Print a value as JSON; exact decimals as the numbers they are."""
    click.echo(json_text(value), nl=False)


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as CSV under the names their JSON has; one of an object is `object.field`, null empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        flat = flattened(row)
        writer.writerow([_cell(flat.get(column)) for column in columns])
    click.echo(text.getvalue(), nl=False)


def _cell(value: Any) -> Any:
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | Mapping):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return value if isinstance(value, str) else json.dumps(value, default=plain)


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str | None = None) -> None:
    """Print a table: drawn in a terminal, in plain columns elsewhere. Columns that are empty are left out."""
    table = Table(columns, rows, title).shown()
    if table.title:
        click.echo(table.title)
    if table.rows and sys.stdout.isatty():
        _drawn(table.columns, table.rows)
    else:
        for line in table.lines():
            click.echo(line)


def print_close(table: Table) -> None:
    """Print a table with its notes: in plain columns where a drawn one would not fit into the terminal."""
    shown = table.shown()
    if sys.stdout.isatty() and _drawn_width(shown) > shutil.get_terminal_size().columns:
        for line in (*shown.lines(), *shown.notes):
            click.echo(line)
    else:
        print_whole(table)


def _drawn_width(table: Table) -> int:
    widths = (max(len(row[at]) for row in table.rows) for at in range(len(table.columns)))
    titles = (len(column.title) for column in table.columns)
    return sum(max(pair) + 3 for pair in zip(titles, widths, strict=True)) if table.rows else 0


def print_whole(table: Table) -> None:
    """Print a table with its title and the notes below it."""
    print_table(table.columns, table.rows, table.title)
    for note in table.shown().notes:
        click.echo(note)


def _drawn(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as DrawnTable
    from rich.text import Text

    table = DrawnTable(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column.title), justify=column.align, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
