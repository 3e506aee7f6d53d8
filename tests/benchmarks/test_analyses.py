"""How long a finding takes where nothing was found out before, and how much memory."""

from __future__ import annotations

import pytest

from benchmarks.conftest import Company
from benchmarks.measured import Run, in_a_process

ASKED = """
import sys, time
import deskwise
workspace = deskwise.open(sys.argv[1])
workspace.metrics("requests_received")
name, *options = sys.argv[2].split()
asked = dict(each.split("=") for each in options)
if sys.argv[4]:
    asked |= {"since": "2025-10-01", "until": "2026-09-01"}
began = time.perf_counter()
assert workspace.analyse(name, sys.argv[3], **asked).sentences
print(time.perf_counter() - began)
"""
OVER_A_YEAR = "a year"
# Of what takes longest, the longest: durations by the dimension that tells most, and all agents.
QUESTIONS = (
    ("control_chart", "first_response_time", ""),
    ("what_changed", "average_resolution_time", OVER_A_YEAR),
    ("complaint_pattern", "", OVER_A_YEAR),
    ("escalation_causes", "", OVER_A_YEAR),
    ("what_if", "average_resolution_time", OVER_A_YEAR),
    ("staffing", "", ""),
    ("fair_comparison", "average_resolution_time", OVER_A_YEAR),
    ("time_to_resolve_curve", "", OVER_A_YEAR),
    ("contact_reasons", "", OVER_A_YEAR),
    ("fcr_curve", "", OVER_A_YEAR),
    ("knowledge_gaps", "", OVER_A_YEAR),
    ("channels", "", OVER_A_YEAR),
    ("expectations", "csat", OVER_A_YEAR),
    ("expectations outcome=recontact against=contacts by=organisation", "", OVER_A_YEAR),
    ("expectations outcome=return", "", OVER_A_YEAR),
    ("expectations outcome=complaint", "", OVER_A_YEAR),
    ("retention", "", OVER_A_YEAR),
    ("problem_candidates", "", OVER_A_YEAR),
)


@pytest.mark.bench
@pytest.mark.parametrize(("name", "metric", "over"), QUESTIONS)
def test_a_finding(company: Company, run: Run, name: str, metric: str, over: str) -> None:
    _ = company.first_import
    (seconds,), peak = in_a_process(ASKED, str(company.home), name, metric, over)
    told = f"{name}, {metric or 'its own metric'}, {over or 'all time'}, cold"
    run.note(told, company.tickets, seconds, gigabytes=peak, most_seconds=5.0)
