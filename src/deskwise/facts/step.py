"""A step of the fold: an expression and the name of the table it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deskwise.facts.inputs import tickets
from deskwise.facts.joins import beside
from deskwise.facts.schema import FACT_TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Step:
    """One table to make, in order. `kept` tables are facts; the others may go when the fold is done."""

    name: str
    expression: ir.Table
    kept: bool


@dataclass
class Steps:
    """The steps of a fold as they are laid down, each usable by name in those after it."""

    done: list[Step] = field(default_factory=list)

    def make(self, name: str, expression: ir.Table, *, kept: bool = False) -> ir.Table:
        """Lay down a step and give back the table it will be, free of how it was made."""
        import ibis

        self.done.append(Step(name, expression, kept))
        return ibis.table(expression.schema(), name=name)

    def fact(self, name: str, expression: ir.Table) -> ir.Table:
        """Lay down a table of facts, cast to exactly the columns its declaration promises.

        Keys of tickets, which hold for one fold only, become their names.
        """
        columns = FACT_TABLES[name].columns
        if "ticket" in columns and "ticket" not in expression.columns:
            expression = beside(expression, tickets().drop("as_of"))
        cast = expression.select(
            **{column: expression[column].cast(kind) for column, kind in columns.items()}
        )
        return self.make(name, cast, kept=True)
