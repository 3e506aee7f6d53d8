"""The query that lists the cases behind a figure, each with what it gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.metrics.gave import gave_it
from deskwise.metrics.input_tables import AFTER
from deskwise.metrics.open_populations import OPEN_POPULATIONS
from deskwise.metrics.queries import measure, sliced_cases
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import chosen_and_split, sliced, up_to_end
from deskwise.metrics.tables import fact, moment

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.metrics.definition import Metric, Part

KEY = ("source", "ticket", "request")
COLUMNS = (*KEY, "anchor_at", "agent", "team", "state", "left_out_for", "gave", "calendar", "end_at")
EXACT = "decimal(38, 9)"
# What a listing is in the order of; what is alike in all of it is in the order of the rest.
PLACE = ("anchor_at", "source", "ticket", "request", "agent")


def listing(metric: Metric, shape: Shape, *, survival: bool, below: Part | None) -> ir.Table:
    """The cases of a selection in order, those the input asks for, with how many there are in all.

    The input says how many to skip, how many to give then, in which state (null: in any), of which part by
    what they gave, and where they are counted from: the first of all, or a case.
    """
    import ibis

    parts = [] if metric.kind in {"stock", "uptime"} else [_cases(metric, shape, survival=survival)]
    if metric.kind == "uptime":
        parts = [_outages(shape)]
    if below is not None and not below.stock:
        parts.append(_below(below, shape.narrowed(below), shape))
    if metric.open_of is not None and metric.kind != "age" and not survival:
        parts.append(_open(metric, shape))
    rows = parts[0] if len(parts) == 1 else ibis.union(*parts)
    asked = ("row_limit", "row_skip", "row_state", "row_gave", "within_microseconds", "is_after", *AFTER)
    rows = rows.cross_join(moment().select(*asked))
    rows = rows.filter(rows.row_state.isnull() | (rows.state == rows.row_state))
    rows = rows.filter(gave_it(metric, rows))
    order = [rows[name] for name in (*PLACE, "gave", "team", "state", "left_out_for", *_split(shape))]
    before = (rows.is_after == 1) & _before(rows)
    rows = rows.mutate(
        total=rows.count().over(ibis.window()),
        place=ibis.row_number().over(order_by=order),
        first=rows.row_skip + before.cast("int64").sum().over(ibis.window()),
    )
    rows = rows.filter((rows.place >= rows.first) & (rows.place - rows.first < rows.row_limit))
    return rows.order_by(rows.place).select("total", *COLUMNS, *_split(shape))


def _before(rows: ir.Table) -> ir.BooleanValue:
    """Whether rows come before the case that the input names; what is null comes last."""
    import ibis

    found: ir.BooleanValue = ibis.literal(False)
    for mine, given in reversed(
        [(rows[name], rows[after]) for name, after in zip(PLACE, AFTER, strict=True)]
    ):
        earlier = ibis.ifelse(given.isnull(), mine.notnull(), (mine < given).fill_null(False))
        alike = ibis.ifelse(given.isnull(), mine.isnull(), (mine == given).fill_null(False))
        found = earlier | (alike & found)
    return found


def _split(shape: Shape) -> tuple[str, ...]:
    return tuple(name for name in shape.slice_columns if name != "period")


def _listed(rows: ir.Table, shape: Shape, gave: ir.Value | None = None) -> ir.Table:
    """Rows in the columns of a listing, null where they have none."""
    import ibis

    whole = {"request": "int64", "anchor_at": "int64", "end_at": "int64"}
    found: dict[str, ir.Value] = {}
    for name in (*COLUMNS, *_split(shape)):
        kind = whole.get(name, "string")
        found[name] = rows[name].cast(kind) if name in rows.columns else ibis.null(kind)
    found["gave"] = (
        ibis.null(EXACT) if gave is None else gave.cast("int64" if gave.type().is_boolean() else EXACT)
    )
    found["gave"] = found["gave"].cast(EXACT)
    return rows.select(**found)


def _cases(metric: Metric, shape: Shape, *, survival: bool) -> ir.Table:
    import ibis

    if survival:
        assert metric.survival is not None
        rows = sliced(metric.survival(shape.asked), shape, metric.collapse_for(shape.asked))
        rows = rows.filter(rows.state == "counted")
        rows = rows.mutate(state=ibis.ifelse(rows.ended, "counted", "censored"))
    else:
        rows = sliced_cases(metric, shape)
        rows = rows.filter(rows.state != "open")
    given = measure(metric, rows, shape)
    # A working age is measured after the listing.
    if given is not None and metric.kind != "age":
        rows = rows.filter((rows.state != "counted") | given.notnull())
        given = measure(metric, rows, shape)
    return _listed(rows, shape, given)


def _below(part: Part, narrow: Shape, shape: Shape) -> ir.Table:
    import ibis

    rows = sliced(part.cases(narrow.asked), narrow, part.collapse)
    rows = rows.filter(rows.state == "counted").mutate(state=ibis.literal("below"))
    # What narrows only the upper part splits only that.
    numbers = {name: f"by_{narrow.by.index(name)}" for name in narrow.by}
    split = {
        f"by_{number}": rows[numbers[name]] if name in numbers else ibis.null("string")
        for number, name in enumerate(shape.by)
    }
    kept = [name for name in rows.columns if not name.startswith("by_")]
    return _listed(rows.select(*kept, **split), shape)


def _open(metric: Metric, shape: Shape) -> ir.Table:
    """What is open at the selection's end, since when it is."""
    import ibis

    assert metric.open_of is not None
    dropped = frozenset(metric.own_dimensions) | (frozenset(metric.always_by) - {"clock"})
    narrow = shape.without(dropped)
    whose = Shape((*narrow.by, "agent", "team"), narrow.where, narrow.range, narrow.clock)
    moves = OPEN_POPULATIONS[metric.open_of](whose.asked)
    rows = up_to_end(chosen_and_split(moves, narrow), narrow)
    split = _split(narrow)
    begun = rows["at"].max(where=rows.delta > 0)
    found = rows.group_by(*KEY, "agent", "team", *split).aggregate(level=rows.delta.sum(), anchor_at=begun)
    found = found.filter(found.level > 0).mutate(state=ibis.literal("open"))
    names = {name: f"by_{number}" for number, name in enumerate(narrow.by)}
    by = {
        f"by_{number}": found[names[name]] if name in names else ibis.null("string")
        for number, name in enumerate(shape.by)
    }
    return _listed(found.select(*KEY, "agent", "team", "anchor_at", "state", **by), shape)


def _outages(shape: Shape) -> ir.Table:
    import ibis

    rows = chosen_and_split(fact("outages"), shape)
    rows = rows.filter(~rows.planned.fill_null(False))
    until = ibis.coalesce(rows.ended_at, rows.as_of)
    rows = rows.mutate(
        anchor_at=rows.began_at, until=until, lasted=until - rows.began_at, state=ibis.literal("counted")
    )
    if shape.range == "span":
        rows = rows.cross_join(moment().select(from_at="start_at", to_at="end_at"))
        rows = rows.filter((rows.began_at < rows.to_at) & (rows.until > rows.from_at))
    return _listed(rows.drop("ended_at"), shape, rows.lasted)
