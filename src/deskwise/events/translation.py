"""What a mapping file says, as a value: how the records of a foreign log become events."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """Where a value comes from: a column of the file, or a constant."""

    column: str | None = None
    constant: str | None = None


@dataclass(frozen=True)
class Emission:
    """One event that a record becomes.

    `kind` None is refused as an unknown kind. `activities`: the values of the activity column it is for;
    None is for every other one. `first_row`: made only from the first record of its ticket, whatever
    its activity. `cells` pairs canonical columns with what fills them, before the translation's own.
    """

    kind: str | None
    activities: tuple[str, ...] | None = None
    first_row: bool = False
    cells: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True)
class Translation:
    """How a foreign log is read.

    `cells` fill the columns of every event, `extra` (field, column) its further fields. `date_format` None
    reads ISO 8601; else it is written with the letters of strptime. `delimiter` None is found out.
    Records of `silent_activities` become no event of their own.
    """

    name: str
    cells: tuple[tuple[str, Cell], ...]
    emissions: tuple[Emission, ...]
    activity_column: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    date_format: str | None = None
    timezone: str | None = None
    delimiter: str | None = None
    silent_activities: tuple[str, ...] = ()

    def columns_used(self) -> tuple[str, ...]:
        """Every column of the file the translation reads, each once."""
        found = [cell.column for _, cell in self.cells]
        found += [cell.column for emission in self.emissions for _, cell in emission.cells]
        found += [self.activity_column, *(column for _, column in self.extra)]
        return tuple(dict.fromkeys(column for column in found if column is not None))
