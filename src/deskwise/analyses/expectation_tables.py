"""The numbers and tables of `expectations`: the curve, its groups, and who was asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.analyses.drivers import Importances
from deskwise.analyses.falling_curve import CHANCE, Crossing
from deskwise.analyses.finding import Cell, Number, NumberColumn, NumberTable
from deskwise.analyses.rated import BESIDE, COUNTS, DURATIONS, Rated, label_of
from deskwise.analyses.response_bias import ResponseBias, mean, middle
from deskwise.analyses.stated_waits_words import stated_numbers
from deskwise.kernel.language import marked
from deskwise.kernel.periods import local_time, zone_info
from deskwise.metrics.dimensions import dimension

if TYPE_CHECKING:
    from deskwise.analyses.expectation_curve import Bin, Curve
    from deskwise.analyses.expectations import Expectations

WAITED = marked("What those who answered had waited, and those who did not (medians)")
BORNE = marked("What else those who answered had borne, and those who did not (means)")


def numbers(told: Expectations) -> tuple[Number, ...]:
    """The numbers of a finding."""
    voice = told.outcome.voice
    found = [
        Number(*told.outcome.cases, told.n, "count"),
        Number(*told.outcome.hits, told.hits / told.n if told.n else None, "share"),
        Number("level", marked("level"), told.level, "share"),
    ]
    if told.curve is not None:
        at = told.curve.crossing
        found += [
            Number(told.outcome.passes, voice.passes, at.at, told.unit, at.low, at.high),
            Number("chance", voice.fall_chance, told.curve.chance, "share"),
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
    return (*found, *stated_numbers(told.question))


def columns(told: Expectations) -> tuple[NumberColumn, ...]:
    """The columns of the curve."""
    return (
        NumberColumn("from", label_of(told.driver), told.unit),
        NumberColumn("to", marked("to"), told.unit),
        NumberColumn(*told.outcome.cases, "count"),
        NumberColumn(*told.outcome.hits, "share"),
        NumberColumn("curve", marked("by the curve"), "share"),
        NumberColumn("curve_low", marked("at least"), "share"),
        NumberColumn("curve_high", marked("at most"), "share"),
    )


def row(told: Expectations, each: Bin) -> tuple[Cell, ...]:
    """A bin of the curve, by the share of hits."""
    cell = each.cell
    low, high = sorted((told.share(each.low), told.share(each.high)))
    return cell.low, cell.high, cell.n, told.share(cell.share), told.share(each.curve), low, high


def tables(told: Expectations, rated: Rated, zone: str) -> tuple[NumberTable, ...]:
    """What stands beside the curve: the groups, and who answered."""
    found = []
    if told.by:
        found.append(_group_table(told))
    if told.curve is not None and told.quarters:
        found.append(_quarter_table(told, zone))
    if told.drivers is not None and told.drivers.chance <= CHANCE:
        found.append(_driver_table(told, told.drivers))
    if told.bias is not None and told.curve is not None and not told.bias.is_of_all:
        found.append(_response_table(told, told.bias, told.curve))
        for name, label, drivers, unit, told_by in (
            ("who_answers", WAITED, [each for each in BESIDE if each in DURATIONS], "seconds", middle),
            ("who_answers_counts", BORNE, [each for each in BESIDE if each in COUNTS], "count", mean),
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
                            label_of(each),
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
        told.outcome.voice.by_quarter,
        (
            NumberColumn("quarter", marked("quarter from"), None),
            NumberColumn(*told.outcome.cases, "count"),
            NumberColumn(*told.outcome.hits, "share"),
            NumberColumn(told.outcome.passes, told.outcome.voice.passes, told.unit),
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


def _driver_table(told: Expectations, found: Importances) -> NumberTable:
    voice = told.outcome.voice
    return NumberTable(
        "drivers",
        voice.by_driver,
        (
            NumberColumn("driver", marked("figure"), None, said=True),
            NumberColumn("share", marked("share of it"), "share"),
            NumberColumn("low", marked("at least"), "share"),
            NumberColumn("high", marked("at most"), "share"),
            NumberColumn("more_of_it", marked("more of it"), None, said=True),
        ),
        tuple(
            (
                label_of(each.driver),
                each.share,
                each.low,
                each.high,
                voice.fewer_of if each.worse else voice.more_of,
            )
            for each in found.parts
        ),
    )


def _group_table(told: Expectations) -> NumberTable:
    return NumberTable(
        "groups",
        told.outcome.voice.by_group,
        (
            NumberColumn(told.by, dimension(told.by).label, None, dimension=told.by),
            NumberColumn(*told.outcome.cases, "count"),
            NumberColumn(*told.outcome.hits, "share"),
            NumberColumn(told.outcome.passes, told.outcome.voice.passes, told.unit),
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
                verdict_of(told, each.crossing),
            )
            for each in told.groups
            if each.crossing is not None
        ),
    )


def verdict_of(told: Expectations, found: Crossing) -> str:
    """What is said of a group."""
    voice = told.outcome.voice
    if found.at is None:
        return voice.within
    return voice.throughout_word if found.throughout else voice.beyond


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
