"""The queries that make readings: summaries, order statistics, survival, what is open, listings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.metrics.ages import ages
from deskwise.metrics.shape import Shape, rank_columns, summary_columns
from deskwise.metrics.slices import chosen_and_split, sliced, up_to_end
from deskwise.metrics.tables import fact, moment

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from deskwise.metrics.definition import Cases, Metric, Part

# How near to one half the logarithm of a survival may be computed and still be it exactly.
HALF, NEAR = -0.6931471805599453, 2e-9
NEVER = -1e9


def measure(metric: Metric, rows: ir.Table, shape: Shape) -> ir.Value | None:
    """What each case gives: its duration, hit or value. Null where a case only counts."""
    if metric.kind in {"duration", "age"}:
        return rows[f"{shape.clock}_microseconds"]
    if metric.kind == "share":
        return rows.hit
    return rows["value"] if metric.kind in {"mean", "nps", "sum", "money", "time_share"} else None


def sliced_cases(metric: Metric, shape: Shape) -> ir.Table:
    """The cases of a metric that a selection takes, with the columns of their slice."""
    if metric.kind == "age":
        return ages(shape)
    assert metric.cases is not None
    return sliced(metric.cases(shape.asked), shape, metric.collapse_for(shape.asked))


def summary(metric: Metric, shape: Shape, within: bool) -> ir.Table:
    """One row a slice: the counts, and the sums its statistics are made of."""
    rows = sliced_cases(metric, shape)
    given = measure(metric, rows, shape)
    counted = rows.state == "counted"
    if given is not None:
        counted = counted & given.notnull()
    if within:
        rows = (
            rows.mutate(counted=counted, measured=given)
            if given is not None
            else rows.mutate(counted=counted)
        )
        rows = rows.cross_join(moment().select("within_microseconds"))
        counted, given = rows.counted, rows.measured if given is not None else None
    excluded = rows.state == "excluded"
    found: dict[str, ir.Value] = {
        "n": rows.count(where=counted),
        "provisional": rows.count(where=(rows.state == "provisional") | (counted & rows.unripe)),
        "ruled": rows.count(where=rows.ruled & (counted | excluded)),
        "unjudged": rows.count(where=rows.unjudged & counted),
    }
    for reason in metric.excluded:
        parts = f"{reason}_parts"
        # What is left out may be a part of a case: a wait of a request.
        found[f"excluded_{reason}"] = (
            rows[parts].sum().fill_null(0) if parts in rows.columns else _reasons(rows, excluded, reason)
        )
    if given is not None:
        found |= _sums(metric, rows, given, counted, within)
    return (
        _grouped(rows, shape)
        .aggregate(**found)
        .select(*shape.slice_columns, *summary_columns(metric, within))
    )


def _reasons(rows: ir.Table, excluded: ir.BooleanValue, reason: str) -> ir.IntegerValue:
    return rows.count(where=excluded & (rows.left_out_for == reason))


def _sums(
    metric: Metric, rows: ir.Table, given: ir.Value, counted: ir.BooleanValue, within: bool
) -> dict[str, ir.Value]:
    if metric.kind == "share":
        return {"hits": rows.count(where=counted & given)}
    if metric.kind == "nps":
        return {
            "promoters": rows.count(where=counted & (given >= 9)),
            "detractors": rows.count(where=counted & (given <= 6)),
        }
    if metric.kind == "money":
        refund = counted & (given < 0)
        return {
            "total": given.sum(where=counted & (given >= 0)),
            "refunds": rows.count(where=refund),
            "refunded": given.sum(where=refund),
        }
    if metric.kind == "time_share":
        return {"total": given.sum(where=counted & rows.above), "below": given.sum(where=counted)}
    found = {"total": given.sum(where=counted)}
    if metric.kind != "sum":
        found["squares"] = _squares(metric, given).sum(where=counted)
    if within and metric.kind in {"duration", "age"}:
        found["hits"] = rows.count(where=counted & (given <= rows.within_microseconds))
    return found


def _squares(metric: Metric, given: ir.Value) -> ir.Value:
    # Whole numbers of 128 bits, or exact decimals: the same sum in whatever order it is added up.
    exact = given.cast("decimal(19, 0)" if metric.kind in {"duration", "age"} else "decimal(19, 6)")
    return exact * exact


def _grouped(rows: ir.Table, shape: Shape) -> ir.Table | ir.GroupedTable:
    return rows.group_by(*shape.slice_columns) if shape.slice_columns else rows


def below(part: Part, shape: Shape) -> ir.Table:
    """One row a slice: how many rows of a part below the line there are."""
    if part.stock:
        return stock(part.cases, shape)
    rows = sliced(part.cases(shape.asked), shape, part.collapse)
    found = _grouped(rows, shape).aggregate(n=rows.count(where=rows.state == "counted"))
    return found.select(*shape.slice_columns, "n")


def stock(moves: Cases, shape: Shape) -> ir.Table:
    """One row a slice: by how much a stock moved in the period; -1 stands for all before the first."""
    rows = up_to_end(chosen_and_split(moves(shape.asked), shape), shape)
    found = _grouped(rows, shape).aggregate(moved=rows.delta.sum())
    return found.select(*shape.slice_columns, "moved")


def order_statistics(metric: Metric, shape: Shape) -> ir.Table:
    """The measures at the ranks (from 0) that the input `ranks` asks of each slice."""
    import ibis

    rows = sliced_cases(metric, shape)
    given = measure(metric, rows, shape)
    assert given is not None
    rows = rows.filter((rows.state == "counted") & given.notnull())
    given = measure(metric, rows, shape)
    rows = rows.select(*shape.slice_columns, measure=given)
    window = ibis.window(group_by=list(shape.slice_columns), order_by=rows.measure)
    ranked = rows.mutate(place=ibis.row_number().over(window))
    ranks = ibis.table(dict(rank_columns(shape)), name="ranks")
    wanted = ranks.rename({f"wanted_{name}": name for name in ranks.columns})
    same = [ranked.place == wanted.wanted_place]
    same += [ranked[name].identical_to(wanted[f"wanted_{name}"]) for name in shape.slice_columns]
    return ranked.inner_join(wanted, same).select(*shape.slice_columns, "place", "measure")


def lifetimes(metric: Metric, shape: Shape) -> ir.Table:
    """One row a slice and duration: how many left then, ended or still open, and how many of them ended."""
    assert metric.survival is not None
    rows = sliced(metric.survival(shape.asked), shape, metric.collapse_for(shape.asked))
    rows = rows.mutate(measure=rows[f"{shape.clock}_microseconds"])
    rows = rows.filter((rows.state == "counted") & rows.measure.notnull())
    return rows.group_by(*shape.slice_columns, "measure").aggregate(
        left=rows.count(), ended=rows.ended.cast("int64").sum()
    )


def _at_risk(metric: Metric, shape: Shape) -> ir.Table:
    """One row a slice and duration: how many were at risk then, how many ended, the logarithm of survival."""
    import ibis

    rows = lifetimes(metric, shape)
    slices = list(shape.slice_columns)
    so_far = ibis.window(group_by=slices, order_by=rows.measure, preceding=None, following=0)
    whole = ibis.window(group_by=slices)
    rows = rows.mutate(
        population=rows.left.sum().over(whole),
        at_risk=rows.left.sum().over(whole) - rows.left.sum().over(so_far) + rows.left,
        ended_before=rows.ended.sum().over(so_far) - rows.ended,
    )
    # The logarithm is taken of a number that is never 0, for engines that compute both branches.
    survivors = ibis.greatest(rows.at_risk - rows.ended, 1).cast("float64")
    step = ibis.ifelse(rows.at_risk == rows.ended, NEVER, (survivors / rows.at_risk).ln())
    rows = rows.mutate(step=step)
    so_far = ibis.window(group_by=slices, order_by=rows.measure, preceding=None, following=0)
    return rows.mutate(survival=rows.step.sum().over(so_far))


def survival(metric: Metric, shape: Shape) -> ir.Table:
    """One row a slice: where survival falls below one half for sure, and where it may be just one half."""
    rows = _at_risk(metric, shape)
    ends = rows.ended > 0
    near = ends & ((rows.survival - HALF).abs() <= NEAR)
    found = {
        "n": rows.left.sum(),
        "below_at": rows.measure.min(where=ends & (rows.survival < HALF - NEAR)),
        "near_at": rows.measure.min(where=near),
        "near_at_risk": rows.at_risk.max(where=near),
        "near_ended": rows.ended.max(where=near),
        "near_ended_before": rows.ended_before.min(where=near),
    }
    return _grouped(rows, shape).aggregate(**found).select(*shape.slice_columns, *found)


def survival_steps(metric: Metric, shape: Shape) -> ir.Table:
    """The steps of survival down to one half, to multiply them exactly."""
    rows = _at_risk(metric, shape)
    rows = rows.filter((rows.ended > 0) & (rows.survival >= HALF - NEAR))
    return rows.select(*shape.slice_columns, "measure", "at_risk", "ended").order_by(
        *shape.slice_columns, "measure"
    )


def outages(shape: Shape) -> ir.Table:
    """Each outage with its group, whether it counts, and its span."""
    import ibis

    rows = chosen_and_split(fact("outages"), Shape(shape.by, shape.where))
    return rows.select(
        *(name for name in shape.slice_columns if name != "period"),
        unplanned=~rows.planned.fill_null(False),
        began_at=rows.began_at,
        ended_at=ibis.coalesce(rows.ended_at, rows.as_of),
    )


def single_ages(shape: Shape) -> ir.Table:
    """Each open request of every period's end, with what its working age is measured by."""
    return ages(shape).select(*shape.slice_columns, "ruled", "calendar", "raised_at", "end_at")
