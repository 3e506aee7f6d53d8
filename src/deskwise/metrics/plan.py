"""What one metric's readings need: the shape of its queries, their keys and their texts' expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.metrics import queries
from deskwise.metrics.definition import Metric, Part, Stat
from deskwise.metrics.input_tables import AFTER, CHOSEN, COSTS, MOMENT, InputTable, Value
from deskwise.metrics.late_waits import late_waits
from deskwise.metrics.open_populations import OPEN_POPULATIONS
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Chosen, Shape
from deskwise.metrics.timeline import Horizon, Timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

SECOND_MICROSECONDS = 1_000_000
ALL_ROWS = 2**62


@dataclass(frozen=True)
class Query:
    """A query by its key, and how to build it where no text is kept under that key."""

    key: str
    build: Callable[[], ir.Table]


@dataclass(frozen=True)
class Plan:
    """The queries of one metric over one selection."""

    metric: Metric
    stats: tuple[Stat, ...]
    shape: Shape

    @property
    def below(self) -> Part | None:
        """The part below the line, where this selection has one."""
        part, only_with = self.metric.below, self.metric.below_only_with
        return (
            part
            if part is not None and (not only_with or self.shape.asked.dimensions.intersection(only_with))
            else None
        )

    @property
    def open_shape(self) -> Shape:
        """The shape for what is open: the metric's own dimensions narrow only what has them."""
        dropped = frozenset(self.metric.own_dimensions) | (frozenset(self.metric.always_by) - {"clock"})
        shape = self.shape.without(dropped)
        # The clock makes no difference to moves, so that metrics can share the answer; the threshold's does.
        return shape if self.metric.needs_clock else Shape(shape.by, shape.where, shape.range)

    def within(self) -> bool:
        """Whether the threshold is asked of durations."""
        return "within" in self.stats

    def summary(self) -> Query:
        """Counts and sums of every slice."""
        within = self.within()
        purpose = "summary_within" if within else "summary"
        return self._query(purpose, lambda: queries.summary(self.metric, self.shape, within))

    def order_statistics(self) -> Query:
        """The order statistics that the input `ranks` names."""
        return self._query("order_statistics", lambda: queries.order_statistics(self.metric, self.shape))

    def survival(self) -> Query:
        """Where survival reaches one half."""
        return self._query("survival", lambda: queries.survival(self.metric, self.shape))

    def survival_counts(self) -> Query:
        """The counts of the cases that the median is taken of."""
        of_survival = replace(self.metric, cases=self.metric.survival)
        return self._query("survival_counts", lambda: queries.summary(of_survival, self.shape, within=False))

    def survival_steps(self) -> Query:
        """The steps of survival down to one half."""
        return self._query("survival_steps", lambda: queries.survival_steps(self.metric, self.shape))

    def below_the_line(self, part: Part) -> tuple[Query, Shape]:
        """What is counted below the line, and the shape it is counted in."""
        shape = self.shape.narrowed(part)
        key = f"below:{part.name}@{self.metric.version}|{shape.key()}"
        return Query(key, lambda: queries.below(part, shape)), shape

    def open(self, population: str) -> Query:
        """How the stock of what is open moved."""
        shape = self.open_shape
        moves = OPEN_POPULATIONS[population]
        return Query(f"open:{population}|{shape.key()}", lambda: queries.stock(moves, shape))

    def late_waits(self) -> Query:
        """The waits whose passing of the threshold on the working clock has to be looked up."""
        return self._query("late_waits", lambda: late_waits(self.open_shape))

    def outages(self) -> Query:
        """The outages of every group, those still open up to as-of."""
        return self._query("outages", lambda: queries.outages(self.shape))

    def single_ages(self) -> Query:
        """Each open request of every period's end, to be measured in working time."""
        return self._query("single_ages", lambda: queries.single_ages(self.shape))

    def _query(self, purpose: str, build: Callable[[], ir.Table]) -> Query:
        return Query(f"{purpose}:{self.metric.definition}|{self.shape.key()}", build)


def plan(metric: Metric, selection: Selection, rules: Rules, timeline: Timeline) -> Plan:
    """What is to be asked for one metric of a selection."""
    by = (*selection.by, *(name for name in metric.always_by if name not in selection.by))
    where = tuple(
        Chosen(name, any(value is not None for value in values), None in values)
        for name, values in selection.where
    )
    shared = rules.rating_attribution == "everyone_who_replied" and metric.evidence_when_shared
    shape = Shape(by, where, timeline.range, selection.clock if metric.clocked else "elapsed", shared)
    return Plan(metric, selection.stats_of(metric), shape)


def inputs(
    selection: Selection,
    rules: Rules,
    timeline: Timeline,
    horizon: Horizon,
    row_limit: int = ALL_ROWS,
    row_skip: int = 0,
    row_state: str | None = None,
    row_gave: str | None = None,
    row_after: tuple[Value, ...] | None = None,
) -> Mapping[str, InputTable]:
    """What all queries of a selection are given as data; the rows are those of a listing."""
    start_at, end_at = timeline.edges
    seconds = rules.service_level_seconds if selection.within_seconds is None else selection.within_seconds
    moment: dict[str, Value] = {
        "as_of": horizon.as_of,
        "start_at": start_at,
        "end_at": end_at,
        "within_microseconds": int(Decimal(seconds) * SECOND_MICROSECONDS),
        "return_microseconds": rules.return_microseconds,
        "stage_microseconds": rules.stage_microseconds,
        "off_hours_excluded": int(rules.off_hours == "exclude"),
        "period_count": len(timeline.bounds),
        "row_limit": row_limit,
        "row_skip": row_skip,
        "row_state": row_state,
        "row_gave": row_gave,
        "is_after": int(row_after is not None),
        **dict(zip(AFTER, row_after or (None,) * len(AFTER), strict=True)),
    }
    chosen: list[tuple[Value, ...]] = [
        (name, value) for name, values in selection.where for value in values if value is not None
    ]
    hourly: list[tuple[Value, ...]] = [
        (team.name, currency, cost) for team in rules.teams for currency, cost in team.hourly_cost
    ]
    return {
        "moment": InputTable(MOMENT, (tuple(moment[name] for name, _ in MOMENT),)),
        "periods": timeline.input(),
        "chosen": InputTable(CHOSEN, tuple(chosen)),
        "costs": InputTable(COSTS, tuple(hourly)),
    }
