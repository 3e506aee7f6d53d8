"""Analyse: a question in words becomes a finding."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.finding import Finding
from deskwise.analyses.registry import analysis
from deskwise.app.access.holders import holder_id
from deskwise.app.analysis_ground import WorkspaceGround
from deskwise.app.analysis_question import AnalysisQuestion, own_options
from deskwise.app.asking import Asking
from deskwise.app.audit import AuditQuestion
from deskwise.app.compared_periods import asked_periods
from deskwise.app.follow_metric import WITHIN_SECONDS, chosen_clock, chosen_stat, narrowed
from deskwise.app.limits_anew import kept_anew
from deskwise.app.period_reader import PeriodReader
from deskwise.app.read_metrics import raise_if_nothing_yet
from deskwise.app.remembered import remembered
from deskwise.app.seen_figures import require_split
from deskwise.app.workspace import Facts
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say, spoken
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric, Stat

# Each is some tens of kilobytes at most.
MOST_FINDINGS = 64


def analyse(asking: Asking, question: AnalysisQuestion) -> Finding:
    """The finding that answers a question.

    Raises `UsageError` for what cannot be asked, `NotAllowedError` where whoever asks may not see what it
    would be made of, `WorkspaceError` where nothing was imported.
    """
    entry = analysis(question.analysis)
    found = metric(_metric(entry, question.metric))
    _require_no_period(entry, question)
    options = own_options(entry, question.options)
    if asking.who is not None:
        require_split(asking.who, question.where)
    assert entry.run is not None
    with asking.workspace.facts() as facts:
        raise_if_nothing_yet(facts)
        reader = _reader(facts, entry, found, question)
        reader = replace(reader, where=narrowed(reader, found), anew=kept_anew(asking.state))
        periods = asked_periods(
            facts.rules, facts.horizon.as_of, question.period or entry.period, question.since, question.until
        )
        ground, run = WorkspaceGround(asking, reader, found, periods, options), entry.run
        return remembered(
            facts, "findings", _same(asking, entry, question), lambda: run(ground), MOST_FINDINGS
        )


def _same(asking: Asking, entry: AnalysisEntry, question: AnalysisQuestion) -> Hashable:
    """What is the same where the same facts give the same finding.

    Whoever asks is part of it, and the last change to what is kept beside the facts: notes, people, rights.
    """
    with asking.state.reading() as stores:
        last = stores.audit.read(AuditQuestion(most=1))
    return (
        entry.definition, question.metric, question.stat, question.clock, question.within_seconds,
        question.period, question.since, question.until,
        tuple(sorted((name, tuple(values)) for name, values in question.where.items())),
        tuple(sorted(question.options.items())),
        asking.who, holder_id(asking.holder), asking.comments is None, spoken(),
        last[0].number if last else None,
    )  # fmt: skip


def _metric(entry: AnalysisEntry, asked: str) -> str:
    if entry.of and asked and asked != entry.of:
        raise UsageError(
            say("%(name)s is always about %(metric)s", name=entry.name, metric=entry.of),
            do=say("leave the metric out"),
        )
    if not entry.of and not asked:
        raise UsageError(
            say("%(name)s needs a metric to look into", name=entry.name), do=say("name one, such as csat")
        )
    return entry.of or asked


def _require_no_period(entry: AnalysisEntry, question: AnalysisQuestion) -> None:
    if entry.over_time and (question.period or question.since or question.until):
        raise UsageError(
            say("%(name)s looks at the whole course", name=entry.name), do=say("leave the period out")
        )


def _reader(facts: Facts, entry: AnalysisEntry, found: Metric, question: AnalysisQuestion) -> PeriodReader:
    stat = _stat(entry, found, question.stat)
    clock = chosen_clock(question.clock, working=bool(facts.rules.schedules))
    within = question.within_seconds or (WITHIN_SECONDS if stat == "within" else None)
    return PeriodReader(facts, (found.name,), (stat,), clock, question.where, within_seconds=within)


def _stat(entry: AnalysisEntry, found: Metric, asked: str) -> Stat:
    """The statistic that stands for the metric if the analysis can do with it, else the first it can."""
    usual = chosen_stat(found, asked)
    if asked or entry.supports(found, usual):
        return usual
    return next((each for each in found.stats if each != "within" and entry.supports(found, each)), usual)
