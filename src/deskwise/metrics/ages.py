"""The open requests of every period's end, with their age at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.metrics.input_tables import PERIODS
from deskwise.metrics.slices import chosen_and_split, with_period
from deskwise.metrics.tables import fact, moment, requests

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.metrics.shape import Shape


def ages(shape: Shape) -> ir.Table:
    """One row a period and request open just before its end, as cases of that slice.

    The working age is null here: it is counted from `raised_at` to `end_at` in `calendar` afterwards.
    """
    import ibis

    rows = _open_stretches(shape)
    if shape.range == "series":
        rows = _at_period_ends(rows)
    else:
        rows = rows.cross_join(moment().select("as_of", "end_at"))
        reaches = rows.until_at.isnull()
        if shape.range == "span":
            reaches = (rows.from_at < rows.end_at) & (reaches | (rows.until_at >= rows.end_at))
            rows = rows.filter(reaches).mutate(end_at=ibis.least(rows.end_at, rows.as_of)).drop("as_of")
        else:
            rows = rows.filter(reaches).mutate(end_at=rows.as_of).drop("as_of")
    no = ibis.literal(False)
    rows = rows.mutate(
        anchor_at=rows.raised_at,
        elapsed_microseconds=rows.end_at - rows.raised_at,
        working_microseconds=ibis.null("int64"),
        state=ibis.literal("counted"),
        left_out_for=ibis.null("string"),
        unripe=no,
        unjudged=no,
        ruled=rows.boundary_ruled.fill_null(False),
    )
    return rows.drop("boundary_ruled")


def _open_stretches(shape: Shape) -> ir.Table:
    """Each stretch that a request was open for: from_at to until_at, null if it still is."""
    import ibis

    split = [name for name in shape.slice_columns if name != "period"]
    columns = [
        *REQUEST,
        "agent",
        "team",
        *split,
        "from_at",
        "until_at",
        "raised_at",
        "calendar",
        "boundary_ruled",
    ]
    about = requests()
    about = about.mutate(in_one=about.merged_at.isnull() & (about.reopenings == 0))
    once = chosen_and_split(about.filter(about.in_one), shape)
    once = once.mutate(from_at=once.raised_at, until_at=once.resolved_at)
    # Only what was reopened or merged away needs its moves looked at, which costs far more.
    moves = beside(
        fact("request_flow"),
        about.filter(~about.in_one).drop("problem", "in_one"),
        REQUEST,
        only_matching=True,
    )
    moves = chosen_and_split(moves, shape)
    kept = [name for name in columns if name not in {"from_at", "until_at"}]
    # What happened at one instant is taken together: only how it left the request matters.
    net = moves.group_by(*kept, "at").aggregate(delta=moves.delta.sum())
    in_order = ibis.window(group_by=list(REQUEST), order_by=net["at"])
    so_far = ibis.window(group_by=list(REQUEST), order_by=net["at"], preceding=None, following=0)
    states = net.mutate(
        from_at=net["at"], until_at=net["at"].lead().over(in_order), standing=net.delta.sum().over(so_far)
    )
    return ibis.union(once.select(*columns), states.filter(states.standing > 0).select(*columns))


def _at_period_ends(rows: ir.Table) -> ir.Table:
    """One row for each period whose end a stretch reaches over."""
    import ibis

    now = moment().select("as_of", "start_at", "end_at", "period_count")
    kept = list(rows.columns)
    rows = rows.cross_join(now)
    rows = rows.filter(rows.from_at < rows.end_at)
    rows = with_period(rows, "from_at", "first_period", only_matching=False)
    rows = with_period(rows, "until_at", "last_period", only_matching=False)
    over = rows.until_at.isnull() | (rows.until_at >= rows.end_at)
    first = ibis.coalesce(rows.first_period, ibis.literal(0, "int64"))
    last = ibis.ifelse(over, rows.period_count, ibis.coalesce(rows.last_period, ibis.literal(0, "int64")))
    rows = rows.mutate(first=first, last=last)
    rows = rows.filter(rows["first"] < rows["last"])
    rows = rows.select(*kept, "as_of", period=ibis.range(rows["first"], rows["last"]).unnest())
    periods = ibis.table(dict(PERIODS), name="periods")
    ends = periods.select(period="period", period_end_at="end_at", period_start_at="start_at").distinct()
    rows = beside(rows, ends, ["period"], only_matching=True)
    rows = rows.filter(rows.period_start_at <= rows.as_of)
    rows = rows.mutate(period=rows.period.cast("int64"), end_at=ibis.least(rows.period_end_at, rows.as_of))
    return rows.drop("as_of", "period_end_at", "period_start_at")
