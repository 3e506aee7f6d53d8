"""The calls of a workspace make a week's staffing, with its holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.looking import looking
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.analyses.half_hours import HALF_HOUR
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.live_load import live_load
from deskwise.app.period_reader import PeriodReader
from deskwise.bootstrap import open_state
from deskwise.facts.rules import Rules
from deskwise.kernel.schedules import Holidays, Schedule
from metrics.duckdb_facts import DAY, SECOND, request, seconds, wait

PEOPLE = ("ann", "ben", "cara")
# As-of is the hundredth day's beginning: the four weeks before it, and two dates to come that are closed.
FIRST, AS_OF = 72, 100
CLOSED = (date(1970, 4, 12), date(1970, 12, 25))
OWN = date(1970, 4, 13)


def desk(people: tuple[str, ...] = PEOPLE) -> InMemoryWorkspace:
    """Four weeks of twenty calls a day at nine, each picked up after five seconds and three minutes long."""
    rows: dict[str, list[dict[str, Any]]] = {"requests": [], "waits": [], "work": []}
    for day in range(FIRST, AS_OF):
        for number in range(20):
            at = day * DAY + 18 * HALF_HOUR + number * 60 * SECOND
            name, who = f"{day}-{number}", people[number % len(people)]
            about = {"agent": who, "team": "support"}
            rows["requests"].append(
                request(name, at, channel="phone", resolved_at=at + 185 * SECOND, **about)
            )
            rows["waits"].append(wait(name, 1, at, at + 5 * SECOND, "answered", **about))
            rows["work"].append(
                {
                    "source": "desk", "ticket": name, "request": 1, "event_id": name, "task": "call",
                    "worked_at": at + 185 * SECOND, "seconds": seconds(180), **about,
                }
            )  # fmt: skip
    week = ((),) * 7
    schedules = (Schedule("UTC", week, Holidays(dates=CLOSED), ((OWN, ()),)),)
    return replace(facts_of(**rows), _rules=Rules(schedules=(("default", schedules),)))


def test_its_half_hours_and_closed_dates_are_those_of_the_workspace() -> None:
    with desk().facts() as facts:
        reader = PeriodReader(facts, ("service_level",), ("share",), "elapsed", {})
        load = live_load(reader, "phone", 20, 2)
        assert load.closed == {*CLOSED, OWN}
        assert [each.offered for each in load.half_hours] == [20] * 14
        first = load.half_hours[0]
        assert (first.start_at, first.met, first.people) == ((AS_OF - 14) * DAY + 18 * HALF_HOUR, 20, 3)
        # Each of three picks up every three minutes: 17 times another one follows, and three are last ones.
        assert (first.stayed_seconds, first.left) == (17 * 180, 3)
        assert live_load(reader, "chat", 20, 2).half_hours == ()


def test_a_week_is_staffed_of_them(tmp_path: Path) -> None:
    asking = Asking(desk(), open_state(tmp_path), TERMINAL, looking(Role.VIEWER))
    finding = analyse(asking, AnalysisQuestion("staffing"))
    assert finding.outcome == "found"
    rows = {row["day"]: row for row in finding.records()}
    assert (rows["1970-04-11"]["calls"], rows["1970-04-11"]["closed"]) == (20, False)
    assert [rows[day]["closed"] for day in ("1970-04-12", "1970-04-13")] == [True, True]
    handle = finding.number("handle")
    assert handle is not None
    assert handle.value == 180
