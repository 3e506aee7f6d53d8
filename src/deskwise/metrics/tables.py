"""The tables metrics read: facts, and the inputs that are given as data when a query runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.schema import FACT_TABLES
from deskwise.metrics.input_tables import COSTS, MOMENT

if TYPE_CHECKING:
    import ibis.expr.types as ir


def fact(name: str) -> ir.Table:
    """A table of facts, free of any engine."""
    import ibis

    return ibis.table(FACT_TABLES[name].columns, name=name)


def requests() -> ir.Table:
    """The requests that are no problems."""
    found = fact("requests")
    return found.filter(~found.problem)


def moment() -> ir.Table:
    """One row: the as-of and what else is one value for a whole reading."""
    import ibis

    return ibis.table(dict(MOMENT), name="moment")


def costs() -> ir.Table:
    """What an hour of a team costs, by currency."""
    import ibis

    return ibis.table(dict(COSTS), name="costs")
