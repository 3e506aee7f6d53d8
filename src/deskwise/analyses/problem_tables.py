"""The tables of `problem_candidates`: bursts, the days of the clearest, and what outages brought."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.analyses.bursts import Burst, day_limits
from deskwise.analyses.downtime_contacts import downtime_contacts
from deskwise.analyses.finding import Cell, NumberColumn, NumberTable
from deskwise.analyses.ground_values import Note
from deskwise.analyses.knowledge_gaps_tables import OF_GROUP
from deskwise.analyses.raised_by_day import OutageContacts, RaisedByDay, RaisedRequest
from deskwise.kernel.language import marked
from deskwise.kernel.periods import local_time, zone_info

# So many days are shown before and after the clearest burst, and so many of the latest outages.
DAYS_BEFORE, DAYS_AFTER = 28, 14
MOST_OUTAGES, MOST_LISTED = 30, 200
SECOND = 1_000_000
DAYS = ("first_day", "last_day")


def burst_columns(by: Sequence[str]) -> tuple[NumberColumn, ...]:
    """The columns of bursts."""
    return (
        *(NumberColumn(name, OF_GROUP[name], None, dimension=name) for name in by),
        NumberColumn("first_day", marked("first day"), None),
        NumberColumn("last_day", marked("last day"), None),
        NumberColumn("requests", marked("requests"), "count", opens="requests_received", days=DAYS),
        NumberColumn("usual", marked("usual"), "count"),
        NumberColumn("unlinked", marked("linked to no problem"), "count"),
        NumberColumn("outage", marked("outage before"), None),
        NumberColumn("note", marked("noted before"), None),
        NumberColumn("times", marked("times usual"), "score"),
        NumberColumn("times_low", marked("from"), "score"),
        NumberColumn("times_high", marked("to"), "score"),
    )


def burst_row(
    raised: RaisedByDay, burst: Burst, outage: OutageContacts | None, note: Note | None, zone: str
) -> tuple[Cell, ...]:
    """A row of bursts."""
    return (
        *burst.group, _day(raised, burst.first, zone), _day(raised, burst.last, zone), burst.requests,
        burst.usual, burst.requests - burst.linked,
        None if outage is None else _instant(outage.began_at, zone), None if note is None else note.words,
        burst.times, burst.low, burst.high,
    )  # fmt: skip


def unlinked_table(by: Sequence[str], found: Sequence[RaisedRequest], zone: str) -> NumberTable:
    """Requests of bursts that are linked to no problem, each leading to its ticket."""
    return NumberTable(
        "unlinked",
        marked("Requests in them that are linked to no problem"),
        (
            NumberColumn("ticket", marked("ticket"), None, ticket_of="source"),
            NumberColumn("source", marked("source"), None),
            *(NumberColumn(name, OF_GROUP[name], None, dimension=name) for name in by),
            NumberColumn("raised", marked("raised"), None),
        ),
        tuple((each.ticket, each.source, *each.group, _instant(each.raised_at, zone)) for each in found),
    )


def course_table(raised: RaisedByDay, burst: Burst, zone: str) -> NumberTable:
    """The days around a burst, each with what is usual for it and how many chance makes of that at most."""
    days = range(max(burst.first - DAYS_BEFORE, 0), min(burst.last + DAYS_AFTER + 1, len(raised.starts) - 1))
    own = raised.groups[burst.group]
    limits = day_limits(own.raised, burst.spread)
    return NumberTable(
        "course",
        marked("The days of the clearest"),
        (
            NumberColumn("day", marked("day"), None),
            NumberColumn("requests", marked("requests"), "count"),
            NumberColumn("usual", marked("usual"), "count"),
            NumberColumn("most", marked("at most by chance"), "count"),
            NumberColumn("in_burst", marked("in the burst"), None),
        ),
        tuple(
            (_day(raised, day, zone), own.raised[day], *limits[day], burst.first <= day <= burst.last)
            for day in days
        ),
    )


def downtime_table(outages: Sequence[OutageContacts]) -> NumberTable:
    """What unplanned outages brought, by product."""
    rows: list[tuple[Cell, ...]] = []
    for product in sorted({each.product for each in outages}, key=str):
        own = [each for each in outages if each.product == product and not each.planned]
        found = downtime_contacts(own)
        if found is None:
            continue
        down = sum(each.ended_at - each.began_at for each in own if each.ended_at is not None) / SECOND
        rows.append(
            (product, found.outages, down, found.requests, found.usual, found.times, found.low, found.high)
        )
    return NumberTable(
        "downtime",
        marked("Requests in and after unplanned outages, against the same hours of other weeks"),
        (
            NumberColumn("product", OF_GROUP["product"], None, dimension="product"),
            NumberColumn("outages", marked("outages"), "count"),
            NumberColumn("downtime", marked("down in all"), "seconds"),
            NumberColumn("requests", marked("requests"), "count"),
            NumberColumn("usual", marked("usual"), "count"),
            NumberColumn("times", marked("times usual"), "score"),
            NumberColumn("times_low", marked("from"), "score"),
            NumberColumn("times_high", marked("to"), "score"),
        ),
        tuple(rows),
    )


def outages_table(outages: Sequence[OutageContacts], zone: str) -> NumberTable:
    """The latest outages, the last one first."""
    return NumberTable(
        "outages",
        marked("The latest outages"),
        (
            NumberColumn("product", OF_GROUP["product"], None, dimension="product"),
            NumberColumn("began", marked("began"), None),
            NumberColumn("planned", marked("planned"), None),
            NumberColumn("lasted", marked("lasted"), "seconds"),
            NumberColumn("during", marked("requests in it"), "count"),
            NumberColumn("after", marked("in two hours after"), "count"),
            NumberColumn("usual", marked("usual in both"), "count"),
        ),
        tuple(
            (
                each.product, _instant(each.began_at, zone), each.planned,
                None if each.ended_at is None else (each.ended_at - each.began_at) / SECOND,
                each.during, each.after,
                (each.usual_during + each.usual_after) / each.weeks if each.weeks else None,
            )
            for each in sorted(outages, key=lambda each: -each.began_at)[:MOST_OUTAGES]
        ),
    )  # fmt: skip


def _day(raised: RaisedByDay, place: int, zone: str) -> str:
    return local_time(raised.starts[place], zone_info(zone)).date().isoformat()


def _instant(at: int, zone: str) -> str:
    return local_time(at, zone_info(zone)).strftime("%Y-%m-%d %H:%M")
