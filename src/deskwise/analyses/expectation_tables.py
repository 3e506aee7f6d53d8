"""The numbers and tables of `expectations`: the curve, its groups, and who was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.analyses.drivers import Importances
from deskwise.analyses.expectations_words import ABOVE, BELOW, BETTER, FALLS, WORSE
from deskwise.analyses.falling_curve import CHANCE, Crossing
from deskwise.analyses.finding import Cell, Number, NumberColumn, NumberTable
from deskwise.analyses.rated import COUNTS, DURATIONS, Rated
from deskwise.analyses.response_bias import ResponseBias, mean, middle
from deskwise.kernel.language import marked
from deskwise.kernel.periods import local_time, zone_info
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
    if told.drift is not None:
        drift = told.drift
        found.append(
            Number(
                "drift",
                marked("change a quarter with the same of it"),
                drift.a_quarter,
                "share",
                drift.low,
                drift.high,
                signed=True,
            )
        )
    if told.drivers is not None:
        found.append(Number("explained", marked("explained by the drivers"), told.drivers.explained, "share"))
    if told.bias is not None:
        bias = told.bias
        found += [
            Number("asked", marked("asked"), bias.asked, "count"),
            Number("answered", marked("answered"), bias.answered, "count"),
        ]
    if told.bias is not None and not told.bias.is_of_all:
        bias = told.bias
        found += [
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


def tables(told: Expectations, rated: Rated, zone: str) -> tuple[NumberTable, ...]:
    """What stands beside the curve: the groups, and who answered."""
    found = []
    if told.by:
        found.append(_group_table(told))
    if told.curve is not None and told.quarters:
        found.append(_quarter_table(told, zone))
    if told.drivers is not None and told.drivers.chance <= CHANCE:
        found.append(_driver_table(told.drivers))
    if told.bias is not None and told.curve is not None and not told.bias.is_of_all:
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


def _quarter_table(told: Expectations, zone: str) -> NumberTable:
    return NumberTable(
        "quarters",
        marked("Where satisfaction falls below the level, by quarter"),
        (
            NumberColumn("quarter", marked("quarter from"), None),
            NumberColumn("ratings", marked("ratings"), "count"),
            NumberColumn("satisfied", marked("satisfied"), "share"),
            NumberColumn("falls_below", marked("falls below the level at"), told.unit),
            NumberColumn("low", marked("at least"), told.unit),
            NumberColumn("high", marked("at most"), told.unit),
        ),
        tuple(
            (
                f"{local_time(each.start_at, zone_info(zone)).date()}",
                each.n,
                each.hits / each.n if each.n else None,
                *(
                    (each.crossing.at, each.crossing.low, each.crossing.high)
                    if each.crossing is not None
                    else (None, None, None)
                ),
            )
            for each in told.quarters
        ),
    )


def _driver_table(told: Importances) -> NumberTable:
    return NumberTable(
        "drivers",
        marked("What of satisfaction each driver tells, of what they tell together"),
        (
            NumberColumn("driver", marked("figure"), None, said=True),
            NumberColumn("share", marked("share of it"), "share"),
            NumberColumn("low", marked("at least"), "share"),
            NumberColumn("high", marked("at most"), "share"),
            NumberColumn("more_of_it", marked("more of it"), None, said=True),
        ),
        tuple(
            (metric(each.driver).label, each.share, each.low, each.high, WORSE if each.worse else BETTER)
            for each in told.parts
        ),
    )


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
