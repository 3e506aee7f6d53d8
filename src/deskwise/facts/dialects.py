"""What Ibis has no right words for in an engine's dialect, said in that engine's own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import ibis  # noqa: TID253 - what is here extends it
import ibis.expr.datatypes as dt  # noqa: TID253 - what is here extends it
import sqlglot.expressions as sge  # noqa: TID253 - what is here extends it
from ibis.backends.sql.compilers import BigQueryCompiler, PostgresCompiler  # noqa: TID253 - what is here extends it
from ibis.config import Config  # noqa: TID253 - what is here extends it
from sqlglot.transforms import eliminate_semi_and_anti_joins  # noqa: TID253 - what is here extends it


class SparkOptions(Config):  # type: ignore[misc]  # Ibis has no types
    """The options of Ibis' Spark backend, as that sets them itself."""

    treat_nan_as_null: bool = False


class JsonBigQuery(BigQueryCompiler):  # type: ignore[misc]  # Ibis has no types
    """BigQuery with a JSON object of texts where other engines have a map of them, for it has none."""

    def visit_MapGet(self, op: Any, *, arg: Any, key: Any, default: Any) -> Any:  # noqa: N802 - Ibis' name
        """A field of the object: no path, for that has to be a literal, and a field's name may hold a dot."""
        value = self.f.anon.JSON_VALUE(sge.Bracket(this=arg, expressions=[key]))
        return value if op.default.dtype.is_null() else self.f.coalesce(value, default)

    def visit_MapKeys(self, _op: Any, *, arg: Any) -> Any:  # noqa: N802 - Ibis' name
        """The names of the object's fields; JSON_KEYS puts one that is no plain word in quotes."""
        name = sge.column("name", quoted=True)
        plain = self.if_(self.f.starts_with(name, '"'), self.f.anon.JSON_VALUE(self.f.parse_json(name)), name)
        names = sge.Unnest(
            expressions=[self.f.anon.JSON_KEYS(arg, 1)], alias=sge.TableAlias(columns=[name.this.copy()])
        )
        return self.if_(arg.is_(sge.null()), sge.null(), self.f.array(sge.select(plain).from_(names)))


class JsonPostgres(PostgresCompiler):  # type: ignore[misc]  # Ibis has no types
    """PostgreSQL with a jsonb of texts where other engines have a map of them, and nothing to install."""

    def to_sqlglot(self, expr: Any, **given: Any) -> Any:
        """The tree of an expression: Ibis would hand out maps as texts, which no next step could read."""
        return super(PostgresCompiler, self).to_sqlglot(expr, **given)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802 - Ibis' name
        """A cast; from a boolean there is one to int, and none to bigint."""
        if op.arg.dtype.is_boolean() and to.is_integer():
            arg = self.cast(arg, dt.int32)
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_First(  # noqa: N802 - Ibis' name
        self, _op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool
    ) -> Any:
        """The first value of a group: Ibis calls an aggregate that its own backend would define."""
        known = arg.is_(sge.null()).not_()
        if not include_null:
            where = known if where is None else sge.and_(where, known)
        gathered = self.agg.array_agg(arg, where=where, order_by=order_by)
        return sge.Bracket(this=sge.Paren(this=gathered), expressions=[sge.Literal.number(1)], offset=1)


def compiler_of(dialect: str) -> Any:
    """Ibis' compiler for a dialect, or ours where we know better."""
    if dialect == "bigquery":
        return JsonBigQuery()
    if dialect == "postgres":
        return JsonPostgres()
    if dialect == "pyspark" and ibis.options.pyspark is None:
        # Ibis asks one of them at every fraction, yet nobody has set them before Spark itself was imported.
        ibis.options.pyspark = SparkOptions()
    return import_module(f"ibis.backends.sql.compilers.{dialect}").compiler


def put_right(tree: sge.Expression, dialect: str) -> None:
    """Put into the tree of a query what Ibis and the writer of its text would lose."""
    _pass_over_nulls(tree, dialect)
    if dialect in {"bigquery", "postgres"}:
        _drop_half_joins(tree)


def in_whole_numbers(tree: sge.Select, kinds: Mapping[str, Any], compiler: Any) -> sge.Select:
    """The rows of a query with every whole number of the width that is declared."""
    picked = []
    for name, kind in kinds.items():
        column = sge.column(name, quoted=True)
        picked.append(compiler.cast(column, kind).as_(name, quoted=True) if kind.is_int64() else column)
    return sge.select(*picked).from_(tree.subquery("made"))


def _pass_over_nulls(tree: sge.Expression, dialect: str) -> None:
    """Let first and last values in a window pass over nulls, which every use of them here asks for.

    PostgreSQL cannot. It can gather the values that are no nulls, and take the first or last of those.
    """
    for window in list(tree.find_all(sge.Window)):
        function = window.this
        if not isinstance(function, sge.FirstValue | sge.LastValue):
            continue
        if dialect == "postgres":
            window.replace(_element(window, last=isinstance(function, sge.LastValue)))
        else:
            window.set("this", sge.IgnoreNulls(this=function.copy()))


def _element(window: sge.Window, *, last: bool) -> sge.Bracket:
    value = window.this.this
    gathered, counted = window.copy(), window.copy()
    known = sge.Where(this=value.is_(sge.null()).not_())
    gathered.set("this", sge.Filter(this=sge.ArrayAgg(this=value.copy()), expression=known))
    counted.set("this", sge.Count(this=value.copy()))
    place = counted if last else sge.Literal.number(1)
    return sge.Bracket(this=sge.Paren(this=gathered), expressions=[place], offset=1)


def _drop_half_joins(tree: sge.Expression) -> None:
    """Say semi and anti joins as EXISTS: the writer of the text passes over every other one in a row."""
    for select in list(tree.find_all(sge.Select)):
        while any(join.kind in {"SEMI", "ANTI"} for join in select.args.get("joins") or ()):
            eliminate_semi_and_anti_joins(select)
