"""What metrics are counted from: one row a case, and what a question asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .world import Dims, World


class Anything:
    """A dimension's value that fits every slice and makes no group."""


ANY = Anything()
BEGINNING = -(10**18)
END = 10**18


@dataclass
class Row:
    """One case. `left` is why it is left out; `immature` that it is left out because it is not mature."""

    at: int
    dims: Dims
    part: str = "case"
    key: Any = None
    value: Fraction | None = None
    working: Fraction | None = None
    good: bool = False
    left: str | None = None
    immature: bool = False
    resting: bool = False
    ruled: bool = False
    unjudged: bool = False
    makes_group: bool = True
    end: int | None = None
    agents: tuple[str | None, ...] | None = None

    @property
    def counted(self) -> bool:
        return self.left is None and not self.immature


@dataclass
class Pending:
    """Something begun, and when it was decided: None if it never was."""

    began: int
    decided: int | None
    dims: Dims
    is_open: Callable[[int], bool] | None = None

    def open_before(self, end: int) -> bool:
        if self.is_open is not None:
            return self.is_open(end)
        return self.began < end and (self.decided is None or self.decided >= end)


@dataclass(frozen=True)
class Period:
    """[start, end); BEGINNING and END where nobody set one. `asked` is False for all there is."""

    start: int
    end: int
    asked: bool = True

    def holds(self, instant: int) -> bool:
        return self.start <= instant < self.end


@dataclass
class Question:
    """A selection, once its defaults are filled in."""

    clock: str
    within: int | None
    by: tuple[str, ...]
    where: dict[str, list[Any]]
    period: Period = field(default_factory=lambda: Period(BEGINNING, END, False))

    def sliced_by(self, *names: str) -> bool:
        return any(name in self.by or name in self.where for name in names)


@dataclass
class Answer:
    """What a slice gives for one statistic."""

    value: Fraction | float | int | None
    n: int
    numerator: Fraction | int | None = None
    denominator: Fraction | int | None = None
    interval: tuple[float | None, float | None] | None = None
    unit: str | None = None


Rows = Callable[["World", Question], list[Row]]
Aggregate = Callable[[list[Row], str, Question, "World"], Answer]


@dataclass
class Metric:
    """`form` says how rows become a value; `aggregate` replaces it for metrics of their own kind.

    `standing` leaves of a slice's rows those that the figure is about.
    """

    name: str
    form: str
    rows: Rows
    unit: str = "count"
    stats: tuple[str, ...] = ()
    population: str | None = None
    automatic: tuple[str, ...] = ()
    aggregate: Aggregate | None = None
    survival: Rows | None = None
    standing: Callable[[list[Row], Question, World], list[Row]] | None = None
    nobody: bool = False
    stock: bool = False
    version: int = 1


def dim(dims: Dims, name: str) -> Any:
    if name.startswith("extra."):
        extra = dims.get("extra")
        return extra.get(name[6:]) if isinstance(extra, dict) else extra
    return dims.get(name)


def fits(row_dims: Dims, agents: tuple[str | None, ...] | None, name: str, wanted: list[Any]) -> bool:
    if name == "agent" and agents is not None:
        return any(agent in wanted for agent in agents)
    value = dim(row_dims, name)
    return value is ANY or value in wanted
