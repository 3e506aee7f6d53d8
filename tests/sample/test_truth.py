"""The truth told from the plan, against figures counted from the events in the plainest way there is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from fractions import Fraction

import pytest

from deskwise.sample.company import SampleCompany
from deskwise.sample.truth import Truth
from sample.plain_rows import Row, by_ticket, rows_of

WINDOW = timedelta(days=7)
RESOLVED = ("solved", "closed")


@pytest.fixture(scope="module")
def company() -> SampleCompany:
    return SampleCompany(seed=11, tickets=900)


@pytest.fixture(scope="module")
def truth(company: SampleCompany) -> Truth:
    return company.truth()


@pytest.fixture(scope="module")
def rows(company: SampleCompany, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return rows_of(company, tmp_path_factory.mktemp("company"))


def seconds(length: timedelta) -> Fraction:
    return Fraction(length // timedelta(microseconds=1), 1_000_000)


def ruled(thread: list[Row], ruling: str) -> set[str]:
    return {row["extra"]["event"] for row in thread if row["extra"].get("ruling") == ruling}


def requests(thread: list[Row]) -> list[dict[str, object]]:
    """A ticket's requests: when each was raised, and the resolution it stands at, if any."""
    found: list[dict[str, object]] = []
    status, resolved_at, new = "new", None, ruled(thread, "new_issue")
    for row in thread:
        if row["kind"] == "opened":
            found.append({"raised_at": row["at"], "resolved_at": None, "reopened": 0, "resolved": False})
        if row["kind"] == "merged":
            break
        if row["kind"] != "status":
            continue
        if row["status"] in RESOLVED and status not in RESOLVED:
            resolved_at = row["at"]
            found[-1] |= {"resolved_at": resolved_at, "resolved": True}
        if row["status"] not in RESOLVED and status in RESOLVED:
            assert resolved_at is not None
            if row["at"] - resolved_at <= WINDOW and row["event_id"] not in new:
                found[-1]["reopened"] = 1
                found[-1]["resolved_at"] = None
            else:
                found.append({"raised_at": row["at"], "resolved_at": None, "reopened": 0, "resolved": False})
        status = row["status"]
    return found


def test_requests_and_their_resolutions(truth: Truth, rows: list[Row]) -> None:
    every = [request for thread in by_ticket(rows).values() for request in requests(thread)]
    standing = [request for request in every if request["resolved_at"] is not None]
    total = sum((seconds(one["resolved_at"] - one["raised_at"]) for one in standing), Fraction())  # type: ignore[operator]  # resolved ones only
    assert truth.figure("requests_received").value == len(every)
    assert truth.figure("requests_resolved").value == len(standing)
    time = truth.figure("average_resolution_time")
    assert (time.numerator, time.denominator) == (total, len(standing))
    reopened = truth.figure("reopen_rate")
    assert reopened.numerator == sum(bool(one["reopened"]) for one in every)
    assert reopened.denominator == sum(bool(one["resolved"]) for one in every)


def test_first_responses_of_tickets_that_customers_opened(truth: Truth, rows: list[Row]) -> None:
    lengths = []
    for thread in by_ticket(rows).values():
        if thread[0]["role"] != "customer":
            continue
        for row in thread[1:]:
            if row["kind"] in ("abandoned", "merged") or row["status"] in RESOLVED:
                break
            if row["kind"] == "answered" or (row["kind"] == "message" and row["role"] == "agent"):
                lengths.append(seconds(row["at"] - thread[0]["at"]))
                break
    figure = truth.figure("first_response_time")
    # The rest are the first waits of requests that an agent or a reopening began.
    assert figure.denominator is not None
    assert 0 < figure.denominator - len(lengths) < len(lengths) // 10
    assert figure.numerator > sum(lengths, Fraction())


def test_live_contacts(truth: Truth, rows: list[Row]) -> None:
    kinds = Counter(row["kind"] for thread in by_ticket(rows).values() for row in thread)
    figure = truth.figure("abandonment_rate")
    assert figure.numerator == kinds["abandoned"]
    assert figure.denominator == kinds["answered"] + kinds["abandoned"]


def test_escalated_requests(truth: Truth, rows: list[Row]) -> None:
    """Every escalation of the sample company ends in an assignment to a team that is not the first one's."""
    escalated = 0
    for thread in by_ticket(rows).values():
        teams = [row["team"] for row in thread if row["kind"] == "assigned"]
        signals = [row for row in thread if row["kind"] == "escalated"]
        escalated += bool(signals) or len(set(teams)) > 1
    assert abs(truth.figure("requests_escalated").numerator - escalated) <= 1


def test_complaints_that_name_an_agent(truth: Truth, rows: list[Row]) -> None:
    named: Counter[str] = Counter()
    everything = 0
    for thread in by_ticket(rows).values():
        dismissed = ruled(thread, "no_complaint")
        for row in thread:
            if row["kind"] == "complaint" and row["event_id"] not in dismissed:
                everything += 1
                named[row["agent"]] += 1
    assert truth.figure("complaints").value == everything
    by_agent = truth.by("complaints", "agent")
    assert all(by_agent[agent].numerator >= number for agent, number in named.items() if agent)


def test_scores_of_the_company_itself(truth: Truth, rows: list[Row]) -> None:
    scores = [float(row["value"]) for row in rows if row["kind"] == "rated" and row["scale"] == "0-10"]
    figure = truth.figure("nps")
    assert figure.denominator == len(scores)
    assert figure.numerator == 100 * (sum(one >= 9 for one in scores) - sum(one <= 6 for one in scores))


def test_work_by_task(truth: Truth, rows: list[Row]) -> None:
    kept = by_ticket(rows)
    worked: Counter[str] = Counter()
    for row in rows:
        if row["kind"] == "worked" and (row["ticket"] is None or row["ticket"] in kept):
            worked[row["scale"]] += int(float(row["value"]))
    assert {task: figure.value for task, figure in truth.by("time_by_task", "task").items()} == worked


@pytest.mark.parametrize(
    "metric",
    [
        "requests_received",
        "requests_resolved",
        "average_resolution_time",
        "first_response_time",
        "complaints",
        "csat",
    ],
)
def test_months_add_up_to_the_whole(truth: Truth, metric: str) -> None:
    whole, months = truth.figure(metric), truth.by(metric, "month").values()
    assert sum((month.numerator for month in months), Fraction()) == whole.numerator
    assert sum(month.denominator or 0 for month in months) == (whole.denominator or 0)


@pytest.mark.parametrize("metric", ["first_response_time", "reply_time", "quality_score", "csat"])
def test_agents_add_up_to_the_whole(truth: Truth, metric: str) -> None:
    agents = truth.by(metric, "agent").values()
    assert sum((agent.numerator for agent in agents), Fraction()) == truth.figure(metric).numerator


def test_a_sum_of_nothing_is_no_figure() -> None:
    truth = SampleCompany(seed=0, tickets=1).truth()
    assert truth.figure("requests_received").value == 1
    assert truth.figure("complaints").value == 0
    assert truth.figure("csat").value is None
    with pytest.raises(KeyError):
        truth.figure("sales_revenue refunds EUR")
