"""The numbers and tables of `expectations`: the curve, its groups, and who was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.analyses.expectations_words import ABOVE, BELOW, FALLS
from deskwise.analyses.falling_curve import Crossing
from deskwise.analyses.finding import Cell, Number, NumberColumn, NumberTable
from deskwise.analyses.rated import COUNTS, DURATIONS, Rated
from deskwise.analyses.response_bias import ResponseBias, mean, middle
from deskwise.kernel.language import marked
from deskwise.metrics.catalogue import metric
from deskwise.metrics.dimensions import dimension

if TYPE_CHECKING:
    from deskwise.analyses.expectations import Bin, Curve, Expectations

WAITED = marked("What those who answered had waited, and those who did not (medians)")
BORNE = marked("What else those who answered had borne, and those who did not (means)")


def numbers(told: Expectations) -> tuple[Number, ...]:
    """The numbers of a finding."""
    found = [
        Number("ratings", marked("ratings"), told.n, "count"),
        Number("satisfied", marked("satisfied"), told.hits / told.n if told.n else None, "share"),
        Number("level", marked("level"), told.level, "share"),
    ]
    if told.curve is not None:
        at = told.curve.crossing
        found += [
            Number("falls_below", marked("falls below the level at"), at.at, told.unit, at.low, at.high),
            Number("chance", marked("chance of such a fall where there is none"), told.curve.chance, "share"),
        ]
    if told.bias is not None:
        bias = told.bias
        found += [
            Number("asked", marked("asked"), bias.asked, "count"),
            Number("answered", marked("answered"), bias.answered, "count"),
            Number(
                "weighted",
                marked("satisfied, had all answered alike"),
                bias.weighted,
                "share",
                bias.low,
                bias.high,
            ),
        ]
    return tuple(found)


def columns(told: Expectations) -> tuple[NumberColumn, ...]:
    """The columns of the curve."""
    return (
        NumberColumn("from", marked("from"), told.unit),
        NumberColumn("to", marked("to"), told.unit),
        NumberColumn("ratings", marked("ratings"), "count"),
        NumberColumn("satisfied", marked("satisfied"), "share"),
        NumberColumn("curve", marked("by the curve"), "share"),
        NumberColumn("curve_low", marked("at least"), "share"),
        NumberColumn("curve_high", marked("at most"), "share"),
    )


def row(each: Bin) -> tuple[Cell, ...]:
    """A bin of the curve."""
    cell = each.cell
    return cell.low, cell.high, cell.n, cell.share, each.curve, each.low, each.high


def tables(told: Expectations, rated: Rated) -> tuple[NumberTable, ...]:
    """What stands beside the curve: the groups, and who answered."""
    found = []
    if told.by:
        found.append(_group_table(told))
    if told.bias is not None and told.curve is not None:
        found.append(_response_table(told, told.bias, told.curve))
        for name, label, drivers, unit, told_by in (
            ("who_answers", WAITED, DURATIONS, "seconds", middle),
            ("who_answers_counts", BORNE, COUNTS, "count", mean),
        ):
            found.append(
                NumberTable(
                    name,
                    label,
                    (
                        NumberColumn("figure", marked("figure"), None, said=True),
                        NumberColumn("answered", marked("of who answered"), unit),
                        NumberColumn("not_answered", marked("of who did not"), unit),
                    ),
                    tuple(
                        (
                            metric(each).label,
                            told_by(rated.known_asked(each), hits=True),
                            told_by(rated.known_asked(each), hits=False),
                        )
                        for each in drivers
                    ),
                )
            )
    return tuple(found)


def _group_table(told: Expectations) -> NumberTable:
    return NumberTable(
        "groups",
        marked("Where satisfaction falls below the level, by group"),
        (
            NumberColumn(told.by, dimension(told.by).label, None, dimension=told.by),
            NumberColumn("ratings", marked("ratings"), "count"),
            NumberColumn("satisfied", marked("satisfied"), "share"),
            NumberColumn("falls_below", marked("falls below the level at"), told.unit),
            NumberColumn("low", marked("at least"), told.unit),
            NumberColumn("high", marked("at most"), told.unit),
            NumberColumn("verdict", marked("verdict"), None, said=True),
        ),
        tuple(
            (
                each.group,
                each.n,
                each.hits / each.n,
                each.crossing.at,
                each.crossing.low,
                each.crossing.high,
                verdict_of(each.crossing),
            )
            for each in told.groups
            if each.crossing is not None
        ),
    )


def verdict_of(found: Crossing) -> str:
    """What is said of a group."""
    if found.at is None:
        return ABOVE
    return BELOW if found.throughout else FALLS


def _response_table(told: Expectations, bias: ResponseBias, curve: Curve) -> NumberTable:
    return NumberTable(
        "response",
        marked("Who was asked and who answered"),
        (
            NumberColumn("from", marked("from"), told.unit),
            NumberColumn("to", marked("to"), told.unit),
            NumberColumn("asked", marked("asked"), "count"),
            NumberColumn("answered", marked("answered"), "count"),
            NumberColumn("answered_share", marked("share answered"), "share"),
        ),
        tuple(
            (
                one.cell.low,
                one.cell.high,
                each.asked,
                each.answered,
                each.answered / each.asked if each.asked else None,
            )
            for one, each in zip(curve.bins, bias.bins, strict=True)
        ),
    )
