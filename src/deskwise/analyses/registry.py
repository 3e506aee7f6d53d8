"""All analyses by name."""

from __future__ import annotations

import difflib

from deskwise.analyses import (
    benchmarks,
    channels,
    complaint_pattern,
    contact_reasons,
    control_chart,
    escalation_causes,
    expectations,
    fair_comparison,
    fcr_curve,
    knowledge_gaps,
    problem_candidates,
    retention,
    staffing,
    time_to_resolve_curve,
    what_changed,
    what_if,
)
from deskwise.analyses.entry import AnalysisEntry
from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say

ANALYSES: dict[str, AnalysisEntry] = {
    each.name: each
    for each in (
        control_chart.ENTRY,
        what_changed.ENTRY,
        contact_reasons.ENTRY,
        complaint_pattern.ENTRY,
        escalation_causes.ENTRY,
        fair_comparison.ENTRY,
        time_to_resolve_curve.ENTRY,
        fcr_curve.ENTRY,
        expectations.ENTRY,
        staffing.ENTRY,
        channels.ENTRY,
        problem_candidates.ENTRY,
        knowledge_gaps.ENTRY,
        retention.ENTRY,
        what_if.ENTRY,
        benchmarks.ENTRY,
    )
}


def analysis(name: str) -> AnalysisEntry:
    """The analysis called so.

    Raises:
        UsageError: none is; says which there are.

    >>> analysis("what_changed").definition
    'what_changed@1'
    """
    if name in ANALYSES:
        return ANALYSES[name]
    close = difflib.get_close_matches(name, ANALYSES, n=1)
    do = say("did you mean %(names)s?", names=close[0]) if close else say("see deskwise analyse")
    raise UnknownNameError(say("no analysis is called %(name)s", name=repr(name)), do=do)
