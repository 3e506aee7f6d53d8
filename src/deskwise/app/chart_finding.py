"""Chart a finding: an analysis that has a chart names here who makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.app.chart_changed import chart_changed
from deskwise.app.chart_channels import chart_channels
from deskwise.app.chart_comparison import chart_comparison
from deskwise.app.chart_complaints import chart_complaints
from deskwise.app.chart_control import chart_control
from deskwise.app.chart_escalations import chart_escalations
from deskwise.app.chart_expectations import chart_expectations
from deskwise.app.chart_fcr import chart_fcr
from deskwise.app.chart_gaps import chart_gaps
from deskwise.app.chart_problems import chart_problems
from deskwise.app.chart_reasons import chart_reasons
from deskwise.app.chart_resolve_curve import chart_resolve_curve
from deskwise.app.chart_retention import chart_retention
from deskwise.app.chart_staffing import chart_staffing
from deskwise.app.chart_what_if import chart_what_if
from deskwise.reports.chart_drawing import Chart

Link = Callable[[Mapping[str, Cell]], str]
CHARTS: Mapping[str, Callable[[Finding, Link], Chart | None]] = {
    "control_chart": chart_control,
    "what_changed": chart_changed,
    "what_if": chart_what_if,
    "complaint_pattern": chart_complaints,
    "escalation_causes": chart_escalations,
    "fair_comparison": chart_comparison,
    "time_to_resolve_curve": chart_resolve_curve,
    "contact_reasons": chart_reasons,
    "fcr_curve": chart_fcr,
    "knowledge_gaps": chart_gaps,
    "channels": chart_channels,
    "staffing": chart_staffing,
    "expectations": chart_expectations,
    "retention": chart_retention,
    "problem_candidates": chart_problems,
}
NOWHERE = ""


def _nowhere(_: Mapping[str, Cell]) -> str:
    return NOWHERE


def chart_finding(finding: Finding, link: Link = _nowhere) -> Chart | None:
    """The chart of a finding, whose rows lead to where `link` says; null where there is nothing to draw."""
    made = CHARTS.get(finding.analysis)
    return None if made is None else made(finding, link)
