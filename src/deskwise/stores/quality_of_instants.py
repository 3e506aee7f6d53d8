"""Checks of instants: times of day that were lost, days that are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from deskwise.stores.judged_rows import MOST_EXAMPLES, Found, JudgedRows, Place
from deskwise.stores.local_clock import local_micros
from deskwise.stores.sql_text import literal

DAY, HOUR = 86_400_000_000, 3_600_000_000
EPOCH = date(1970, 1, 1)
WEEK = timedelta(days=7)
# Of fewer nobody can say what they would look like.
LEAST_INSTANTS = 20
# So many times as often as at the busiest other full hour, and in so many rows of a hundred, is no chance.
TIMES_THE_BUSIEST_HOUR = 5
LEAST_SHARE = 0.005
# Fewer tickets on such a weekday, and a day without any is no wonder.
LEAST_A_DAY = 10
KIND = "concat_ws(' ', kind, case when kind = 'status' then status end)"


def times_of_day(judged: JudgedRows) -> tuple[list[Found], list[Found]]:
    """Kinds of events that are all at midnight, and those that are so too often."""
    local = _local(judged)
    if local is None:
        return [], []
    hours: dict[str, dict[int | None, tuple[int, int]]] = defaultdict(dict)
    for kind, status, hour, number, standing in judged.rows(
        f"""select kind, case when kind = 'status' then status end as of_status,
            case when local % {HOUR} = 0 then local % {DAY} // {HOUR} end as full_hour,
            count(*), count(*) filter (refusal is null)
        from (select kind, status, refusal, {local} as local from judged where kind is not null)
        group by all"""
    ):
        # Texts are put together here: the engine is twice as fast by the columns as they are.
        hours[f"{kind} {status}" if status else kind][hour] = (int(number), int(standing))
    all_at: list[Found] = []
    many_at: list[Found] = []
    for kind, found in sorted(hours.items()):
        total = sum(number for number, _ in found.values())
        midnight, standing = found.get(0, (0, 0))
        if total < LEAST_INSTANTS or not midnight:
            continue
        busiest = max((found[hour][0] for hour in found if hour), default=0)
        if midnight < total and (
            midnight < TIMES_THE_BUSIEST_HOUR * max(1, busiest) or midnight < LEAST_SHARE * total
        ):
            continue
        examples = judged.row_examples(f"{KIND} = {literal(kind)} and {local} % {DAY} = 0")
        (all_at if midnight == total else many_at).append(Found(midnight, total, standing, examples, kind))
    return all_at, many_at


def missing_days(judged: JudgedRows) -> list[Found]:
    """Days without any event between two of the same weekday that have many."""
    local = _local(judged)
    if local is None:
        return []
    days = {
        EPOCH + timedelta(days=int(day)): (int(openings), int(number))
        for day, openings, number in judged.rows(
            f"""select {local} // {DAY} as day, count(*) filter (kind = 'opened'), count(*)
            from judged where refusal is null group by day order by day"""
        )
    }
    opened = any(openings for openings, _ in days.values())
    seen = {day: openings if opened else number for day, (openings, number) in days.items()}
    missing = list(_between_busy_days(seen))
    if not missing:
        return []
    examples = tuple(
        Place(None, None, None, None, None, detail=day.isoformat()) for day in missing[:MOST_EXAMPLES]
    )
    return [Found(len(missing), (max(seen) - min(seen)).days + 1, None, examples)]


def _between_busy_days(seen: dict[date, int]) -> Iterator[date]:
    """The days that are missing: the nearest seen weekdays of the kind, two on either side, were busy."""
    by_weekday: dict[int, list[date]] = defaultdict(list)
    for day in seen:
        by_weekday[day.weekday()].append(day)
    found = []
    for days in by_weekday.values():
        for place, (before, after) in enumerate(pairwise(days)):
            around = days[max(0, place - 1) : place + 3]
            if sum(seen[day] for day in around) >= LEAST_A_DAY * len(around):
                found += [before + WEEK * number for number in range(1, (after - before).days // 7)]
    yield from sorted(found)


def _local(judged: JudgedRows) -> str | None:
    """SQL for the local time of a row in microseconds; null where there is no row."""
    first, last = judged.row('select epoch_us(min("at")), epoch_us(max("at")) from judged')
    return None if first is None else local_micros('epoch_us("at")', judged.zone, int(first), int(last))
