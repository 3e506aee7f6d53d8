"""What a command prints: a table for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
Format = Literal["table", "json", "csv"]
Align = Literal["left", "right"]
NOTHING = "—"


@dataclass(frozen=True)
class Column:
    """A column of a table for people."""

    title: str
    align: Align = "left"


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
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat().replace("+00:00", "Z")
    number = float(value)
    return int(number) if number.is_integer() and value == int(value) else number


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as CSV under the names their JSON has; one of an object is `object.field`, null empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        flat = flattened(row)
        writer.writerow([_cell(flat.get(column)) for column in columns])
    click.echo(text.getvalue(), nl=False)


def flattened(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The fields of a row, those of objects inside it under `object.field`.

    >>> flattened({"by": {"team": "a"}, "value": 1})
    {'by.team': 'a', 'value': 1}
    """
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping) and value:
            found |= flattened(value, f"{before}{name}.")
        else:
            found[before + name] = value
    return found


def _cell(value: Any) -> Any:
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | Mapping):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return value if isinstance(value, str) else json.dumps(value, default=_plain)


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str | None = None) -> None:
    """Print a table: drawn in a terminal, in plain columns elsewhere. Columns that are empty are left out."""
    kept = [number for number in range(len(columns)) if any(row[number] for row in rows)]
    shown = [columns[number] for number in kept]
    cells = [[_visible(row[number]) for number in kept] for row in rows]
    if title:
        click.echo(_visible(title))
    if not cells:
        return
    if sys.stdout.isatty():
        _drawn(shown, cells)
    else:
        _plain_columns(shown, cells)


def _visible(text: str) -> str:
    """Text from somebody's tickets without what would steer the terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _drawn(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column.title), justify=column.align, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _plain_columns(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    titles = [column.title for column in columns]
    widths = [max(len(row[number]) for row in [titles, *rows]) for number in range(len(columns))]
    for row in [titles, *rows]:
        cells = [
            cell.rjust(width) if column.align == "right" else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())
