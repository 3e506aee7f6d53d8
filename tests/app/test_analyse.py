"""Analyses of a workspace: what is planted in the sample company is found, in its twin nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.looking import looking
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.analyses.finding import Finding
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.access.things import Policy
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.annotate import Note, annotate
from deskwise.app.asking import Asking
from deskwise.app.chart_finding import chart_finding
from deskwise.app.finding_json import finding_json
from deskwise.app.follow_metric import MetricQuestion, follow_metric
from deskwise.app.make_demo import make_demo
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.seen_figures import Looker
from deskwise.app.state import State
from deskwise.bootstrap import open_state, open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import EmptyWorkspaceError, NotAllowedError, UnknownNameError, UsageError
from deskwise.metrics.definition import Stat
from deskwise.metrics.readings import Reading
from deskwise.reports.pareto import Pareto
from deskwise.reports.sentence_words import plain_sentence
from deskwise.sample.company import SampleCompany
from deskwise.sample.planted import IMPROVED_FROM, IMPROVED_TEAM
from metrics.duckdb_facts import DAY, flow, request

TICKETS = 900
CLOCK = FixedClock(datetime(2026, 10, 1, 8, tzinfo=UTC))
IMPROVED = {"since": f"{IMPROVED_FROM}", "until": "2026-09-28", "options": {"by": "team"}}


def made(home: Path, *, placebo: bool) -> Asking:
    workspace = open_workspace(home, stays_open=True)
    make_demo(workspace, SampleCompany(tickets=TICKETS, placebo=placebo), CLOCK)
    return Asking(workspace, open_state(home), TERMINAL)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("company") / "home", placebo=False)


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return made(tmp_path_factory.mktemp("twin") / "home", placebo=True)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> State:
    """One in which nothing was noted."""
    return open_state(tmp_path_factory.mktemp("state"))


def asked(metric: str, **words: object) -> AnalysisQuestion:
    return replace(AnalysisQuestion("what_changed", metric), **words)  # type: ignore[arg-type]  # by name


def said(finding: Finding) -> list[str]:
    return [plain_sentence(each, finding.rests_on.zone) for each in finding.sentences]


@pytest.mark.parametrize("metric", ["first_response_time", "reopen_rate"])
def test_the_planted_improvement_is_found_and_whose_it_is(company: Asking, metric: str) -> None:
    finding = analyse(company, asked(metric, **IMPROVED))
    assert finding.outcome == "found"
    assert "better, beyond noise" in said(finding)[0]
    assert f"most at {IMPROVED_TEAM}" in said(finding)[1]
    rows = {row["group"]: row for row in finding.records()}
    assert rows[IMPROVED_TEAM]["beyond"] is True
    assert not any(row["beyond"] for name, row in rows.items() if name != IMPROVED_TEAM)


@pytest.mark.parametrize("metric", ["first_response_time", "reopen_rate"])
def test_nothing_is_found_in_the_twin_in_which_nothing_is_planted(twin: Asking, metric: str) -> None:
    for options in ({"by": "team"}, {}):
        finding = analyse(twin, asked(metric, **{**IMPROVED, "options": options}))
        assert finding.outcome == "nothing"
        assert said(finding)[0].endswith("within noise, so nothing is known to have changed.")
        assert len(said(finding)) == 1


def test_articles_are_used_everywhere_in_the_company_and_in_its_twin(company: Asking, twin: Asking) -> None:
    for each in (company, twin):
        finding = analyse(each, AnalysisQuestion("knowledge_gaps", since="2024-10-01"))
        assert finding.outcome == "nothing"
        with each.workspace.facts() as facts:
            ((solved, resolved),) = facts.engine.rows(
                "select count(*) filter (article_solved), count(*) from requests"
                " where resolved_at is not null and not problem",
                {},
            )
        assert [sum(int(str(row[name])) for row in finding.records()) for name in ("solved", "resolved")] == [
            solved, resolved,
        ]  # fmt: skip
        used = finding.number("with_article")
        assert used is not None
        assert solved / resolved < (used.value or 0.0) < 2 * solved / resolved + 0.05


def test_no_day_looks_like_a_problem_in_the_company_or_its_twin(company: Asking, twin: Asking) -> None:
    # Its outages bring no requests: what is linked to their problems would have come anyway.
    for each in (company, twin):
        finding = analyse(each, AnalysisQuestion("problem_candidates", since="2025-03-01"))
        assert finding.outcome == "nothing"
        times = finding.number("downtime")
        assert times is not None
        assert times.low is not None
        assert times.high is not None
        assert times.low < 1 < times.high
        assert sum(int(str(row["outages"])) for row in finding.table("downtime").records()) >= 15


def test_the_rows_are_the_readings_of_the_groups_and_add_up(company: Asking) -> None:
    since, until = "2025-10-01", "2026-04-01"
    finding = analyse(company, asked("csat", options={"by": "channel"}, since=since, until=until))
    question = Question(("csat",), by=("channel",), since=since, until=until)
    readings = read_metrics(company.workspace, question).readings.readings
    told = {dict(each.by)["channel"]: (each.value, each.n) for each in readings}
    assert {row["group"]: (row["value"], row["n"]) for row in finding.records() if row["n"]} == {
        name: pytest.approx(pair) for name, pair in told.items()
    }
    difference = finding.number("difference")
    assert difference is not None
    assert sum(float(row["total"] or 0) for row in finding.records()) == pytest.approx(difference.value)
    assert difference.value == pytest.approx(
        follow_metric(
            company.workspace, MetricQuestion("csat", since=since, until=until)
        ).followed.change.difference
    )


def test_periods_and_verdict_are_those_of_the_metric_page(company: Asking) -> None:
    for period in ("4_weeks", "month", "quarter"):
        finding = analyse(company, asked("requests_received", period=period))
        found = follow_metric(company.workspace, MetricQuestion("requests_received", period=period))
        rests = finding.rests_on
        assert (rests.period.start_at, rests.period.end_at) == (
            found.periods.now.start_at, found.periods.now.end_at,
        )  # fmt: skip
        assert (finding.outcome == "found") == found.followed.change.beyond_noise
    assert analyse(company, asked("requests_received")).rests_on.clock is None


def test_the_json_is_whole_and_plain(company: Asking) -> None:
    told = finding_json(analyse(company, asked("csat", period="quarter", where={"team": ["support"]})))
    assert told["analysis"] == "what_changed@1"
    assert told["rests_on"]["definition"] == "csat@1"
    assert told["rests_on"]["where"] == {"team": ["support"]}
    assert told["rests_on"]["by"] != "team"
    assert set(told["numbers"]) >= {"value", "value_before", "difference"}
    assert "\N{NARROW NO-BREAK SPACE}" not in str(told)


def test_what_was_noted_is_named(company: Asking) -> None:
    at = datetime(2026, 9, 10, 9, tzinfo=UTC)
    annotate(company.state, CLOCK, TERMINAL, Note("release", "Firmware 4.2", at))
    annotate(company.state, CLOCK, TERMINAL, Note("release", "Of another figure", at, metric="csat"))
    sentences = said(analyse(company, asked("requests_received", options={"by": "channel"})))
    assert "Noted near it, Thu 10 Sep 2026, 11:00: Firmware 4.2." in sentences
    assert not any("Of another figure" in each for each in sentences)


def test_what_cannot_be_asked_is_refused(company: Asking) -> None:
    for question, do in (
        (asked("first_response_time", stat="p50"), "mean or within"),
        (asked("csat", options={"by": "task"}), "catalogue"),
        (asked("csat", options={"chanel": "email"}), "by"),
        (asked("csat", period="fortnight"), "4_weeks"),
        (asked("requests_handled", since="2025-10-01", options={"by": "team"}), "channel or category"),
    ):
        with pytest.raises(UsageError) as refused:
            analyse(company, question)
        assert do in refused.value.do
    with pytest.raises(UnknownNameError):
        analyse(company, AnalysisQuestion("what_chnged", "csat"))


def test_an_empty_workspace_has_nothing_to_analyse(tmp_path: Path, state: State) -> None:
    empty = Asking(open_workspace(tmp_path / "nothing"), state, TERMINAL)
    with pytest.raises(EmptyWorkspaceError):
        analyse(empty, asked("csat"))


def test_what_if_counts_what_the_readings_count(company: Asking) -> None:
    since, until = "2025-10-01", "2026-04-01"
    question = AnalysisQuestion(
        "what_if", "first_response_time", stat="p90", clock="elapsed", since=since, until=until,
        options={"value": "2h", "by": "team"},
    )  # fmt: skip
    finding = analyse(company, question)
    asked_of = Question(
        ("first_response_time",), ("within",), by=("team",), since=since, until=until,
        within_seconds=Decimal(7_200),
    )  # fmt: skip
    readings = read_metrics(company.workspace, asked_of).readings.readings
    assert {row["team"]: (row["n"], row["missed"]) for row in finding.records()} == {
        dict(each.by)["team"]: (each.n, each.n - int(each.numerator or 0)) for each in readings
    }
    running = analyse(company, replace(question, until="2026-10-15", options={"value": "30d", "by": "team"}))
    assert any("whatever becomes of these" in each for each in said(running))


def desk(teams: Mapping[str, tuple[int, int, list[str]]]) -> InMemoryWorkspace:
    """Teams with their requests in two weeks, each by some people in turn."""
    rows: list[dict[str, Any]] = []
    for team, (before, now, people) in teams.items():
        for place in range(before + now):
            day = 8 if place < before else 15
            number = len(rows)
            rows.append(
                request(f"{number}", day * DAY + number, team=team, agent=people[place % len(people)])
            )
    return facts_of(requests=rows, request_flow=flow(*rows))


WEEKS = {"since": "1970-01-12", "until": "1970-01-19", "options": {"by": "team"}}
TEAMS = {
    "support": (20, 60, ["anna", "cara", "dan"]),
    "field": (20, 21, ["eve", "fred"]),
    "sales": (10, 12, ["gus", "hal", "ina"]),
}


def seen(state: State, who: Looker, teams: Mapping[str, tuple[int, int, list[str]]] = TEAMS) -> Finding:
    return analyse(Asking(desk(teams), state, TERMINAL, who), asked("requests_received", **WEEKS))


def test_groups_of_few_people_are_told_together_with_others(state: State) -> None:
    whole = {row["group"]: row["n"] for row in seen(state, looking(Role.ADMIN)).records()}
    assert whole == {"support": 60, "field": 21, "sales": 12}
    rows = seen(state, looking(Role.VIEWER)).records()
    assert [(row["group"], row["members"], row["n"]) for row in rows] == [("support", 1, 60), (None, 2, 33)]


def test_what_if_hides_the_groups_of_few_people(state: State) -> None:
    rows = [
        request(
            f"{number}", 15 * DAY + number, team=team, agent=people[number % len(people)],
            resolved_at=(15 * DAY + number + 60) if number % 2 else None,
        )
        for team, (_, count, people) in TEAMS.items()
        for number in range(count)
    ]  # fmt: skip
    facts = facts_of(requests=rows, request_flow=flow(*rows))
    question = AnalysisQuestion("what_if", "resolution_rate", **WEEKS)  # type: ignore[arg-type]  # by name
    admin = analyse(Asking(facts, state, TERMINAL, looking(Role.ADMIN)), question)
    assert {row["team"] for row in admin.records()} == set(TEAMS)
    viewer = analyse(Asking(facts, state, TERMINAL, looking(Role.VIEWER)), question)
    assert {row["team"] for row in viewer.records()} == {"support"}


def test_where_all_groups_are_of_few_nothing_is_told(state: State) -> None:
    of_few = {"field": (20, 60, ["eve", "fred"]), "sales": (20, 21, ["gus", "hal"])}
    with pytest.raises(NotAllowedError, match="no group"):
        seen(state, looking(Role.VIEWER), of_few)
    of_two = {"field": (20, 60, ["eve", "fred"])}
    with pytest.raises(NotAllowedError, match="too few people"):
        seen(state, looking(Role.VIEWER), of_two)


def test_figures_by_agent_are_for_whom_the_table_lets_see_them(state: State) -> None:
    by_agent = asked("requests_received", **{**WEEKS, "options": {"by": "agent"}})
    workspace = desk(TEAMS)
    with pytest.raises(NotAllowedError):
        analyse(Asking(workspace, state, TERMINAL, looking(Role.VIEWER)), by_agent)
    rows = analyse(Asking(workspace, state, TERMINAL, looking(Role.AGENT)), by_agent).records()
    assert [(row["group"], row["members"]) for row in rows] == [("anna", 1), (None, 7)]
    off = Asking(workspace, state, TERMINAL, looking(Role.ADMIN, Policy("off")))
    assert [(row["group"], row["members"]) for row in analyse(off, by_agent).records()] == [(None, 8)]


def test_a_finding_is_made_once_for_whoever_asks_until_something_changes(company: Asking) -> None:
    question = asked("csat", period="quarter")
    first = analyse(company, question)
    assert analyse(company, question) is first
    assert analyse(replace(company, who=looking(Role.ADMIN)), question) is not first
    assert analyse(company, replace(question, period="month")) is not first
    end_at = first.rests_on.period.end_at
    assert end_at is not None
    noted_at = datetime.fromtimestamp(end_at / 1e6, tz=UTC) - timedelta(days=1)
    annotate(company.state, CLOCK, TERMINAL, Note("release", "4.2", noted_at))
    again = analyse(company, question)
    assert again is not first
    assert any("4.2" in each for each in said(again))


ALL = {"since": "2024-10-01"}


def reasons(asking: Asking, words: Mapping[str, str] = ALL) -> Finding:
    return analyse(asking, AnalysisQuestion("contact_reasons", **words))  # type: ignore[arg-type]  # words by name


def test_no_few_reasons_make_most_where_none_is_planted(company: Asking, twin: Asking) -> None:
    for asking in (company, twin):
        finding = reasons(asking)
        assert finding.outcome == "nothing"
        assert said(finding)[0].startswith("No few reasons make most of it: it takes ")


AMOUNTS: Mapping[str, tuple[Stat, str]] = {
    "requests_received": ("count", "requests"), "handle_time": ("mean", "work_hours"),
    "recontact_rate": ("share", "recontacts"), "csat": ("share", "dissatisfied"),
}  # fmt: skip


def amount(each: Reading) -> float:
    """What a reading makes of what the reasons of a finding are told of."""
    if each.stat == "mean":
        return each.n * float(each.value or 0) / 3600
    hits = int(each.numerator or 0)
    return {"recontact_rate": hits, "csat": each.n - hits}.get(each.metric, each.n)


def test_amounts_are_those_of_the_metrics(company: Asking) -> None:
    finding = reasons(company)
    rows = {row["category"]: row for row in finding.records()}
    for name, (stat, column) in AMOUNTS.items():
        asked = Question((name,), (stat,), by=("category",), since=ALL["since"])
        readings = read_metrics(company.workspace, asked).readings.readings
        told = {dict(each.by)["category"]: pytest.approx(amount(each)) for each in readings if each.n}
        assert len(told) >= 8
        assert {each: row[column] for each, row in rows.items() if row[column] is not None} == told
    assert finding.rests_on.n == sum(int(row["requests"] or 0) for row in finding.records())
    assert finding.number("saved_hours").value is not None  # type: ignore[union-attr]  # it is always there
    assert finding.number("saved_EUR").value is not None  # type: ignore[union-attr]  # its teams have costs


def test_the_chart_has_a_panel_for_each_thing_that_is_told(company: Asking) -> None:
    finding = reasons(company)
    chart = chart_finding(finding)
    assert isinstance(chart, Pareto)
    few = [finding.number(f"few_{name}") for name in ("requests", "work", "recontacts", "dissatisfied")]
    known = [each.value for each in few if each is not None and each.value is not None]
    assert [sum(bar.few for bar in panel.bars) for panel in chart.panels] == known
    assert all(sum(bar.share for bar in panel.bars) == pytest.approx(1) for panel in chart.panels)
    assert chart.panels[0].bars[-1].name == "no category"


def test_a_category_of_few_people_is_left_out_of_what_a_viewer_sees(state: State) -> None:
    people = ["anna", "ben", "cara", "dan"]
    rows = [
        request(f"{n}", 15 * DAY + n, category="access", agent=people[n % 4], team="support")
        for n in range(40)
    ]
    rows += [
        request(f"s{n}", 15 * DAY + n, category="sync", agent=people[n % 3], team="support")
        for n in range(20)
    ]
    rows += [
        request(f"b{n}", 15 * DAY + n, category="billing", agent="eve", team="support") for n in range(9)
    ]
    workspace = facts_of(requests=rows, request_flow=flow(*rows))
    week = {"since": "1970-01-12", "until": "1970-01-19"}
    assert [row["category"] for row in reasons(Asking(workspace, state, TERMINAL), week).records()] == [
        "access", "sync", "billing",
    ]  # fmt: skip
    seen = reasons(Asking(workspace, state, TERMINAL, looking(Role.VIEWER)), week)
    assert [row["category"] for row in seen.records()] == ["access", "sync"]
    alone = facts_of(requests=rows[-9:], request_flow=flow(*rows[-9:]))
    with pytest.raises(NotAllowedError, match="too few people"):
        reasons(Asking(alone, state, TERMINAL, looking(Role.VIEWER)), week)


def test_customers_who_were_answered_buy_more_than_those_who_did_not_write(company: Asking) -> None:
    # Six of a hundred who are answered in the sample company buy because of it.
    finding = analyse(company, AnalysisQuestion("retention", since="2025-10-01", until="2026-07-01"))
    assert finding.outcome == "found"
    more = finding.number("bought_more")
    assert more is not None
    assert (more.low or 0) > 0
    assert any("no proof that one makes the other" in each for each in said(finding))


def test_the_last_quarter_is_moved_back_until_the_days_after_it_are_over(company: Asking) -> None:
    rests = analyse(company, AnalysisQuestion("retention", options={"days": "120"})).rests_on
    assert rests.period.end_at == rests.as_of - 120 * DAY


@pytest.mark.long
@pytest.mark.parametrize("name", ["knowledge_gaps", "problem_candidates"])
def test_of_twenty_more_twins_hardly_one_has_a_finding(tmp_path: Path, name: str) -> None:
    found = 0
    for seed in range(2, 22):
        workspace = open_workspace(tmp_path / f"{seed}")
        make_demo(workspace, SampleCompany(seed, TICKETS, placebo=True), CLOCK)
        asking = Asking(workspace, open_state(tmp_path / f"{seed}"), TERMINAL)
        found += analyse(asking, AnalysisQuestion(name, since="2024-12-01")).outcome != "nothing"
    # One in twenty may; more than three of twenty then do in one of sixty.
    assert found <= 3
