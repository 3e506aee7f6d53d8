"""From an expression to the text an engine runs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def sql_of(expression: ir.Table, dialect: str = "duckdb") -> str:
    """The SQL of an expression in an engine's dialect.

    In a window Ibis loses that `first` and `last` are to pass over nulls, which every use of them here
    asks for; it is put back in the tree before the text is made.
    """
    import sqlglot.expressions as sge

    compiler = import_module(f"ibis.backends.sql.compilers.{dialect}").compiler
    tree = compiler.to_sqlglot(expression.unbind())
    for window in tree.find_all(sge.Window):
        if isinstance(window.this, sge.FirstValue | sge.LastValue):
            window.set("this", sge.IgnoreNulls(this=window.this.copy()))
    return str(tree.sql(dialect=compiler.dialect))
