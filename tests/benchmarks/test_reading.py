"""How long the questions of a dashboard take once it is open."""

from __future__ import annotations

import pytest

from benchmarks.conftest import Company
from benchmarks.measured import Run, in_a_process

# The overview's nine and FCR, and two more that are asked every week.
TWELVE = (
    "requests_received", "requests_resolved", "first_response_time", "average_resolution_time", "touches",
    "requests_escalated", "customer_rating", "nps", "sales_after_contact", "first_contact_resolution",
    "backlog", "reopen_rate",
)  # fmt: skip
# Each is asked once before it is timed, as a page that is open has asked it, so that its SQL is known. What
# was found out is forgotten each time: an answer that is remembered says nothing of the engine.
ASKED = """
import sys, time
import deskwise
from datetime import timedelta
workspace = deskwise.open(sys.argv[1])
names = sys.argv[2].split(",")
end = max(one.period.end for one in workspace.metrics("requests_received", every="month") if one.period)
quarter, month = end - timedelta(days=91), end - timedelta(days=30)
questions = (
    lambda: workspace.metrics(*names, every="week"),
    lambda: workspace.metrics("first_response_time", by="agent", since=quarter, until=end),
    lambda: (workspace.metrics("first_contact_resolution", since=month, until=end),
             workspace.metrics("first_contact_resolution", since=month - timedelta(days=30), until=month)),
    lambda: workspace.metrics("first_response_time", by="channel", every="week", stat=("p50", "p90")),
)
took = []
for question in questions:
    assert question()
    best = 1e9
    for _ in range(5):
        with workspace._kept.facts() as facts:
            assert facts.remembered.pop("readings")
        began = time.perf_counter()
        question()
        best = min(best, time.perf_counter() - began)
    took.append(best)
print(*took)
"""
QUESTIONS = (
    ("twelve metrics by week, warm", 0.300),
    ("one metric by agent for a quarter, warm", 0.040),
    ("one figure against the period before, warm", 0.010),
    ("exact p50 and p90 by channel and week, warm", None),
)


@pytest.mark.bench
def test_questions_of_a_dashboard(company: Company, run: Run) -> None:
    _ = company.first_import
    took, peak = in_a_process(ASKED, str(company.home), ",".join(TWELVE))
    for (name, most), seconds in zip(QUESTIONS, took, strict=True):
        run.note(name, company.tickets, seconds, gigabytes=peak, most_seconds=most)
