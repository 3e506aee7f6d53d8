"""Tables as a notebook shows them: a little HTML that needs nothing else, and runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from deskwise.app.tables.table import Table

CELL = "padding:2px 10px;vertical-align:top;text-align:"


def html_of(head: Sequence[str], tables: Sequence[Table], most: int) -> str:
    """Lines and tables as HTML, `most` rows of each; all that came from tickets is escaped."""
    parts = [f"<div>{escape(line)}</div>" for line in head]
    parts += [_table(table, most) for table in tables]
    return f'<div style="overflow-x:auto">{"".join(parts)}</div>'


def _table(table: Table, most: int) -> str:
    shown = table.shown(most)
    title = f'<div style="margin-top:8px"><b>{escape(shown.title)}</b></div>' if shown.title else ""
    notes = "".join(f"<div>{escape(note)}</div>" for note in [*left_out(table, most), *shown.notes])
    if not shown.rows:
        return title + notes
    head = "".join(
        f'<th style="{CELL}{column.align}">{escape(column.title)}</th>' for column in shown.columns
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="{CELL}{column.align}">{escape(cell)}</td>'
            for cell, column in zip(row, shown.columns, strict=True)
        )
        + "</tr>"
        for row in shown.rows
    )
    named = any(column.title for column in shown.columns)
    titles = f"<thead><tr>{head}</tr></thead>" if named else ""
    return f"{title}<table>{titles}<tbody>{rows}</tbody></table>{notes}"


def left_out(table: Table, most: int) -> list[str]:
    """A sentence about the rows that are not shown, if there are any.

    >>> left_out(Table([], [[], [], []]), 2)
    ['The first 2 of 3 rows.']
    """
    return [f"The first {most:,} of {len(table.rows):,} rows."] if len(table.rows) > most else []
