"""Limits stay where they were drawn, until somebody sets them anew on purpose, with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskwise.analyses.finding import Finding
from deskwise.app.access.holders import TERMINAL
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.audit import AuditQuestion
from deskwise.app.follow_metric import MetricQuestion, follow_metric
from deskwise.app.limits_anew import EPOCH, anew_of, kept_anew, list_anew, set_anew, take_back
from deskwise.app.make_demo import make_demo
from deskwise.app.show_overview import show_overview
from deskwise.bootstrap import open_state, open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError
from deskwise.reports.sentence_words import plain_sentence
from deskwise.sample.company import SampleCompany
from deskwise.sample.planted import IMPROVED_FROM

TICKETS = 900
CLOCK = FixedClock(datetime(2026, 10, 1, 8, tzinfo=UTC))
CHANGED = datetime(2025, 10, 6, tzinfo=UTC)


def made(home: Path, *, placebo: bool, seed: int = 1) -> Asking:
    workspace = open_workspace(home, stays_open=True)
    make_demo(workspace, SampleCompany(seed, TICKETS, placebo), CLOCK)
    return Asking(workspace, open_state(home), TERMINAL)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("company") / "home", placebo=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("twin") / "home", placebo=True)


def control(asking: Asking, metric: str, **words: object) -> Finding:
    question = replace(AnalysisQuestion("control_chart", metric), **words)  # type: ignore[arg-type]  # by name
    return analyse(asking, question)


def test_the_planted_improvement_is_dated(company: Asking) -> None:
    finding = control(company, "reopen_rate", where={"team": ["support"]}, options={"every": "month"})
    assert finding.outcome == "found"
    (change,) = finding.table("changes").records()
    assert str(change["low"]) <= f"{IMPROVED_FROM}" < str(change["high"])
    assert float(change["value"] or 0) < float(change["value_before"] or 0)


def test_nothing_is_dated_in_the_twin_in_which_nothing_is_planted(twin: Asking) -> None:
    finding = control(twin, "reopen_rate", where={"team": ["support"]}, options={"every": "month"})
    assert finding.outcome == "nothing"


@pytest.mark.long
def test_of_twenty_more_twins_hardly_one_chart_in_twenty_is_striking(tmp_path: Path) -> None:
    # Figures that nothing moves in a twin: how many requests come, and when, follows its seasons.
    names = ("csat", "first_contact_resolution", "reopen_rate", "complaints_per_100_requests")
    found = 0
    for seed in range(2, 22):
        each = made(tmp_path / f"{seed}", placebo=True, seed=seed)
        found += sum(control(each, name).outcome == "found" for name in names)
    # Of eighty with a chance of one in twenty each, ten or more are found once in a hundred and fifty.
    assert found <= 9


def test_page_overview_and_analysis_hold_a_week_against_the_same_limits(company: Asking) -> None:
    for name in ("csat", "requests_handled"):
        own = follow_metric(company.workspace, MetricQuestion(name, period="week")).followed.own
        overview = {each.metric.name: each.own for each in show_overview(company.workspace, "week").figures}
        assert own is not None
        assert overview.get(name, own) == own
        rows = control(company, name, options={"kind": "auto"}).records()
        base = [row for row in rows if row["base"]]
        assert len(base) == own.periods == 16
        first = EPOCH.fromtimestamp(own.start_at / 1e6, tz=UTC)
        assert abs((datetime.fromisoformat(f"{base[0]['start']}T00:00+00:00") - first).days) <= 1


def test_limits_of_long_ago_judge_a_course_that_shows_only_its_end(company: Asking) -> None:
    found = follow_metric(company.workspace, MetricQuestion("csat", grain="week"))
    own, shown = found.followed.own, found.followed.course[0].period
    assert own is not None
    assert shown is not None
    assert shown.start_at is not None
    assert own.end_at < shown.start_at


def test_a_report_is_judged_by_limits_that_were_set_anew_until_they_are_taken_back(company: Asking) -> None:
    question = MetricQuestion("first_contact_resolution", period="week")
    workspace, state = company.workspace, company.state
    before = follow_metric(workspace, question, kept_anew(state)).followed.own
    anew = set_anew(state, CLOCK, TERMINAL, question.metric, CHANGED, "a second shift")
    after = follow_metric(workspace, question, kept_anew(state)).followed.own
    assert before is not None
    assert after is not None
    assert before.start_at < (CHANGED - EPOCH).total_seconds() * 1e6 <= after.start_at
    shown = show_overview(workspace, "week", anew=kept_anew(state)).figures
    assert next(each.own for each in shown if each.metric.name == question.metric) == after
    finding = control(company, question.metric)
    said = [plain_sentence(each, finding.rests_on.zone) for each in finding.sentences]
    assert any("a second shift" in each for each in said)
    with state.reading() as stores:
        (told,) = [each for each in stores.audit.read(AuditQuestion()) if each.on == f"annotation:{anew.id}"]
    assert told.what == "annotated"
    assert take_back(state, CLOCK, TERMINAL, anew.id) == anew
    assert follow_metric(workspace, question, kept_anew(state)).followed.own == before
    assert list_anew(state, TERMINAL) == ()


def test_too_few_periods_since_are_judged_by_the_interval(company: Asking) -> None:
    question = MetricQuestion("csat", period="week")
    late = datetime(2026, 8, 3, tzinfo=UTC)
    anew = set_anew(company.state, CLOCK, TERMINAL, "csat", late, "a new survey")
    found = follow_metric(company.workspace, question, kept_anew(company.state)).followed
    take_back(company.state, CLOCK, TERMINAL, anew.id)
    assert found.own is None
    assert found.change.judged_by in {"interval", None}


def test_what_is_set_of_a_team_is_of_its_part_only(company: Asking) -> None:
    anew = set_anew(company.state, CLOCK, TERMINAL, "csat", CHANGED, "new people", "support")
    found = kept_anew(company.state)
    take_back(company.state, CLOCK, TERMINAL, anew.id)
    later = 2**60
    assert anew_of(found, "csat", {"team": ["support"], "channel": ["email"]}, later) is not None
    assert anew_of(found, "csat", {"team": ["support", "specialists"]}, later) is None
    assert anew_of(found, "csat", {}, later) is None
    assert anew_of(found, "ces", {"team": ["support"]}, later) is None
    assert anew_of(found, "csat", {"team": ["support"]}, 0) is None


def test_what_cannot_be_set_is_refused(company: Asking) -> None:
    with pytest.raises(UsageError):
        set_anew(company.state, CLOCK, TERMINAL, "happiness", CHANGED, "why")
    with pytest.raises(UsageError):
        set_anew(company.state, CLOCK, TERMINAL, "csat", CHANGED, " ")
    with pytest.raises(UsageError, match="in the future"):
        set_anew(company.state, CLOCK, TERMINAL, "csat", CLOCK.now() + timedelta(seconds=1), "to come")
    with pytest.raises(UsageError, match="no limits were set anew"):
        take_back(company.state, CLOCK, TERMINAL, "0" * 16)
