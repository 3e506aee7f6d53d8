"""From cases to slices: split and filtered by dimensions, put into periods, one row a case and slice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.dimensions import EXTRA_PREFIX, REQUEST_DIMENSIONS, is_extra
from deskwise.metrics.input_tables import BUCKET_MICROSECONDS, CHOSEN, PERIODS
from deskwise.metrics.tables import fact, moment

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.metrics.definition import Collapse
    from deskwise.metrics.shape import Shape


def sliced(cases: ir.Table, shape: Shape, collapse: Collapse | None = None) -> ir.Table:
    """The cases of a selection with the columns of their slice (period, by_0, by_1 ...).

    Where the cases are evidence, `collapse` makes one row a case and slice of them.
    """
    if any(is_extra(name) for name in shape.asked.dimensions):
        # Looked up for the cases of the selection alone: an engine would look them up for all of them.
        rows = chosen_and_split(in_range(cases, shape), shape)
    else:
        rows = in_range(chosen_and_split(cases, shape), shape)
    return rows if collapse is None else collapse(rows, shape.slice_columns)


def chosen_and_split(cases: ir.Table, shape: Shape) -> ir.Table:
    """The rows that the filters leave, with the dimensions they are split by as by_0, by_1 ..."""
    import ibis

    rows, columns = _with_dimensions(cases, sorted(shape.asked.dimensions))
    chosen = ibis.table(dict(CHOSEN), name="chosen")
    for filtered in shape.where:
        column = rows[columns[filtered.dimension]]
        values = chosen.filter(chosen.dimension == filtered.dimension).value
        if filtered.values and filtered.null:
            rows = rows.filter(column.isnull() | column.isin(values))
        else:
            rows = rows.filter(column.isin(values) if filtered.values else column.isnull())
    return rows.mutate(**{f"by_{number}": rows[columns[name]] for number, name in enumerate(shape.by)})


def in_range(rows: ir.Table, shape: Shape, instant: str = "anchor_at") -> ir.Table:
    """The rows whose instant lies in the selection, with their period if there is a series of them."""
    if shape.range == "whole":
        return rows
    if shape.range == "span":
        bounds = moment().select("start_at", "end_at")
        bounded = rows.cross_join(bounds)
        inside = (bounded[instant] >= bounded.start_at) & (bounded[instant] < bounded.end_at)
        return bounded.filter(inside).drop("start_at", "end_at")
    return with_period(rows, instant, "period", only_matching=True)


def up_to_end(rows: ir.Table, shape: Shape, instant: str = "at") -> ir.Table:
    """The rows whose instant lies before the selection's end, with their period; -1 before its first."""
    if shape.range == "whole":
        return rows
    bounded = rows.cross_join(moment().select("end_at"))
    rows = bounded.filter(bounded[instant] < bounded.end_at).drop("end_at")
    if shape.range == "span":
        return rows
    found = with_period(rows, instant, "period", only_matching=False)
    # Periods follow one another without a gap: what none holds came before the first.
    return found.mutate(period=found.period.fill_null(-1))


def with_period(rows: ir.Table, instant: str, into: str, *, only_matching: bool) -> ir.Table:
    """The rows with the number of the period their instant lies in, null outside all of them."""
    import ibis

    periods = ibis.table(dict(PERIODS), name="periods")
    periods = periods.rename(
        **{f"period_{name}": name for name in ("bucket", "start_at", "end_at")}, **{into: "period"}
    )
    # An instant finds its half-day by a look-up, and its period among the few that touch it.
    rows = rows.mutate(bucket=rows[instant] // BUCKET_MICROSECONDS)
    conditions = [
        rows.bucket == periods.period_bucket,
        rows[instant] >= periods.period_start_at,
        rows[instant] < periods.period_end_at,
    ]
    joined = rows.inner_join(periods, conditions) if only_matching else rows.left_join(periods, conditions)
    return joined.drop("bucket", "period_bucket", "period_start_at", "period_end_at")


def collapsed(
    rows: ir.Table, slice_by: Sequence[str], key: Sequence[str] = REQUEST, **aggregates: ir.Value
) -> ir.Table:
    """One row a case and slice: its earliest evidence, and what else is asked of all of it."""
    standing = {
        "anchor_at": rows.anchor_at.min(),
        # Who did the earliest, nobody too: an engine would pass over nulls.
        "agent": rows.agent.fill_null("").argmin(rows.anchor_at).nullif(""),
        "team": rows.team.fill_null("").argmin(rows.anchor_at).nullif(""),
        "state": rows.state.min(),
        "left_out_for": rows.left_out_for.min(),
        "unripe": rows.unripe.any(),
        "ruled": rows.ruled.any(),
        "unjudged": rows.unjudged.any(),
    }
    return rows.group_by(*key, *slice_by).aggregate(**(standing | aggregates))


def _with_dimensions(rows: ir.Table, wanted: Sequence[str]) -> tuple[ir.Table, dict[str, str]]:
    """The rows with every wanted dimension as some column, and which column that is."""
    import ibis

    columns = {name: name for name in wanted if name in rows.columns}
    missing = [name for name in wanted if name not in columns]
    of_request = [name for name in missing if name in REQUEST_DIMENSIONS]
    keyed = "request" in rows.columns
    if of_request and keyed:
        about = fact("requests")
        about = about.select(*REQUEST, **{f"request_{name}": about[name] for name in of_request})
        rows = beside(rows, about, REQUEST)
        columns |= {name: f"request_{name}" for name in of_request}
        missing = [name for name in missing if name not in columns]
    for number, name in enumerate(missing):
        column = f"field_{number}"
        if is_extra(name) and keyed:
            fields = fact("request_fields")
            fields = fields.filter(fields.field == name.removeprefix(EXTRA_PREFIX))
            rows = beside(rows, fields.select(*REQUEST, **{column: fields["value"]}), REQUEST)
        else:
            rows = rows.mutate(**{column: ibis.null("string")})
        columns[name] = column
    for name in ("customer", "organisation", "product"):
        own = f"own_{name}"
        if name in columns and own in rows.columns:
            column = columns[name]
            rows = rows.mutate(**{column: ibis.ifelse(rows.request.isnull(), rows[own], rows[column])})
    return rows, columns
