"""The live contacts of the last weeks by half hour, with the dates a workspace is closed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from deskwise.analyses.half_hours import HALF_HOUR, HalfHour, LiveLoad
from deskwise.app.period_reader import PeriodReader
from deskwise.facts.rules import DEFAULT_SCHEDULES, Rules
from deskwise.kernel.opening_hours import holiday_dates
from deskwise.kernel.periods import local_instant, local_time, zone_info
from deskwise.metrics.half_hours import read_half_hours
from deskwise.metrics.selection import select

SECOND = 1_000_000


def live_load(reader: PeriodReader, channel: str, within_seconds: float, weeks: int) -> LiveLoad:
    """The live contacts of a channel in so many weeks before as-of, or since the log began.

    Where the question is narrowed to channels, those stand. Closed dates are those of the schedules of the
    workspace, or of the team that the question is narrowed to, and go on for a year.
    """
    facts, where = reader.facts, dict(reader.where)
    where.setdefault("channel", (channel,))
    as_of, zone = facts.horizon.as_of, zone_info(facts.rules.zone)
    # As-of is an instant at which something was still known: what ends with it is the day it is in.
    local = (local_time(as_of, zone) - timedelta(weeks=weeks)).replace(
        hour=0, minute=0, second=0, microsecond=0, tzinfo=None
    )
    since_at = max(local_instant(local, zone), facts.horizon.first_at or 0)
    asked = select(
        ("service_level",), where=where, since_at=since_at, until_at=as_of + 1, within_seconds=within_seconds
    )
    rows = read_half_hours(
        asked, rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled
    )
    found = tuple(
        HalfHour(
            int(number) * HALF_HOUR, int(offered), int(met), int(gave_up), int(waited) / SECOND, int(people),
            int(stayed) / SECOND, int(left),
        )
        for number, offered, met, gave_up, waited, people, stayed, left in rows
    )  # fmt: skip
    first, last = local_time(since_at, zone).year, local_time(as_of, zone).year + 1
    return LiveLoad(since_at, found, _closed(replace(reader, where=where), facts.rules, first, last))


def _closed(reader: PeriodReader, rules: Rules, first_year: int, last_year: int) -> frozenset[date]:
    schedules, teams = dict(rules.schedules), reader.where.get("team", ())
    team = teams[0] if len(teams) == 1 and teams[0] in schedules else DEFAULT_SCHEDULES
    found: set[date] = set()
    for each in schedules.get(team or DEFAULT_SCHEDULES, ()):
        closed = holiday_dates(each.holidays, first_year, last_year)
        found |= {day for day in closed if each.valid_from is None or day >= each.valid_from}
        found |= {day for day, spans in each.exceptions if not spans}
    return frozenset(found)
