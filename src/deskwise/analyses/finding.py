"""A finding: what an analysis says, in numbers and in sentences, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from deskwise.analyses.sentence import Sentence
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say
from deskwise.metrics.definition import Clock, Stat
from deskwise.metrics.gave import Gave
from deskwise.metrics.timeline import ReadPeriod

Outcome = Literal["found", "nothing", "not judged", "too few"]
Cell = str | int | float | bool | None


@dataclass(frozen=True)
class CasePart:
    """Those of a metric's counted cases that gave one thing, by a threshold in seconds where it takes one."""

    gave: Gave
    within_seconds: Decimal | None = None


@dataclass(frozen=True)
class Number:
    """One number of a finding, with its 95 % interval where it has one.

    `signed` says that it is a difference, `opens` and `part` whose cases it counts, as of a `NumberColumn`.
    """

    name: str
    label: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    signed: bool = False
    opens: str = ""
    part: CasePart | None = None


@dataclass(frozen=True)
class NumberColumn:
    """A column of a finding's table. `unit` is null of words; `signed` says that it holds differences.

    `dimension` says that its cells are values of one, empty where they are not: a null is then the group of
    the cases that have none. `opens` names the metric whose cases of the row's groups are counted in it,
    `part` which of them, null where all are.
    `said` says that its cells are words that are said in any language; `ticket_of` names the column of the
    sources of the tickets in it, empty where they are none. `days` names the columns of the first and the
    last day of a row whose cases are those of these days, null where they are those of the whole period.
    """

    name: str
    label: str
    unit: str | None
    signed: bool = False
    dimension: str = ""
    opens: str = ""
    part: CasePart | None = None
    said: bool = False
    ticket_of: str = ""
    days: tuple[str, str] | None = None


@dataclass(frozen=True)
class NumberTable:
    """A table of a finding beside its first one; a row has a cell for each of `columns`."""

    name: str
    label: str
    columns: tuple[NumberColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def records(self) -> list[dict[str, Cell]]:
        """The rows by the names of their columns."""
        names = [each.name for each in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class RestsOn:
    """What a finding was made of: whoever asks the same of the same data finds the same.

    `n` and `n_before` are the cases of the two periods, `where` what they were narrowed to,
    `within_seconds` a threshold that was given, null of none. `before` and `n_before` are null where nothing
    was compared; `beside` are the definitions of the other metrics that were read.
    """

    metric: str
    definition: str
    stat: Stat
    clock: Clock | None
    within_seconds: float | None
    unit: str
    by: str | None
    where: tuple[tuple[str, tuple[str | None, ...]], ...]
    period: ReadPeriod
    before: ReadPeriod | None
    as_of: int
    zone: str
    n: int
    n_before: int | None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What an analysis found.

    `outcome` is `found` beyond noise, `nothing` where chance alone may do it, `not judged` where the later
    period has not ended, `too few` where nothing can be said. The first of `sentences` is the answer;
    `doubts` are those that apply to this very finding. A row of the table has a cell for each of `columns`;
    `label` is its title, empty where the analysis has words of its own for it; `more` are tables beside it.
    """

    analysis: str
    version: int
    outcome: Outcome
    sentences: tuple[Sentence, ...]
    doubts: tuple[Sentence, ...]
    numbers: tuple[Number, ...]
    columns: tuple[NumberColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rests_on: RestsOn
    label: str = ""
    more: tuple[NumberTable, ...] = ()

    def table(self, name: str = "") -> NumberTable:
        """The table of a name, the first one without; raises `UnknownNameError` where there is none."""
        if not name:
            return NumberTable("", self.label, self.columns, self.rows)
        found = next((each for each in self.more if each.name == name), None)
        if found is None:
            names = ", ".join(each.name for each in self.more)
            raise UnknownNameError(
                say("%(analysis)s has no table %(name)s", analysis=self.analysis, name=repr(name)),
                do=say("it has %(names)s", names=names) if names else say("it has one only"),
            )
        return found

    def tables(self) -> tuple[NumberTable, ...]:
        """All tables that have rows, the first one first."""
        return tuple(each for each in (self.table(), *self.more) if each.rows)

    def number(self, name: str) -> Number | None:
        """The number of a name, null if the finding has none."""
        return next((each for each in self.numbers if each.name == name), None)

    def records(self) -> list[dict[str, Cell]]:
        """The rows of the table by the names of their columns."""
        names = [each.name for each in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]
