"""Curves of the sample company: what they say is what the metrics say, and who may see which group."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.looking import Looking, looking
from deskwise.analyses.finding import Finding
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.access.things import Policy
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.chart_finding import chart_finding
from deskwise.app.make_demo import make_demo
from deskwise.app.read_metrics import readings_of
from deskwise.bootstrap import open_state, open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.readings import Reading
from deskwise.metrics.selection import select
from deskwise.reports.curves import Curves
from deskwise.reports.sentence_words import plain_sentence
from deskwise.sample.company import SampleCompany

CLOCK = FixedClock(datetime(2026, 10, 1, 8, tzinfo=UTC))
TWO_YEARS = "2024-10-01"
TICKETS, FEWER = 700, 500
ANN = Looking(
    Person("7", "Ann", "ann@example.org", Role.AGENT, actor="ann", teams=frozenset({"support"})),
    Policy("own"),
)


def made(home: Path, *, placebo: bool, seed: int = 1) -> Asking:
    workspace = open_workspace(home, stays_open=True)
    make_demo(workspace, SampleCompany(seed, tickets=FEWER if placebo else TICKETS, placebo=placebo), CLOCK)
    return Asking(workspace, open_state(home), TERMINAL)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("company") / "home", placebo=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("twin") / "home", placebo=True)


def resolve(asking: Asking, clock: str = "", **options: str) -> Finding:
    asked = AnalysisQuestion("time_to_resolve_curve", clock=clock, since=TWO_YEARS, options=options)
    return analyse(asking, asked)


def said(finding: Finding) -> list[str]:
    return [plain_sentence(each, finding.rests_on.zone) for each in finding.sentences]


def readings(
    asking: Asking, finding: Finding, name: str, stat: str, *by: str, **where: list[str | None]
) -> tuple[Reading, ...]:
    """The metric's own readings of a finding's period."""
    period = finding.rests_on.period
    asked = select(
        (name,), stats=(stat,), by=by, where=where, since_at=period.start_at, until_at=period.end_at,
        clock=finding.rests_on.clock or "elapsed",
    )  # fmt: skip
    with asking.workspace.facts() as facts:
        return readings_of(facts, asked).readings


@pytest.mark.parametrize("clock", ["elapsed", "working"])
def test_the_median_is_the_metrics_own(company: Asking, clock: str) -> None:
    finding = resolve(company, clock, by="channel")
    (whole,) = readings(company, finding, "average_resolution_time", "km50")
    median, requests = finding.number("median"), finding.number("requests")
    assert median is not None
    assert requests is not None
    assert (median.value, requests.value) == (whole.value, whole.n)
    groups = readings(company, finding, "average_resolution_time", "km50", "channel")
    own = {dict(each.by)["channel"]: (each.value, each.n) for each in groups}
    rows = {row["channel"]: (row["median"], row["requests"]) for row in finding.records()}
    assert rows
    assert rows == {name: own[name] for name in own if name in rows}


def test_email_takes_longer_and_the_plain_average_is_too_short(company: Asking) -> None:
    finding = resolve(company, by="channel")
    assert finding.outcome == "found"
    assert said(finding)[0].startswith("email takes longer than the others, beyond noise: ")
    wrong = finding.number("plain_error")
    assert wrong is not None
    assert (wrong.high or 0) < 0
    chart = chart_finding(finding)
    assert isinstance(chart, Curves)
    assert {each.name: each.side for each in chart.curves}["email"] == 1
    assert all(each.points[0].share == 1 for each in chart.curves)


def test_what_has_nothing_to_do_with_it_tells_nothing_apart(twin: Asking) -> None:
    finding = resolve(twin, by="category")
    assert finding.outcome == "nothing"
    assert said(finding)[0].startswith("By category nothing is told apart")


def test_who_may_not_see_agents_sees_none_and_teams_are_told(company: Asking) -> None:
    viewer = replace(company, who=looking(Role.VIEWER))
    with pytest.raises(NotAllowedError):
        resolve(viewer, by="agent")
    assert "support" in {row["team"] for row in resolve(viewer, by="team").records()}
    own = resolve(replace(company, who=ANN), by="agent")
    assert [row["agent"] for row in own.records()] == ["ann"]
    assert not [name for name in said(own) if "kim" in name]
    with pytest.raises(UsageError):
        resolve(company, by="planet")


def fcr(asking: Asking, where: dict[str, list[str | None]], until: str = "") -> Finding:
    return analyse(asking, AnalysisQuestion("fcr_curve", since=TWO_YEARS, until=until, where=where))


@pytest.mark.parametrize("where", [{}, {"team": ["support"]}])
def test_at_the_window_that_is_set_the_curve_is_the_metrics_own_reading(
    company: Asking, where: dict[str, list[str | None]]
) -> None:
    finding = fcr(company, where)
    row = next(row for row in finding.records() if row["days"] == 7)
    told = {}
    for name in ("first_contact_resolution", "recontact_rate", "fcr_by_survey"):
        (told[name],) = readings(company, finding, name, "share", **where)
    own, back = told["first_contact_resolution"], told["recontact_rate"]
    assert own.interval is not None
    assert back.interval is not None
    assert (row["fcr"], row["fcr_n"], row["fcr_low"], row["fcr_high"]) == (own.value, own.n, *own.interval)
    assert (row["recontact_rate"], row["n"], row["recontact_low"]) == (back.value, back.n, back.interval[0])
    assert (row["provisional"], row["unjudged"]) == (back.provisional, back.unjudged)
    survey = finding.number("fcr_by_survey")
    assert survey is not None
    assert survey.value == told["fcr_by_survey"].value
    chart = chart_finding(finding)
    assert isinstance(chart, Curves)
    assert [len(each.points) for each in chart.curves] == [30, 30]


def test_longer_windows_bring_back_more_and_a_viewer_may_see_it(company: Asking) -> None:
    # All of these are mature at every window.
    finding = fcr(company, {}, until="2026-08-01")
    back = [float(row["recontact_rate"] or 0) for row in finding.records()]
    assert back == sorted(back)
    viewer = fcr(replace(company, who=looking(Role.VIEWER)), {}, until="2026-08-01")
    assert viewer.records() == finding.records()
    with pytest.raises(NotAllowedError):
        fcr(replace(company, who=looking(Role.VIEWER)), {"agent": ["ann"]})


@pytest.mark.long
def test_of_twenty_more_twins_hardly_one_tells_categories_apart(tmp_path: Path) -> None:
    found = 0
    for seed in range(2, 22):
        each = made(tmp_path / f"{seed}", placebo=True, seed=seed)
        found += resolve(each, by="category").outcome == "found"
    # Of twenty with a chance of one in twenty each, four or more are found once in sixty.
    assert found <= 3
