"""What a file's columns hold, counted over the whole file, and the port that counts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

# Texts that people and programs write where there is nothing; compared without case and blanks around.
WORDS_FOR_NOTHING = ("n/a", "na", "null", "none", "nan", "-", "--", "—", "(null)", "#n/a", "nil", "not set")


@dataclass(frozen=True)
class CellShape:
    """How cells are written, what digits they have left aside, and how many are written so.

    `text` has N for one or two digits, H for three, Y for four, L for more; M for a month's short name, F for
    its long one, W for a weekday, P for am or pm; all else as it stands, in lower case. `largest` are the
    largest of the first three numbers, null where there are fewer; `over_twelve` how many cells have such a
    number over 12.
    """

    text: str
    cells: int
    largest: tuple[int | None, int | None, int | None] = (None, None, None)
    over_twelve: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class ColumnProfile:
    """A column of a file.

    `type` is "text" where every cell is a text, "instant" for instants, "local" for times without zone,
    "number" or "other" where the file says so itself. `filled` leaves out the empty cells and the words for
    nothing, which `nothing` holds as they are written; `shortest` and `longest` are in bytes. `distinct` is
    exact where it is `filled`, `values` counts each value of a column with few of them, `shapes` those of a
    column of dates or numbers, `midnights` the cells that say 0:00:00 and nothing else.
    `dated`: some cells are a spreadsheet's dates, in ISO 8601 however the others are written.
    `samples` and `values` are the customers' own: they are shown to whoever asks, and told to nobody else.
    """

    name: str
    type: str = "text"
    filled: int = 0
    nulls: int = 0
    distinct: int = 0
    shortest: int = 0
    longest: int = 0
    samples: tuple[str, ...] = ()
    values: Mapping[str, int] = field(default_factory=dict)
    shapes: tuple[CellShape, ...] = ()
    nothing: tuple[str, ...] = ()
    midnights: int = 0
    dated: bool = False

    @property
    def unique(self) -> bool:
        """Whether no value comes twice."""
        return self.filled > 0 and self.distinct == self.filled


@dataclass(frozen=True)
class FileProfile:
    """A file: how many rows it has and what its columns hold; `delimiter` is null where there is none."""

    path: Path
    format: str
    delimiter: str | None
    rows: int
    columns: tuple[ColumnProfile, ...]

    def column(self, name: str) -> ColumnProfile | None:
        """The column of that name, null if the file has none."""
        return next((column for column in self.columns if column.name == name), None)


class Profiler(Protocol):
    """What counts what the columns of a file hold."""

    def __call__(self, path: Path) -> FileProfile:
        """Count it; raises `InputError` for a file that cannot be read."""
        ...
