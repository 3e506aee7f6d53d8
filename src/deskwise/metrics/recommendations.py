"""Whether customers would recommend: how many promoters, passives and detractors there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.facts.rules import Rules
from deskwise.metrics.answers import By, by_slice
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import summary_columns
from deskwise.metrics.timeline import Horizon, timeline


@dataclass(frozen=True)
class Recommendations:
    """Ratings on 0 to 10: promoters gave 9 or 10, detractors 6 or less, passives what is between."""

    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        """All of them."""
        return self.promoters + self.passives + self.detractors

    @property
    def lead(self) -> int:
        """How many more promoters there are than detractors."""
        return self.promoters - self.detractors


def read_recommendations(
    selection: Selection, *, rules: Rules, horizon: Horizon, engine: Engine, compiled: CompiledSql
) -> Mapping[By, Recommendations]:
    """The ratings of a selection of the one metric that is made of them, by the values it is split by."""
    (metric,) = selection.chosen_metrics()
    line = timeline(selection, rules, horizon)
    asked = plan(metric, selection, rules, line)
    queries = Queries(engine, compiled, inputs(selection, rules, line, horizon))
    query = asked.summary()
    rows = queries.rows(query.key, query.build)
    found = by_slice(rows, asked.shape, summary_columns(metric, within=False))
    return {
        by: _of_sums(*(int(sums[name]) for name in ("n", "promoters", "detractors")))
        for (_, by), sums in found.items()
    }


def _of_sums(n: int, promoters: int, detractors: int) -> Recommendations:
    return Recommendations(promoters, n - promoters - detractors, detractors)
