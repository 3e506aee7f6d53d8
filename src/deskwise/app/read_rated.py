"""Read ratings by what their requests had come to, and who was asked for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from deskwise.analyses.rated import TOGETHER, Counted, DriverOf, Rated, RatedQuarter, Together
from deskwise.app.period_reader import PeriodReader
from deskwise.app.remembered import remembered
from deskwise.kernel.periods import Period
from deskwise.metrics.query_texts import Row
from deskwise.metrics.rated_requests import RECEIVED, SURVEYS, Population, read_rated
from deskwise.metrics.readings import Reading
from deskwise.metrics.selection import Selection, select

Found = dict[DriverOf, tuple[Counted, ...]]
# Those of all drivers at once are as many as cases, and of more than these a sample tells as much.
MOST_REMEMBERED, MOST_TOGETHER = 12, 50_000


def read_cases(
    reader: PeriodReader,
    period: Period,
    population: Population,
    driver: str,
    hidden: Collection[tuple[str | None, ...]],
) -> Rated:
    """The cases of a period by a driver, without the groups that are hidden."""
    rows = _rows(reader, _in(reader, period, population), population, (driver,))
    found = _by_group(rows, driver)
    seen = {each: counted for each, counted in found.items() if each[1] not in hidden}
    return Rated(seen, hidden=frozenset(hidden))


def read_together(rated: Rated, reader: PeriodReader, period: Period, population: Population) -> Rated:
    """The same with the cases by all drivers of `TOGETHER` at once."""
    total = sum(n for counted in rated.ratings.values() for _, n, _ in counted)
    one_in = 1
    while total > MOST_TOGETHER * one_in:
        one_in *= 2
    rows = _rows(reader, _in(reader, period, population), population, TOGETHER, one_in)
    return replace(rated, together=tuple(_together(row, len(TOGETHER)) for row in rows), one_in=one_in)


def read_asked(rated: Rated, reader: PeriodReader, period: Period, drivers: Sequence[str]) -> Rated:
    """The same with who was asked: the surveys of the period, of none the requests it received."""
    surveys = _asked(reader, period, SURVEYS, drivers)
    found = surveys or _asked(reader, period, RECEIVED, drivers)
    return replace(rated, asked=found, of_surveys=bool(surveys))


def read_quarters(
    reader: PeriodReader, readings: Sequence[Reading], population: Population, driver: str
) -> list[RatedQuarter]:
    """The cases of the ended quarters among those that readings are of."""
    ended = [each.period for each in readings if each.period is not None and not each.period.partial]
    if not ended:
        return []
    asked = replace(
        select((population,), where=reader.where, clock=reader.clock, every="quarter"),
        since_at=ended[0].start_at,
        until_at=ended[-1].end_at,
    )
    found: dict[int, list[Counted]] = {}
    for number, value, n, hits in _rows(reader, asked, population, (driver,)):
        found.setdefault(int(number), []).append(_counted(value, n, hits))
    return [
        RatedQuarter(each.start_at or 0, tuple(found.get(number, ()))) for number, each in enumerate(ended)
    ]


def _asked(reader: PeriodReader, period: Period, population: Population, drivers: Sequence[str]) -> Found:
    # One by one: of all at once there would be a row for nearly every request.
    found: Found = {}
    for driver in drivers:
        rows = _rows(reader, _in(reader, period, population), population, (driver,))
        found |= _by_group(rows, driver)
    return found


def _in(reader: PeriodReader, period: Period, population: Population) -> Selection:
    return select(
        (population,),
        by=reader.by,
        where=reader.where,
        since_at=period.start_at,
        until_at=period.end_at,
        clock=reader.clock,
    )


def _rows(
    reader: PeriodReader,
    asked: Selection,
    population: Population,
    drivers: Sequence[str],
    one_in: int = 1,
) -> list[Row]:
    facts = reader.facts
    return remembered(
        facts,
        "rated",
        (asked, tuple(drivers), one_in),
        lambda: read_rated(
            asked,
            population,
            drivers,
            rules=facts.rules,
            horizon=facts.horizon,
            engine=facts.engine,
            compiled=facts.compiled,
            one_in=one_in,
        ),
        MOST_REMEMBERED,
    )


def _by_group(rows: Sequence[Row], driver: str) -> Found:
    """The rows of one driver by their groups."""
    found: dict[DriverOf, list[Counted]] = {}
    for row in rows:
        found.setdefault((driver, row[:-3]), []).append(_counted(*row[-3:]))
    return {each: tuple(own) for each, own in found.items()}


def _together(row: Row, count: int) -> Together:
    values = tuple(None if value is None else float(value) for value in row[-2 - count : -2])
    return values, int(row[-2]), int(row[-1])


def _counted(value: float | None, n: int, hits: int) -> Counted:
    return None if value is None else float(value), int(n), int(hits)
