"""Reading metrics: a selection in, readings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from deskwise.facts.rules import Rules
from deskwise.metrics.answers import By, Slice, Stock, by_slice, projection, slice_of, sorted_by
from deskwise.metrics.definition import QUANTILES, Metric, Stat
from deskwise.metrics.downtime import Span, uptime
from deskwise.metrics.figures import (
    Figure,
    quantile,
    quantile_places,
    rate,
    share,
    simple_figure,
    survival_median,
)
from deskwise.metrics.input_tables import CompiledSql, Engine, InputTable
from deskwise.metrics.late_waits import corrections
from deskwise.metrics.plan import Plan, inputs, plan
from deskwise.metrics.query_texts import Queries, Row
from deskwise.metrics.readings import Reading, Readings
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import rank_columns, summary_columns
from deskwise.metrics.survival_median import Crossing
from deskwise.metrics.timeline import BEGINNING, Horizon, Timeline, timeline
from deskwise.metrics.working_ages import working_ages

CROSSING = ("n", "below_at", "near_at", "near_at_risk", "near_ended", "near_ended_before")


def read(
    selection: Selection, *, rules: Rules, horizon: Horizon, engine: Engine, compiled: CompiledSql
) -> Readings:
    """The readings of a selection, by metric, slice, period and statistic.

    The facts behind the engine are those of `horizon.as_of`. Texts of queries are taken from `compiled`
    and put there where they are missing, which alone loads the expression language.

    Raises:
        UsageError: the selection asks a metric for what it does not have, or for too many periods.
    """
    metrics = selection.chosen_metrics()
    line = timeline(selection, rules, horizon)
    given = inputs(selection, rules, line, horizon)
    queries = Queries(engine, compiled, given)
    found: list[Reading] = []
    for metric in metrics:
        reader = MetricReader(plan(metric, selection, rules, line), queries, line, horizon, rules, given)
        found.extend(reader.readings())
    return Readings(horizon.as_of, tuple(found))


class MetricReader:
    """Reads one metric: asks what its statistics need, and puts readings together."""

    def __init__(
        self,
        asked: Plan,
        queries: Queries,
        line: Timeline,
        horizon: Horizon,
        rules: Rules,
        given: Mapping[str, InputTable],
    ) -> None:
        self._plan = asked
        self._metric: Metric = asked.metric
        self._shape = asked.shape
        self._queries = queries
        self._line = line
        self._horizon = horizon
        self._rules = rules
        self._within = int(given["moment"].rows[0][3] or 0)
        self._sums: dict[Slice, dict[str, Any]] = {}
        self._places: dict[Slice, dict[int, int]] = {}
        self._survivors: dict[Slice, dict[str, Any]] = {}
        self._medians: dict[Slice, tuple[int, int | None]] = {}
        self._below: dict[Slice, int] | Stock = {}
        self._below_at: list[int] = []
        self._open: Stock | None = None
        self._ruled: Stock | None = None
        self._open_at: list[int] = []

    def readings(self) -> list[Reading]:
        """The readings of the metric, every group in every period."""
        if not self._line.periods:
            return []
        if self._metric.kind == "uptime":
            return self._uptimes()
        self._ask()
        return [
            self._reading(stat, period, by)
            for by in self._groups()
            for period in range(len(self._line.periods))
            for stat in self._plan.stats
        ]

    def _ask(self) -> None:
        if self._metric.open_of is not None:
            query = self._plan.open(self._metric.open_of)
            rows = list(self._queries.rows(query.key, query.build))
            if self._metric.needs_clock and self._shape.clock == "working" and self._shape.range != "whole":
                rows.extend(self._corrections())
            self._open = Stock(rows, self._plan.open_shape, len(self._line.periods))
            self._open_at = projection(self._shape, self._plan.open_shape)
        if self._plan.below is not None:
            self._ask_below()
        if self._metric.kind == "stock":
            query = self._plan.open("ruled_requests")
            rows = self._queries.rows(query.key, query.build)
            self._ruled = Stock(rows, self._plan.open_shape, len(self._line.periods))
            return
        if self._metric.kind == "age" and self._shape.clock == "working":
            self._measure_ages()
            return
        if set(self._plan.stats) - {"km50"}:
            query = self._plan.summary()
            columns = summary_columns(self._metric, self._plan.within())
            self._sums = by_slice(self._queries.rows(query.key, query.build), self._shape, columns)
        if set(self._plan.stats) & set(QUANTILES):
            self._ask_order_statistics()
        if "km50" in self._plan.stats:
            self._ask_survival()

    def _corrections(self) -> Iterator[Row]:
        query = self._plan.late_waits()
        rows = self._queries.rows(query.key, query.build)
        return corrections(rows, self._plan.open_shape, self._rules, self._within, self._line.bounds)

    def _ask_below(self) -> None:
        assert self._plan.below is not None
        query, shape = self._plan.below_the_line(self._plan.below)
        rows = self._queries.rows(query.key, query.build)
        self._below_at = projection(self._shape, shape)
        if self._plan.below.stock:
            self._below = Stock(rows, shape, len(self._line.periods))
        else:
            self._below = {key: int(row["n"]) for key, row in by_slice(rows, shape, ("n",)).items()}

    def _measure_ages(self) -> None:
        query = self._plan.single_ages()
        rows = self._queries.rows(query.key, query.build)
        self._sums, ages = working_ages(rows, self._shape, self._rules, self._within)
        self._places = {key: dict(enumerate(found)) for key, found in ages.items()}

    def _ask_order_statistics(self) -> None:
        ranks: list[tuple[int | str | None, ...]] = []
        for (period, by), sums in self._sums.items():
            places = {
                place
                for stat in self._plan.stats
                if stat in QUANTILES
                for place in quantile_places(stat, sums["n"])
            }
            front = (period,) if self._shape.range == "series" else ()
            ranks.extend((*front, *by, place) for place in sorted(places))
        if not ranks:
            return
        query = self._plan.order_statistics()
        asked = {"ranks": InputTable(rank_columns(self._shape), tuple(ranks))}
        for row in self._queries.rows(query.key, query.build, asked):
            key, (place, measure) = slice_of(row, self._shape)
            self._places.setdefault(key, {})[int(place)] = int(measure)

    def _ask_survival(self) -> None:
        query = self._plan.survival()
        found = by_slice(self._queries.rows(query.key, query.build), self._shape, CROSSING)
        whole = {
            key: {name: None if value is None else int(value) for name, value in row.items()}
            for key, row in found.items()
        }
        crossings = {
            key: Crossing(row["n"] or 0, *(row[name] for name in CROSSING[1:])) for key, row in whole.items()
        }
        steps: dict[Slice, list[tuple[int, int, int]]] = {}
        if any(crossing.needs_steps for crossing in crossings.values()):
            query = self._plan.survival_steps()
            for row in self._queries.rows(query.key, query.build):
                key, (length, at_risk, ended) = slice_of(row, self._shape)
                steps.setdefault(key, []).append((int(length), int(at_risk), int(ended)))
        self._medians = {
            key: (crossing.n, crossing.median(steps.get(key, ()))) for key, crossing in crossings.items()
        }
        query = self._plan.survival_counts()
        columns = summary_columns(self._metric, within=False)
        self._survivors = by_slice(self._queries.rows(query.key, query.build), self._shape, columns)

    def _groups(self) -> list[By]:
        if not self._shape.by:
            return [()]
        found = {by for _, by in self._sums} | {by for _, by in self._survivors}
        every = len(self._shape.by)
        if self._open is not None and len(self._open_at) == every:
            found.update(self._open.groups())
        if len(self._below_at) == every:
            found.update(
                self._below.groups() if isinstance(self._below, Stock) else {by for _, by in self._below}
            )
        if not found and all(name in self._metric.always_by for name in self._shape.by):
            return [(None,) * every]
        return sorted_by(found)

    def _reading(self, stat: Stat, period: int, by: By) -> Reading:
        key = (period, by)
        figure = self._figure(stat, period, by)
        whose = self._shape.asked.dimensions
        if "agent" in whose and (self._metric.nobodys or (stat == "km50" and self._metric.survival_nobodys)):
            figure = Figure(None, figure.n, figure.numerator, figure.denominator)
        # The median is taken of other cases than the rest: of what was begun in the period.
        counts = (self._survivors if stat == "km50" else self._sums).get(key, {})
        excluded = {reason: int(counts.get(f"excluded_{reason}", 0)) for reason in self._metric.excluded}
        return Reading(
            metric=self._metric.name,
            stat=stat,
            clock=self._shape.clock if self._metric.clocked else None,
            unit=self._unit(stat, by),
            period=self._line.periods[period],
            by=tuple(zip(self._shape.by, by, strict=True)),
            value=figure.value,
            n=figure.n,
            numerator=figure.numerator,
            denominator=figure.denominator,
            excluded=tuple((reason, n) for reason, n in excluded.items() if n),
            open=self._open_count(period, by),
            provisional=int(counts.get("provisional", 0)),
            ruled=int(counts.get("ruled", 0)) + self._standing(self._ruled, period, by),
            unjudged=int(counts.get("unjudged", 0)),
            interval=figure.interval,
            definition=self._metric.definition,
        )

    def _figure(self, stat: Stat, period: int, by: By) -> Figure:
        key = (period, by)
        if self._metric.kind == "stock":
            if self._is_future(period):
                return Figure(None, 0)
            standing = self._open_count(period, by)
            return simple_figure(self._metric, stat, {"n": standing})
        if stat == "km50":
            n, median = self._medians.get(key, (0, None))
            return survival_median(self._metric, median, n)
        sums = self._sums.get(key) or dict.fromkeys(summary_columns(self._metric, self._plan.within()), 0)
        if stat in QUANTILES:
            return quantile(self._metric, stat, int(sums["n"]), self._places.get(key, {}))
        if self._plan.below is None:
            return simple_figure(self._metric, stat, sums)
        below = self._below_count(period, by)
        return rate(int(sums["n"]), below) if stat == "rate" else share(int(sums["hits"]), below)

    def _below_count(self, period: int, by: By) -> int:
        narrow = tuple(by[place] for place in self._below_at)
        if isinstance(self._below, Stock):
            return self._below.at_end(period, narrow)
        return self._below.get((period, narrow), 0)

    def _open_count(self, period: int, by: By) -> int:
        return self._standing(self._open, period, by)

    def _standing(self, stock: Stock | None, period: int, by: By) -> int:
        if stock is None or self._is_future(period):
            return 0
        return stock.at_end(period, tuple(by[place] for place in self._open_at))

    def _is_future(self, period: int) -> bool:
        return self._line.bounds[period][0] > self._horizon.as_of

    def _unit(self, stat: Stat, by: By) -> str:
        if stat == "within":
            return "share"
        if self._metric.unit != "money":
            return self._metric.unit
        return by[self._shape.by.index("currency")] or "money"

    def _uptimes(self) -> list[Reading]:
        query = self._plan.outages()
        found: dict[By, list[Span]] = {}
        for row in self._queries.rows(query.key, query.build):
            *by, unplanned, began_at, ended_at = row
            spans = found.setdefault(tuple(by), [])
            if unplanned:
                spans.append((int(began_at), int(ended_at)))
        if not self._shape.by:
            found.setdefault((), [])
        return [
            self._uptime(period, by, found[by])
            for by in sorted_by(found)
            for period in range(len(self._line.periods))
        ]

    def _uptime(self, period: int, by: By, spans: list[Span]) -> Reading:
        start_at, end_at = self._line.bounds[period]
        first_at, as_of = self._horizon.first_at, self._horizon.as_of
        if start_at == BEGINNING:
            start_at = as_of if first_at is None else first_at
        figure = uptime(spans, start_at, end_at, first_at, as_of)
        return Reading(
            metric=self._metric.name,
            stat="share",
            clock=None,
            unit=self._metric.unit,
            period=self._line.periods[period],
            by=tuple(zip(self._shape.by, by, strict=True)),
            value=figure.value,
            n=figure.n,
            numerator=figure.numerator,
            denominator=figure.denominator,
            excluded=(),
            open=0,
            provisional=0,
            ruled=0,
            unjudged=0,
            interval=None,
            definition=self._metric.definition,
        )
