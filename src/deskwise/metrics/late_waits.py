"""When waits passed the threshold on the working clock: measured one by one, for few outlast their period."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from deskwise.facts.rules import Rules
from deskwise.kernel.working_time import WorkingCalendar
from deskwise.metrics.query_texts import Row
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import chosen_and_split, with_period
from deskwise.metrics.tables import fact, moment
from deskwise.metrics.working_ages import calendars_between

if TYPE_CHECKING:
    import ibis.expr.types as ir

Bounds = Sequence[tuple[int, int]]


def late_waits(shape: Shape) -> ir.Table:
    """The first waits beyond the threshold that outlasted the period they began in, and by how much."""
    import ibis

    now = moment().select("within_microseconds", "end_at", "period_count")
    rows = fact("waits")
    rows = rows.filter(rows.wait == 1).drop("agent").cross_join(now)
    rows = rows.filter(
        (rows.working_microseconds > rows.within_microseconds) & (rows.started_at < rows.end_at)
    )
    rows = rows.mutate(agent=ibis.null("string"), counted_until_at=ibis.coalesce(rows.ended_at, rows.as_of))
    rows = chosen_and_split(rows, shape)
    outlasted = rows.counted_until_at >= rows.end_at
    if shape.range == "series":
        rows = with_period(rows, "started_at", "first_period", only_matching=False)
        rows = with_period(rows, "counted_until_at", "last_period", only_matching=False)
        before = ibis.literal(-1, "int64")
        last = ibis.ifelse(
            rows.counted_until_at >= rows.end_at,
            rows.period_count,
            ibis.coalesce(rows.last_period, before),
        )
        outlasted = ibis.coalesce(rows.first_period, before) < last
    rows = rows.filter(outlasted)
    split = [name for name in shape.slice_columns if name != "period"]
    return rows.select(*split, "calendar", "started_at", "counted_until_at")


def corrections(
    rows: Iterable[Row], shape: Shape, rules: Rules, within_microseconds: int, bounds: Bounds
) -> Iterator[Row]:
    """Moves that make the stock of open waits what it was: each wait leaves it when it passed the threshold.

    The stock they correct keeps a wait until it ended, or to as-of.
    """
    read = [(row[:-3], row[-3], int(row[-2]), int(row[-1])) for row in rows]
    first_at = min((started_at for _, _, started_at, _ in read), default=0)
    calendars = calendars_between(rules, first_at, max((until_at for *_, until_at in read), default=0))
    starts, end_at = [start for start, _ in bounds], bounds[-1][1]
    for by, calendar, started_at, until_at in read:
        passed_at = _passed(calendars[calendar], started_at, within_microseconds)
        for instant, moved in ((passed_at, -1), (until_at, 1)):
            if instant < end_at:
                period = bisect_right(starts, instant) - 1
                yield (*((period,) if shape.range == "series" else ()), *by, moved)


def _passed(calendar: WorkingCalendar, started_at: int, within_microseconds: int) -> int:
    if within_microseconds == 0:
        return started_at
    passed_at = calendar.instant_at(calendar.position(started_at) + within_microseconds)
    assert passed_at is not None, "a wait beyond the threshold has passed it"
    return passed_at
