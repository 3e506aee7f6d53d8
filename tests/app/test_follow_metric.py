"""A metric followed on the sample company: the same readings as asked for one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from deskwise.app.explain_ticket import explain_on_both_clocks, explain_ticket
from deskwise.app.filter_values import filter_values
from deskwise.app.follow_metric import MetricQuestion, follow_metric
from deskwise.app.followed_metric import judged
from deskwise.app.headlines import HEADLINES
from deskwise.app.list_requests import list_requests
from deskwise.app.make_demo import make_demo
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.show_overview import show_overview
from deskwise.app.ticket_course import ticket_course
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import EmptyWorkspaceError, UnknownNameError, UsageError
from deskwise.metrics.catalogue import CATALOGUE, metric
from deskwise.metrics.gave import parts_of
from deskwise.metrics.intervals import wilson
from deskwise.metrics.readings import Reading
from deskwise.sample.company import SampleCompany

CLOCK = FixedClock(datetime(2026, 10, 1, 8, tzinfo=UTC))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = open_workspace(tmp_path_factory.mktemp("followed") / "home", stays_open=True)
    make_demo(workspace, SampleCompany(tickets=700), CLOCK)
    return workspace


def one(workspace: Workspace, question: Question) -> Reading:
    (found,) = read_metrics(workspace, question).readings.readings
    return found


def test_the_ten_are_metrics_of_the_catalogue_with_such_statistics() -> None:
    assert len(HEADLINES) == len({each.metric for each in HEADLINES}) == 10
    assert all(each.stat is None or each.stat in metric(each.metric).stats for each in HEADLINES)


def test_the_overview_reads_what_is_read_one_by_one(sample: Workspace) -> None:
    found = show_overview(sample, "month")
    for each, headline in zip(found.figures, HEADLINES, strict=True):
        asked = Question(
            (headline.metric,),
            stats=() if headline.stat is None else (headline.stat,),
            since="2026-08-01",
            until="2026-09-01",
            clock="working",
        )
        assert each.now == one(sample, asked)
        assert len(each.course) == 27
    assert found.open == one(sample, Question(("backlog",))).value
    assert (
        found.waiting == list_requests(sample, Question(("first_response_time",)), state="open").cases.total
    )


def test_a_week_is_judged_by_the_limits_of_weeks_and_four_weeks_by_the_interval(sample: Workspace) -> None:
    judged_by = {"week": {"limits", None}, "4_weeks": {"interval", None}, "quarter": {"interval", None}}
    for period, known in judged_by.items():
        found = {each.change.judged_by for each in show_overview(sample, period).figures}
        assert found <= known
        assert len(found) > 0


def test_more_within_a_threshold_is_better_of_what_is_better_short(sample: Workspace) -> None:
    now, before = (
        replace(one(sample, Question(("reply_time",), ("within",), within_seconds=Decimal(60))), value=value)
        for value in (0.9, 0.2)
    )
    now, before = (replace(each, n=400, numerator=400 * (each.value or 0)) for each in (now, before))
    now, before = (
        replace(each, denominator=400, interval=wilson(int(each.numerator or 0), 400))
        for each in (now, before)
    )
    assert judged(metric("reply_time"), now, before, None).verdict == "better"


def test_a_metric_has_what_stands_beside_it(sample: Workspace) -> None:
    found = follow_metric(sample, MetricQuestion("first_response_time", where={"team": ["support"]}))
    asked = {
        "metrics": ("first_response_time",),
        "where": {"team": ["support"]},
        "since": "2026-08-31",
        "until": "2026-09-28",
    }
    assert found.followed.now == one(sample, Question(**asked, stats=("p50",), clock="working"))  # type: ignore[arg-type]  # words by name
    assert found.other_clock == one(sample, Question(**asked, stats=("p50",)))  # type: ignore[arg-type]  # words by name
    assert found.followed.course[-1].period is not None
    assert found.followed.course[-1].period.partial
    assert sum(each.followed.now.n for each in found.groups) == found.followed.now.n
    assert found.waiting is not None
    assert {row.state for row in found.waiting.rows} <= {"open"}


def test_a_metric_that_is_always_split_is_followed_by_its_largest_part(sample: Workspace) -> None:
    found = follow_metric(sample, MetricQuestion("sales_revenue"))
    assert found.where == {"currency": ("EUR",)}
    assert found.followed.now.unit == "EUR"
    francs = MetricQuestion(
        "sales_revenue", where={"currency": ["CHF"]}, since="2024-10-01", until="2026-10-01"
    )
    other = follow_metric(sample, francs)
    assert other.followed.now.unit == "CHF"


def test_what_cannot_be_asked_is_said_so(sample: Workspace) -> None:
    for asked in (
        MetricQuestion("csat", stat="p50"),
        MetricQuestion("csat", grain="hour"),
        MetricQuestion("csat", clock="lunar"),
        MetricQuestion("csat", until="2026-01-01"),
        MetricQuestion("uptime", by="agent"),
    ):
        with pytest.raises(UsageError):
            follow_metric(sample, asked)


def test_an_empty_workspace_has_nothing_to_follow(tmp_path: Path) -> None:
    empty = open_workspace(tmp_path / "nothing")
    for ask in (lambda: follow_metric(empty, MetricQuestion("csat")), lambda: show_overview(empty)):
        with pytest.raises(EmptyWorkspaceError):
            ask()


def test_filters_are_the_values_there_are_the_most_frequent_first(sample: Workspace) -> None:
    found = {each.name: each.values for each in filter_values(sample)}
    assert set(found["team"]) <= {"support", "specialists", "engineering", None}
    assert "source" not in found, "one source is no choice"
    counts = [
        one(sample, Question(("requests_received",), where={"channel": [value]})).n
        for value in found["channel"]
    ]
    assert counts == sorted(counts, reverse=True)
    assert "agent" not in {each.name for each in filter_values(sample, metric("uptime"))}


def test_cases_are_skipped_and_narrowed_without_a_change_of_order(sample: Workspace) -> None:
    question = Question(("average_resolution_time",))
    whole = list_requests(sample, question).cases
    part = list_requests(sample, question, 7, skip=5).cases
    assert part.rows == whole.rows[5:12]
    assert part.total == whole.total
    still_open = list_requests(sample, question, state="open").cases
    assert still_open.rows == tuple(row for row in whole.rows if row.state == "open")
    assert still_open.total == len(still_open.rows)
    with pytest.raises(UsageError, match="lost"):
        list_requests(sample, question, state="lost")


@pytest.mark.parametrize("clock", ["elapsed", "working"])
@pytest.mark.parametrize("name", [each.name for each in CATALOGUE.values() if parts_of(each)])
def test_the_parts_of_a_figure_open_to_as_many_cases_as_it_counts(
    sample: Workspace, name: str, clock: str
) -> None:
    found, within = metric(name), Decimal(7_200)
    stat = {"share": "share", "nps": "nps"}.get(found.kind, "within")
    asked = Question((name,), (stat,), since="2026-08-01", within_seconds=within, clock=clock)
    for reading in read_metrics(sample, asked).readings.readings:
        of_it = replace(asked, where={dimension: [value] for dimension, value in reading.by})
        n = {part: list_requests(sample, of_it, 1, gave=part).cases.total for part in parts_of(found)}
        assert sum(n.values()) == reading.n
        if found.kind == "nps":
            assert reading.value == pytest.approx(100 * (n["promoter"] - n["detractor"]) / reading.n)
        else:
            assert n[parts_of(found)[0]] == reading.numerator


@pytest.fixture(scope="module")
def ticket(sample: Workspace) -> str:
    cases = list_requests(sample, Question(("escalation_rate",)), state="counted").cases.rows
    return next(row.ticket for row in cases if row.gave is True and row.ticket is not None)


def test_a_ticket_is_the_same_on_both_clocks_but_for_its_lengths(sample: Workspace, ticket: str) -> None:
    elapsed, working = explain_on_both_clocks(sample, ticket)
    assert elapsed == explain_ticket(sample, ticket)
    clocked = [
        each.case for each in explain_ticket(sample, ticket, clock="working").counted if each.metric.clocked
    ]
    assert [each.case for each in working] == clocked
    assert explain_on_both_clocks(sample, ticket)[0] is elapsed, "it is remembered"
    with pytest.raises(UnknownNameError):
        explain_on_both_clocks(sample, "nobody's")


def test_a_course_has_the_intervals_that_were_counted(sample: Workspace, ticket: str) -> None:
    found, _ = explain_on_both_clocks(sample, ticket)
    course = ticket_course(found, sample.rules())
    assert course is not None
    answered = [row for row in found.facts["waits"] if row["outcome"] == "answered"]
    resolved = [row for row in found.facts["requests"] if row["resolved_at"] is not None]
    assert len(course.counted) == len(answered) + len(resolved)
    assert [each.end_at for each in course.holders[:-1]] == [each.start_at for each in course.holders[1:]]
    assert course.holders[-1].end_at == course.end_at
    if course.told is not None:
        opened = sum(piece.end_at - piece.start_at for piece in course.pieces if piece.open)
        assert opened == course.told.working
        assert sum(piece.end_at - piece.start_at for piece in course.pieces) == course.told.elapsed


def test_the_lake_remembers_its_imports(sample: Workspace) -> None:
    (found,) = sample.lake.past_imports()
    assert found.import_id == 1
    assert found.at == CLOCK.instant
    assert found.read == found.accepted > 0
    assert all("/" not in name for name in found.files)
