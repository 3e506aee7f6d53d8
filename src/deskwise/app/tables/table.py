"""A table for people: titles and cells in words, and its plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]


@dataclass(frozen=True)
class Column:
    """A column of a table for people."""

    title: str
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table for people. `title` stands above it, each of `notes` is a sentence below."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    title: str | None = None
    notes: Sequence[str] = ()

    def shown(self, most: int | None = None) -> Table:
        """The table as it is looked at: `most` rows at most, no column that is empty, no text that steers."""
        rows = self.rows if most is None else self.rows[:most]
        kept = [number for number in range(len(self.columns)) if any(row[number] for row in rows)]
        return Table(
            [self.columns[number] for number in kept],
            [[visible(row[number]) for number in kept] for row in rows],
            None if self.title is None else visible(self.title),
            [visible(note) for note in self.notes],
        )

    def lines(self) -> list[str]:
        """Titles and rows in plain columns; nothing of a table without rows.

        >>> Table([Column("name"), Column("n", "right")], [["a", "1"], ["bc", "20"]]).lines()
        ['name   n', 'a      1', 'bc    20']
        """
        if not self.rows:
            return []
        titles = [column.title for column in self.columns]
        widths = [max(len(row[number]) for row in [titles, *self.rows]) for number in range(len(titles))]
        return [
            "  ".join(
                cell.rjust(width) if column.align == "right" else cell.ljust(width)
                for cell, width, column in zip(row, widths, self.columns, strict=True)
            ).rstrip()
            for row in [titles, *self.rows]
        ]


def visible(text: str) -> str:
    r"""Text from somebody's tickets without what would steer a terminal.

    >>> visible("a\x1bb") == "a\N{REPLACEMENT CHARACTER}b"
    True
    """
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
