"""Read ratings by what their requests had come to, and who was asked for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from deskwise.analyses.rated import Counted, DriverOf, Rated
from deskwise.app.period_reader import PeriodReader
from deskwise.app.remembered import remembered
from deskwise.kernel.periods import Period
from deskwise.metrics.query_texts import Row
from deskwise.metrics.rated_requests import RATINGS, RECEIVED, SURVEYS, Population, read_rated
from deskwise.metrics.selection import select

Found = dict[DriverOf, tuple[Counted, ...]]


def read_ratings(
    reader: PeriodReader, period: Period, drivers: Sequence[str], hidden: Collection[tuple[str | None, ...]]
) -> Rated:
    """The ratings of a period without the groups that are hidden."""
    found = _by_driver(_rows(reader, period, RATINGS, drivers))
    seen = {each: counted for each, counted in found.items() if each[1] not in hidden}
    return Rated(seen, hidden=frozenset(hidden))


def read_asked(rated: Rated, reader: PeriodReader, period: Period, drivers: Sequence[str]) -> Rated:
    """The same with who was asked: the surveys of the period, of none the requests it received."""
    surveys = _rows(reader, period, SURVEYS, drivers)
    rows = surveys or _rows(reader, period, RECEIVED, drivers)
    return replace(rated, asked=_by_driver(rows), of_surveys=bool(surveys))


def _rows(reader: PeriodReader, period: Period, population: Population, drivers: Sequence[str]) -> list[Row]:
    facts = reader.facts
    asked = select(
        (population,),
        by=reader.by,
        where=reader.where,
        since_at=period.start_at,
        until_at=period.end_at,
        clock=reader.clock,
    )
    return remembered(
        facts,
        "rated",
        (asked, tuple(drivers)),
        lambda: read_rated(
            asked,
            (population,),
            drivers,
            rules=facts.rules,
            horizon=facts.horizon,
            engine=facts.engine,
            compiled=facts.compiled,
        ),
    )


def _by_driver(rows: Sequence[Row]) -> Found:
    found: dict[DriverOf, list[Counted]] = {}
    for _, driver, *group, value, n, hits in rows:
        counted = (None if value is None else float(value), int(n), int(hits))
        found.setdefault((driver, tuple(group)), []).append(counted)
    return {each: tuple(counted) for each, counted in found.items()}
