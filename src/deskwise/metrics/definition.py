"""What a metric is: the fields every definition must carry, and how its cases become a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import ibis.expr.types as ir

Clock = Literal["elapsed", "working"]
Unit = Literal["seconds", "share", "count", "score", "per 100", "points", "money"]
Better = Literal["lower", "higher", "neutral"]
Stat = Literal[
    "mean", "p50", "p90", "p95", "km50", "within", "share", "count", "rate", "nps", "sum", "gross", "refunds"
]
Kind = Literal[
    "duration",
    "age",
    "share",
    "count",
    "stock",
    "mean",
    "nps",
    "sum",
    "money",
    "rate",
    "time_share",
    "uptime",
]

CLOCKS: tuple[Clock, ...] = get_args(Clock)
STATS: tuple[Stat, ...] = get_args(Stat)
QUANTILES: dict[Stat, tuple[int, int]] = {"p50": (1, 2), "p90": (9, 10), "p95": (19, 20)}

# Each kind's statistics, those given unless asked otherwise, and the units its values may have.
STATS_OF_KIND: dict[Kind, tuple[Stat, ...]] = {
    "duration": ("mean", "p50", "p90", "p95", "km50", "within"),
    "age": ("mean", "p50", "p90", "p95", "within"),
    "share": ("share",),
    "count": ("count",),
    "stock": ("count",),
    "mean": ("mean",),
    "nps": ("nps",),
    "sum": ("sum",),
    "money": ("gross", "refunds"),
    "rate": ("rate",),
    "time_share": ("share",),
    "uptime": ("share",),
}
DEFAULT_STATS: dict[Kind, tuple[Stat, ...]] = {
    "duration": ("mean", "p50", "p90"),
    "age": ("mean", "p50", "p90"),
}
UNITS_OF_KIND: dict[Kind, tuple[Unit, ...]] = {
    "duration": ("seconds",),
    "age": ("seconds",),
    "share": ("share",),
    "count": ("count",),
    "stock": ("count",),
    "mean": ("score", "count", "money"),
    "nps": ("points",),
    "sum": ("seconds",),
    "money": ("money",),
    "rate": ("per 100",),
    "time_share": ("share",),
    "uptime": ("share",),
}


@dataclass(frozen=True)
class Asked:
    """What of a selection changes the expression of a metric's cases.

    `dimensions` are those asked by `by` or `where`; `shared_ratings` says that a rating can have several
    rows, one for everybody it is credited to.
    """

    dimensions: frozenset[str] = frozenset()
    clock: Clock = "elapsed"
    shared_ratings: bool = False

    @property
    def whose(self) -> bool:
        """Whether agent or team is asked."""
        return bool(self.dimensions & {"agent", "team"})


Cases = Callable[[Asked], "ir.Table"]
Collapse = Callable[["ir.Table", Sequence[str]], "ir.Table"]


@dataclass(frozen=True)
class Part:
    """Rows that are counted below the line of a metric.

    `ignores` are dimensions that do not narrow them, `only` the only ones that do. Of a `stock`, the rows are
    moves (`at`, `delta`) and what counts is their sum up to the period's end.
    """

    name: str
    cases: Cases
    collapse: Collapse | None = None
    ignores: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    stock: bool = False


@dataclass(frozen=True)
class Metric:
    """One definition of section 7 of the book: what its fields say, a reader sees; the rest reads it.

    `cases` gives one row a case (or a piece of evidence, which `collapse` groups to one row a case and
    slice), with the columns of `metrics.case_rows`; with `evidence_when_split` only where they are split or
    filtered by agent, team or a dimension of the metric's own, with `evidence_when_shared` only where a
    rating is credited to several. `survival` gives the durations a Kaplan-Meier
    median is taken of, with `ended` false for the censored; `nobodys` and `survival_nobodys` say that by
    agent there is no figure (no median). `below` is the part below the line where it is
    not the cases themselves, and counts only with one of `below_only_with` asked, if any is named.
    `open_of` names the population whose undecided rows a reading counts as open. A mean that is a `ratio`
    names its numerator and denominator. `per_unit` is how many of what the cases
    hold make one of the unit (microseconds a second).
    """

    name: str
    label: str
    tells: str
    formula: str
    unit: Unit
    better: Better
    population: str
    null_when: str
    anchor: str
    attribution: str
    source: str
    example: str
    kind: Kind
    version: int = 1
    cases: Cases | None = field(default=None, repr=False)
    collapse: Collapse | None = field(default=None, repr=False)
    evidence_when_split: bool = False
    evidence_when_shared: bool = False
    survival: Cases | None = field(default=None, repr=False)
    survival_nobodys: bool = False
    below: Part | None = field(default=None, repr=False)
    below_only_with: tuple[str, ...] = ()
    open_of: str | None = None
    excluded: tuple[str, ...] = ()
    own_dimensions: tuple[str, ...] = ()
    always_by: tuple[str, ...] = ()
    only_dimensions: tuple[str, ...] | None = None
    needs_clock: bool = False
    nobodys: bool = False
    ratio: bool = False
    per_unit: int = 1

    @property
    def definition(self) -> str:
        """Name and version, as readings carry it."""
        return f"{self.name}@{self.version}"

    @property
    def stats(self) -> tuple[Stat, ...]:
        """The statistics this metric has."""
        found = STATS_OF_KIND[self.kind]
        return found if self.survival is not None else tuple(stat for stat in found if stat != "km50")

    @property
    def default_stats(self) -> tuple[Stat, ...]:
        """The statistics given unless others are asked."""
        return DEFAULT_STATS.get(self.kind, self.stats)

    def better_of(self, stat: Stat) -> Better:
        """Which direction of a statistic is better: of durations better short, more within a threshold.

        >>> from deskwise.metrics.catalogue import metric
        >>> [metric("reply_time").better_of(stat) for stat in ("mean", "within")]
        ['lower', 'higher']
        """
        return "higher" if stat == "within" and self.better == "lower" else self.better

    @property
    def clocked(self) -> bool:
        """Whether the figure depends on the clock, elapsed or working."""
        return self.kind in {"duration", "age"} or self.needs_clock

    def collapse_for(self, asked: Asked) -> Collapse | None:
        """How the rows of `cases` become cases, or null if they are cases already."""
        if self.evidence_when_split:
            return self.collapse if asked.whose or asked.dimensions & set(self.own_dimensions) else None
        if self.evidence_when_shared:
            return self.collapse if asked.shared_ratings else None
        return self.collapse

    def has_dimension(self, dimension: str) -> bool:
        """Whether the metric can be split and filtered by a dimension that exists."""
        if dimension in self.own_dimensions or dimension in self.always_by:
            return True
        if self.only_dimensions is not None:
            return dimension in self.only_dimensions
        return not is_own_dimension(dimension)


OWN_DIMENSIONS = ("reason", "task", "currency", "clock", "stage", "from_channel", "to_channel")


def is_own_dimension(dimension: str) -> bool:
    """Whether only the metrics that name a dimension have it."""
    return dimension in OWN_DIMENSIONS


TOLD = (
    "name",
    "label",
    "tells",
    "formula",
    "unit",
    "better",
    "population",
    "null_when",
    "anchor",
    "attribution",
    "source",
    "example",
)


def faults(metric: Metric, golden: Path) -> list[str]:
    """What is wrong with a definition: missing fields, a wrong unit, no worked example. Empty if nothing is.

    `golden` is the folder of the worked examples; that of a metric is named after it.
    """
    found = [f"{name} is missing" for name in TOLD if not _told(getattr(metric, name))]
    if metric.unit not in UNITS_OF_KIND.get(metric.kind, ()):
        found.append(f"unit {metric.unit!r} does not fit a {metric.kind}")
    if metric.better not in get_args(Better):
        found.append(f"better direction {metric.better!r} is none of {', '.join(get_args(Better))}")
    if metric.version < 1:
        found.append("versions start at 1")
    if metric.cases is None and metric.kind not in {"stock", "age", "uptime"}:
        found.append("it has no cases")
    if not metric.example.startswith(f"7-{metric.name}-"):
        found.append(f"worked example {metric.example!r} is not named after it")
    elif not (golden / f"{metric.example}.toml").is_file():
        found.append(f"worked example {metric.example!r} does not exist")
    return [f"{metric.name or 'a metric without a name'}: {fault}" for fault in found]


def _told(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
