"""What a week takes, from calls made by hand; and where there is too little, or what may not be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from analyses.ground import DAY, NOW, HandMade, made, said
from deskwise.analyses.erlang import Load, agents_needed, queue
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.half_hours import HALF_HOUR, HalfHour, LiveLoad
from deskwise.analyses.staffing import staffing
from deskwise.analyses.staffing_plan import patience_seconds, whole_days
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import Figure, share
from deskwise.metrics.readings import Reading
from deskwise.reports.sentence_words import plain_sentence

# The first Monday after 1970 began, and the half hours of a day that are open.
MONDAY, OPEN = 4 * DAY, range(18, 34)


def calls(
    weeks: int, offered: int = 100, *, gave_up: int = 0, agents: int = 14, met: int = 80, waited: float = 0.0
) -> LiveLoad:
    """Weeks in which each open half hour had as many calls, and agents who were there for all of it."""
    rows = tuple(
        HalfHour(
            MONDAY + day * DAY + place * HALF_HOUR, offered, met, gave_up, waited, agents, 1_800.0 * agents, 0
        )
        for day in range(weeks * 7)
        for place in OPEN
    )
    return LiveLoad(MONDAY, rows, frozenset())


def ground(load: LiveLoad, options: Mapping[str, str] | None = None, handle: float | None = 180) -> HandMade:
    whole = made("service_level", share(80, 100), NOW, "share")
    work: dict[tuple[str | None, ...], Reading] = (
        {} if handle is None else {("phone",): made("handle_time", Figure(handle, 50), NOW, "mean")}
    )
    last = max((each.start_at for each in load.half_hours), default=MONDAY)
    return HandMade(
        metric("service_level"), whole, whole, {}, options or {},
        read={
            ("service_level", "share", (), False): Groups({(): whole}),
            ("handle_time", "mean", ("channel",), False): Groups(work),
        },
        live=load,
        as_of=(last // DAY + 1) * DAY,
    )  # fmt: skip


def number(finding: Finding, name: str) -> float | None:
    found = finding.number(name)
    return None if found is None else found.value


def doubts(finding: Finding) -> list[str]:
    return [plain_sentence(each, "UTC") for each in finding.doubts]


def test_two_hundred_calls_an_hour_take_fourteen_agents() -> None:
    finding = staffing(ground(calls(8)))
    assert finding.outcome == "found"
    assert number(finding, "most") == 14
    # Eight hours of seven days.
    assert number(finding, "agent_hours") == 14 * 8 * 7
    assert number(finding, "expected") == pytest.approx(100 * 16 * 7)
    assert said(finding)[0].startswith(
        "For 80.0 % within 20 s, the week from 2 Mar 1970 takes up to 14 agents at a time (Mon 2 Mar 1970,"
        " 09:00) and 784 agent hours; about 11,200 calls are expected"
    )
    beside = {row["agents"]: row for row in finding.table("beside").records()}
    assert list(beside) == [12, 13, 14, 15, 16]
    assert round(float(beside[14]["by_c"] or 0), 3) == 0.888
    assert round(float(beside[13]["by_c"] or 0), 3) == 0.796
    assert round(float(beside[14]["occupancy"] or 0), 3) == 0.714
    first = finding.table("half_hours").records()[0]
    assert (first["day"], first["at"], first["calls"], first["agents"]) == ("1970-03-02", "09:00", 100, 14)


def test_what_the_calls_show_stands_beside_what_the_queue_foresees() -> None:
    finding = staffing(ground(calls(8, met=88)))
    assert number(finding, "observed") == pytest.approx(0.88)
    assert number(finding, "by_c") == pytest.approx(queue(Load(200, 180), 14, 20).within_share)
    assert not any("than the queue foresees" in each for each in doubts(finding))
    worse = staffing(ground(calls(8, met=50)))
    assert any(each.startswith("Fewer calls were answered in time") for each in doubts(worse))
    better = staffing(ground(calls(8, met=99, agents=12)))
    assert any(each.startswith("More calls were answered in time") for each in doubts(better))


def test_who_gives_up_makes_it_erlang_a() -> None:
    # Two of each half hour gave up, and all waited 400 seconds together: 200 seconds a caller.
    load = calls(8, gave_up=2, waited=400.0)
    assert patience_seconds(load.half_hours) == 200
    finding = staffing(ground(load))
    assert number(finding, "patience") == 200
    assert number(finding, "most") == agents_needed(Load(200, 180, 200), 0.8, 20) == 13
    assert finding.table("half_hours").records()[0]["by_erlang_c"] == 14
    assert any("Erlang A" in each for each in said(finding))
    assert patience_seconds(load.half_hours[:9]) is None


def test_options_say_what_is_aimed_at_and_what_if() -> None:
    finding = staffing(
        ground(calls(8), {"shrinkage": "30%", "volume": "10%", "share": "90%", "seconds": "10"})
    )
    needed = agents_needed(Load(220, 180), 0.9, 10)
    assert number(finding, "most") == needed
    # 16 of 0.7 are there: 22.86, which takes 23.
    assert needed == 16
    assert number(finding, "scheduled_hours") == 23 * 8 * 7
    assert number(finding, "expected") == pytest.approx(1.1 * 100 * 16 * 7)
    given = staffing(ground(calls(8), {"handle": "360"}, handle=None))
    assert number(given, "most") == agents_needed(Load(200, 360), 0.8, 20)
    for name, value in (("share", "1.2"), ("shrinkage", "1"), ("volume", "-2"), ("seconds", "soon")):
        with pytest.raises(UsageError, match=name):
            staffing(ground(calls(8), {name: value}))


def test_a_holiday_to_come_is_told_and_planned_without_calls_where_none_was_seen() -> None:
    load = replace(calls(8), closed=frozenset({date(1970, 3, 4)}))
    finding = staffing(ground(load))
    rows = {row["day"]: row for row in finding.records()}
    assert (rows["1970-03-04"]["closed"], rows["1970-03-04"]["calls"]) == (True, 0)
    assert rows["1970-03-05"]["calls"] == 1_600
    assert any(each.startswith("1 of the days are closed") for each in doubts(finding))


@pytest.mark.parametrize(
    ("load", "handle", "words"),
    [
        (LiveLoad(MONDAY, (), frozenset()), 180, "There are no live contacts of phone"),
        (calls(1), 180, "There is too little for a forecast: 11,200 calls on 7 whole days"),
        (calls(8, offered=0), 180, "There are no live contacts of phone"),
        (calls(8), None, "How long a call takes is not known"),
    ],
)
def test_too_little_says_so(load: LiveLoad, handle: float | None, words: str) -> None:
    finding = staffing(ground(load, handle=handle))
    assert finding.outcome == "too few"
    assert said(finding)[0].startswith(words)
    assert finding.tables() == ()


def test_few_calls_a_week_are_too_few_for_half_hours() -> None:
    rows = tuple(each for each in calls(8, offered=1).half_hours if each.start_at % (3 * HALF_HOUR) == 0)
    finding = staffing(ground(LiveLoad(MONDAY, rows, frozenset())))
    assert said(finding)[0].startswith("There are too few calls to say how many come in a half hour")


def test_a_day_under_way_and_one_that_was_begun_late_are_not_whole() -> None:
    load = calls(3)
    days = whole_days(load, MONDAY + 21 * DAY, "UTC")
    assert (len(days), days[0].total, days[-1].day) == (21, 1_600, date(1970, 1, 25))
    assert len(whole_days(load, MONDAY + 21 * DAY - HALF_HOUR, "UTC")) == 21
    assert len(whole_days(load, MONDAY + 21 * DAY - HALF_HOUR - 1, "UTC")) == 20
    late = replace(load, half_hours=load.half_hours[3:])
    assert len(whole_days(late, MONDAY + 21 * DAY, "UTC")) == 20


def test_what_may_not_be_seen_is_not_told_and_agents_have_no_calls_of_their_own() -> None:
    made_of = ground(calls(8))
    whole = made_of.read[("service_level", "share", (), False)]
    hidden = {**made_of.read, ("service_level", "share", (), False): replace(whole, hidden=frozenset({()}))}
    with pytest.raises(NotAllowedError):
        staffing(replace(made_of, read=hidden))
    with pytest.raises(UsageError, match="no agent of their own"):
        staffing(replace(made_of, where={"agent": ["ann"]}))
