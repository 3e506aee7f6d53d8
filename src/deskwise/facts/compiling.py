"""From an expression to the text an engine runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def sql_of(expression: ir.Table, dialect: str = "duckdb", *, to_keep: bool = False) -> str:
    """The SQL of an expression in an engine's dialect; a name Ibis knows no dialect by is an error.

    A map of texts is a JSON object in BigQuery and a jsonb in PostgreSQL. What is to be kept as a table has
    its whole numbers cast to such: an engine's sums may be wider.
    """
    from deskwise.facts.dialects import compiler_of, in_whole_numbers, put_right  # noqa: PLC0415 slow

    compiler = compiler_of(dialect)
    tree = compiler.to_sqlglot(expression.unbind())
    put_right(tree, dialect)
    if to_keep:
        tree = in_whole_numbers(tree, expression.schema(), compiler)
    return str(tree.sql(dialect=compiler.dialect))
