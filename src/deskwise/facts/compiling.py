"""From an expression to the text an engine runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def sql_of(expression: ir.Table, dialect: str = "duckdb") -> str:
    """The SQL of an expression in an engine's dialect; a name Ibis knows no dialect by is an error.

    What an engine holds as a map of texts is a JSON object in BigQuery and a jsonb in PostgreSQL.
    """
    from deskwise.facts.dialects import compiler_of, put_right  # noqa: PLC0415 slow

    compiler = compiler_of(dialect)
    tree = compiler.to_sqlglot(expression.unbind())
    put_right(tree, dialect)
    return str(tree.sql(dialect=compiler.dialect))
