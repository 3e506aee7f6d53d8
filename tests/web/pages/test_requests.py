"""The requests behind a figure: the same cases as the command line's, page by page, and as CSV."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from web.conftest import Site, addresses

TICKET = re.compile(r'<th scope="row"><a href="/tickets/[^"]+">([^<]+)</a></th>')


def test_pages_follow_each_other_without_a_gap(site: Site, sample_home: Path) -> None:
    opened = list_requests(open_workspace(sample_home), Question(("requests_received",)))
    wanted = [row.ticket for row in opened.cases.rows]
    found: list[str] = []
    address: str | None = "/requests?metric=requests_received"
    pages = 0
    while address is not None:
        page = site.page(address)
        found += TICKET.findall(page)
        pages += 1
        address = next((link for link in addresses(page) if "after=" in link), None)
    assert pages == -(-len(wanted) // 100)
    assert found == wanted


def test_a_state_narrows_the_cases(site: Site, sample_home: Path) -> None:
    question = Question(("average_resolution_time",))
    opened = list_requests(open_workspace(sample_home), question, state="open")
    page = site.page("/requests?metric=average_resolution_time&state=open")
    assert {row.state for row in opened.cases.rows} == {"open"}
    assert TICKET.findall(page) == [row.ticket for row in opened.cases.rows][:100]


def test_a_part_is_chosen_by_what_the_cases_gave(site: Site, sample_home: Path) -> None:
    wanted = list_requests(open_workspace(sample_home), Question(("csat",)), gave="no").cases
    address = "/requests?metric=csat&gave=no"
    page = site.page(address)
    assert TICKET.findall(page) == [row.ticket for row in wanted.rows][:100]
    assert '<option value="no" selected>' in page
    assert all("gave=no" in link for link in addresses(page) if "requests.csv" in link or "after=" in link)
    rows = list(csv.DictReader(io.StringIO(site.get("/requests.csv?metric=csat&gave=no").text)))
    assert len(rows) == wanted.total


def test_a_part_that_the_metric_does_not_have_narrows_nothing(site: Site) -> None:
    # Whoever chooses another metric in the form sends the part of the one before.
    other, whole = (site.page(f"/requests?metric=reply_time{more}") for more in ("&gave=no", ""))
    assert TICKET.findall(other) == TICKET.findall(whole) != []
    assert "beyond the threshold" not in site.page("/requests?metric=reply_time")
    assert "beyond the threshold" in site.page("/requests?metric=reply_time&within=3600")
    answer = site.get("/requests?metric=csat&gave=lost")
    assert answer.status_code == 400


def test_all_of_them_as_csv(site: Site, sample_home: Path) -> None:
    question = Question(("first_response_time",), clock="working", where={"team": ["support"]})
    opened = list_requests(open_workspace(sample_home), question)
    answer = site.get("/requests.csv?metric=first_response_time&clock=working&where.team=support")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["ticket"] for row in rows] == [row.ticket for row in opened.cases.rows]
    assert [float(row["gave"]) for row in rows if row["gave"]] == [
        row.gave for row in opened.cases.rows if row.gave is not None
    ]


def test_without_a_question_the_requests_received_lately(site: Site) -> None:
    page = site.page("/requests")
    assert "Requests received: what stands behind it" in page
    assert 'name="since" value="2026-08-31"' in page


def test_a_selection_without_a_case_says_so(site: Site) -> None:
    assert "No case is in this selection" in site.page("/requests?metric=csat&where.team=nobody")
