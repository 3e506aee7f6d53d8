"""Requests by day and around outages: what is counted, and who may see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.looking import Looking, looking
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.analyses.raised_by_day import OutageContacts
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.chart_finding import chart_finding
from deskwise.app.raised_by_day import RaisedRequests, Where
from deskwise.bootstrap import open_state
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.periods import Period
from deskwise.reports.time_series import TimeSeries
from metrics.duckdb_facts import DAY, request

HOUR = DAY // 24
# The last known instant is the end of the thirteenth week.
AS_OF = 91 * DAY
PEOPLE = ("anna", "ben", "cara")


def _desk() -> InMemoryWorkspace:
    """Two requests a day about sync of comet, twenty on the 86th, of which four are linked; and others."""
    rows: list[dict[str, Any]] = []

    def add(at: int, category: str, product: str | None, **more: Any) -> None:
        agent = PEOPLE[len(rows) % 3]
        told = {"category": category, "product": product, "agent": agent, "team": "support", **more}
        rows.append(request(f"{len(rows)}", at, **told))

    for day in range(91):
        for place in range(20 if day == 85 else 2):
            add(day * DAY + 9 * HOUR + place, "sync", "comet")
        if day > 70:
            add(day * DAY + 10 * HOUR, "login", "atlas")
    # In the outage of that day, and in the two hours after it.
    add(85 * DAY + 12 * HOUR, "defect", "comet")
    add(85 * DAY + 13 * HOUR, "defect", "comet")
    # A week before and after in the same hours; a problem is no request.
    add(78 * DAY + 12 * HOUR + 1, "defect", "comet")
    add(78 * DAY + 12 * HOUR + 2, "defect", "comet", problem=True)
    linked = [each for each in rows if each["category"] == "sync" and each["raised_at"] // DAY == 85][:4]
    merged = {"problem_ticket": "q", "dropped_at": 87 * DAY}
    return facts_of(
        requests=rows,
        links=[_link(each, problem_ticket="p") for each in linked]
        + [_link(each, **merged) for each in rows[-3:]],
        outages=[
            _outage("comet", 85 * DAY + 12 * HOUR),
            _outage("comet", 71 * DAY + 12 * HOUR, planned=True),
            _outage("atlas", 90 * DAY, ended_at=None),
        ],
    )


def _link(of: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"source": of["source"], "ticket": of["ticket"], "request": 1, "linked_at": 86 * DAY, **more}


def _outage(product: str, began_at: int, **more: Any) -> dict[str, Any]:
    ends = {"ended_at": began_at + HOUR, "planned": False, **more}
    return {"source": "desk", "product": product, "began_at": began_at, **ends}


@pytest.fixture(scope="module")
def desk() -> InMemoryWorkspace:
    found = _desk()
    found.as_of = AS_OF
    return found


def raised(desk: InMemoryWorkspace, who: Looking | None = None, where: Where | None = None) -> RaisedRequests:
    with desk.facts() as facts:
        return RaisedRequests(facts, who, where or {})


def test_requests_are_counted_by_whole_known_days_and_with_the_weeks_before(desk: InMemoryWorkspace) -> None:
    found = raised(desk).by_day(("category", "product"), Period(63 * DAY, 92 * DAY))
    assert (len(found.starts), found.before) == (85, 56)
    assert (found.starts[0], found.starts[-1]) == (7 * DAY, 91 * DAY)
    sync = found.groups["sync", "comet"]
    assert (sync.raised[78], sync.linked[78], sum(sync.raised)) == (20, 4, 84 * 2 + 18)
    defect = found.groups["defect", "comet"]
    # A link to what was merged away is none.
    assert (sum(defect.raised), sum(defect.linked)) == (3, 0)
    assert set(found.groups) == {("sync", "comet"), ("defect", "comet"), ("login", "atlas")}


def test_they_are_narrowed_as_the_question_is(desk: InMemoryWorkspace) -> None:
    period = Period(84 * DAY, 91 * DAY)
    found = raised(desk, where={"category": ["defect", None], "product": ["comet"]}).by_day(
        ("agent",), period
    )
    assert sum(sum(each.raised) for each in found.groups.values()) == 3
    assert raised(desk, where={"extra.plan": ["gold"]}).by_day(("category",), period).groups == {}


def test_an_outage_is_held_against_the_same_hours_of_weeks_in_which_its_product_was_up(
    desk: InMemoryWorkspace,
) -> None:
    maintenance, down, still = raised(desk).around_outages()
    # The second week before was that of the maintenance; after it no whole week is known.
    assert down == OutageContacts("comet", False, 85 * DAY + 12 * HOUR, 85 * DAY + 13 * HOUR, 1, 1, 1, 0, 3)
    assert (maintenance.planned, maintenance.weeks) == (True, 4)
    assert (still.product, still.ended_at, still.during, still.weeks) == ("atlas", None, 1, 4)
    assert raised(desk, where={"product": ["atlas"]}).around_outages() == (still,)


def test_days_of_few_people_are_not_shown_to_whom_the_table_shows_none(desk: InMemoryWorkspace) -> None:
    period = Period(63 * DAY, 91 * DAY)
    viewer = raised(desk, looking(Role.VIEWER)).by_day(("category", "product"), period)
    assert viewer.groups["sync", "comet"].shown[78]
    assert not viewer.groups["sync", "comet"].shown[77]
    admin = raised(desk, looking(Role.ADMIN)).by_day(("category",), period).groups["login",]
    assert all(shown for shown, count in zip(admin.shown, admin.raised, strict=True) if count)
    assert [each.shown for each in raised(desk, looking(Role.VIEWER)).around_outages()] == [
        False,
        False,
        False,
    ]
    with pytest.raises(NotAllowedError):
        raised(desk, looking(Role.VIEWER)).by_day(("agent",), period)


def test_what_is_linked_to_no_problem_is_listed_for_whom_may_list_it(desk: InMemoryWorkspace) -> None:
    spans = [(("defect", "comet"), 85 * DAY, 86 * DAY), (("sync", None), 85 * DAY, 86 * DAY)]
    by = ("category", "product")
    found = raised(desk).unlinked(by, spans, 10)
    assert [(each.group, each.raised_at - 85 * DAY) for each in found] == [
        (("defect", "comet"), 12 * HOUR), (("defect", "comet"), 13 * HOUR),
    ]  # fmt: skip
    assert raised(desk).unlinked(by, spans, 1) == found[:1]
    assert raised(desk).unlinked(by, [], 10) == ()
    assert raised(desk, looking(Role.ADMIN)).unlinked(by, spans, 10) == found
    assert raised(desk, looking(Role.VIEWER)).unlinked(by, spans, 10) == ()


def test_the_analysis_names_the_burst_and_the_outage_of_its_day(
    desk: InMemoryWorkspace, tmp_path: Path
) -> None:
    asked = AnalysisQuestion("problem_candidates", since="1970-03-05", until="1970-04-02")
    finding = analyse(Asking(desk, open_state(tmp_path), TERMINAL), asked)
    assert finding.outcome == "found"
    (row,) = finding.records()
    named = ("category", "product", "first_day", "last_day", "requests", "unlinked")
    assert [row[name] for name in named] == [
        "sync", "comet", "1970-03-27", "1970-03-27", 20, 16,
    ]  # fmt: skip
    assert row["outage"] == "1970-03-27 12:00"
    unlinked = finding.table("unlinked").records()
    assert [each["raised"] for each in unlinked] == ["1970-03-27 09:00"] * 16
    assert len({each["ticket"] for each in unlinked}) == 16
    chart = chart_finding(finding)
    assert isinstance(chart, TimeSeries)
    assert [each.reading.value for each in chart.points if each.signal] == [20]
    assert len(chart.happenings) == 1
