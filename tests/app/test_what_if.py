"""What a figure takes, on the sample company: each count opens to as many cases as it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from deskwise.analyses.finding import CasePart, Cell, Finding
from deskwise.app.access.holders import TERMINAL
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.list_requests import list_requests
from deskwise.app.make_demo import make_demo
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_state, open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.sample.company import SampleCompany

CLOCK = FixedClock(datetime(2026, 10, 1, 8, tzinfo=UTC))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    home = tmp_path_factory.mktemp("aimed") / "home"
    workspace = open_workspace(home, stays_open=True)
    make_demo(workspace, SampleCompany(tickets=900), CLOCK)
    return Asking(workspace, open_state(home), TERMINAL)


def opened(
    asking: Asking, finding: Finding, metric: str, part: CasePart | None, groups: Mapping[str, Cell]
) -> int:
    """How many cases there are behind a count, as its page leads to them."""
    rests = finding.rests_on
    edges = [
        None if at is None else f"{EPOCH + timedelta(microseconds=at):%Y-%m-%dT%H:%M:%SZ}"
        for at in (rests.period.start_at, rests.period.end_at)
    ]
    own = {name: (None if value is None else str(value),) for name, value in groups.items()}
    asked = Question(
        (metric,), where={**dict(rests.where), **own}, since=edges[0], until=edges[1],
        clock=rests.clock or "elapsed", within_seconds=None if part is None else part.within_seconds,
    )  # fmt: skip
    gave = None if part is None else part.gave
    return list_requests(asking.workspace, asked, 1, state="counted", gave=gave).cases.total


ASKED = [
    ("csat", "share", "90%", "channel"),
    ("recontact_rate", "share", "1%", "team"),
    ("first_contact_resolution", "share", "99%", "agent"),
    ("service_level", "share", "95%", "priority"),
    ("escalation_rate", "share", "1%", "reason"),
    ("reply_time", "within", "95%", "category"),
    ("first_response_time", "p90", "1h", "team"),
    ("average_resolution_time", "mean", "1h", "team"),
    ("nps", "nps", "90", "channel"),
    ("complaints_per_100_requests", "rate", "0.1", "category"),
    ("contacts_per_100_customers", "rate", "1", "channel"),
    ("backlog_age", "mean", "1h", "team"),
    ("backlog_age", "p90", "2d", "channel"),
    ("backlog_age", "within", "90%", "priority"),
    ("occupancy", "share", "99%", "team"),
]


@pytest.mark.parametrize("clock", ["elapsed", "working"])
@pytest.mark.parametrize(("metric", "stat", "value", "by"), ASKED)
def test_each_count_opens_to_as_many_cases(
    company: Asking, metric: str, stat: str, value: str, by: str, clock: str
) -> None:
    question = AnalysisQuestion(
        "what_if", metric, stat=stat, clock=clock, since="2026-03-01", until="2026-09-01",
        options={"value": value, "by": by},
    )  # fmt: skip
    if stat == "within":
        question = replace(question, within_seconds=Decimal(3_600))
    finding = analyse(company, question)
    assert finding.outcome == "found"
    counts = 0
    for number in finding.numbers:
        if number.opens and number.unit == "count":
            counts += 1
            assert opened(company, finding, number.opens, number.part, {}) == number.value, number.name
    for row in finding.records():
        groups = {each.dimension: row[each.name] for each in finding.columns if each.dimension}
        for column in finding.columns:
            if column.opens and column.unit == "count":
                counts += 1
                told = opened(company, finding, column.opens, column.part, groups)
                assert told == row[column.name], (column.name, row)
    assert counts > 0 or stat == "mean"
