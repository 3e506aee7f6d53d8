"""A part of a figure's cases opens to as many as the figure counts in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.metrics.drill import list_cases
from deskwise.metrics.selection import select
from deskwise.metrics.timeline import Horizon
from facts.small_logs import open_hours
from metrics.duckdb_facts import DAY, SECOND, DuckdbFacts, KeptSql, flow, request

HOUR = 3_600
# Open for eight hours of each day, from 8 to 16.
HOURS = Rules(schedules=(("default", open_hours(8, 16)),))
WAITING = [
    request("M1", 10 * DAY, calendar="default"),
    request("M2", 20 * DAY, calendar="default"),
    request("M3", 30 * DAY, calendar="default"),
    request("M4", 30 * DAY),
    request("M5", 50 * DAY, calendar="default"),
]
ROWS = [
    request("T1", 0, resolved_at=100 * SECOND, first_recontact=True, mature=True),
    request("T2", 1, resolved_at=300 * SECOND + 1, first_recontact=False, mature=True),
    request("T3", 40 * DAY, first_recontact=None),
]
SCORES = {"A": 10, "B": 9, "C": 8, "D": 7, "E": 6, "F": 0}
RATED = [
    {"source": "desk", "ticket": name, "request": 1, "event_id": name, "rated_at": 5, "scale": "0-10",
     "value": Decimal(score), "counts": True}
    for name, score in SCORES.items()
]  # fmt: skip
KEPT = KeptSql()


def tickets(metric: str, gave: str, engine: DuckdbFacts | None = None, **more: Any) -> list[str | None]:
    given = {name: more.pop(name) for name in ("limit", "skip", "after", "state") if name in more}
    rules = more.pop("rules", Rules())
    desk = engine or DuckdbFacts(requests=ROWS, request_flow=flow(*ROWS), ratings=RATED)
    found = list_cases(
        select([metric], **more), rules=rules, horizon=Horizon(0, 60 * DAY), engine=desk, compiled=KEPT,
        gave=gave, **given,
    )  # fmt: skip
    assert found.total == len(found.rows) or given
    return [row.ticket for row in found.rows]


def test_of_a_share_those_above_the_line_and_the_others() -> None:
    assert tickets("recontact_rate", "yes") == ["T1"]
    # What is undecided is of neither.
    assert tickets("recontact_rate", "no") == ["T2"]
    assert tickets("recontact_rate", "no", state="open") == []


def test_of_a_duration_those_within_a_threshold_edge_included_and_those_beyond() -> None:
    assert tickets("average_resolution_time", "within", within_seconds=Decimal(300)) == ["T1", "T2"]
    late = Decimal("299.999999")
    assert tickets("average_resolution_time", "within", within_seconds=late) == ["T1"]
    assert tickets("average_resolution_time", "beyond", within_seconds=late) == ["T2"]


def test_of_recommendations_promoters_passives_and_detractors() -> None:
    parts = {part: tickets("nps", part) for part in ("promoter", "passive", "detractor")}
    assert parts == {"promoter": ["A", "B"], "passive": ["C", "D"], "detractor": ["E", "F"]}


@pytest.mark.parametrize("clock", ["elapsed", "working"])
def test_of_ages_those_within_and_beyond_page_by_page(clock: str) -> None:
    backlog = DuckdbFacts(requests=WAITING, request_flow=flow(*WAITING))
    # As of day 60: M3 is 30 days old, or 30 times 8 hours; M4 has no schedule.
    threshold = Decimal(30 * 24 * HOUR if clock == "elapsed" else 30 * 8 * HOUR)
    asked: dict[str, Any] = {"engine": backlog, "clock": clock, "within_seconds": threshold, "rules": HOURS}
    within = ["M3", "M4", "M5"] if clock == "elapsed" else ["M3", "M5"]
    assert tickets("backlog_age", "within", **asked) == within
    assert tickets("backlog_age", "beyond", **asked) == ["M1", "M2"]
    assert tickets("backlog_age", "within", limit=1, skip=1, **asked) == within[1:2]
    place = (30 * DAY, "desk", "M3", 1, None)
    assert tickets("backlog_age", "within", skip=1, after=place, **asked) == within[1:]
    assert tickets("backlog_age", "beyond", skip=2, **asked) == []


@pytest.mark.parametrize(
    ("metric", "gave", "words"),
    [
        ("csat", "within", "no case of csat gave 'within'"),
        ("complaints", "yes", "no case of complaints gave 'yes'"),
        ("reply_time", "beyond", "beyond needs a threshold"),
    ],
)
def test_a_part_there_is_not_is_refused(metric: str, gave: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        tickets(metric, gave)


def test_by_reason_those_below_the_line_do_not_say_what_they_gave() -> None:
    where = {"reason": ("skill",)}
    with pytest.raises(UsageError, match="below the line"):
        tickets("escalation_rate", "no", where=where)
    assert tickets("escalation_rate", "yes", where=where) == []
