"""A finding, and what an analysis says of itself, as objects: what JSON prints and programs read."""

from __future__ import annotations

from typing import Any

from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Finding, Number, RestsOn
from deskwise.app.analysis_question import options_of
from deskwise.metrics.readings import iso
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.sentence_words import plain_sentence


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as `analyse --format json` prints it; sentences in the language that is spoken."""
    zone = finding.rests_on.zone
    return {
        "as_of": iso(finding.rests_on.as_of),
        "analysis": f"{finding.analysis}@{finding.version}",
        "outcome": finding.outcome,
        "sentences": [plain_sentence(each, zone) for each in finding.sentences],
        "doubts": [plain_sentence(each, zone) for each in finding.doubts],
        "numbers": {each.name: _number(each) for each in finding.numbers},
        "rows": finding.records(),
        "tables": {each.name: each.records() for each in finding.more},
        "rests_on": _rests_on(finding.rests_on),
    }


def entry_json(entry: AnalysisEntry) -> dict[str, Any]:
    """What an analysis says of itself."""
    return {
        "name": entry.name,
        "label": entry.label,
        "tells": entry.tells,
        "answers": entry.answers,
        "assumes": list(entry.assumes),
        "distrust": list(entry.distrust),
        "method": entry.method,
        "reference": entry.reference,
        "libraries": entry.libraries,
        "of": entry.of or None,
        "compares": entry.compares,
        "over_time": entry.over_time,
        "version": entry.version,
        "definition": entry.definition,
        "options": [_option(each) for each in options_of(entry)],
    }


def _option(option: Option) -> dict[str, str]:
    return {"name": option.name, "tells": option.tells, "default": option.default}


def _number(number: Number) -> dict[str, Any]:
    interval = None if number.low is None and number.high is None else [number.low, number.high]
    return {"value": number.value, "unit": number.unit, "interval": interval}


def _rests_on(found: RestsOn) -> dict[str, Any]:
    return {
        "metric": found.metric,
        "definition": found.definition,
        "stat": found.stat,
        "clock": found.clock,
        "within_seconds": found.within_seconds,
        "unit": found.unit,
        "by": found.by,
        "where": {name: list(values) for name, values in found.where},
        "period": _period(found.period),
        "period_before": None if found.before is None else _period(found.before),
        "n": found.n,
        "n_before": found.n_before,
        "beside": list(found.beside),
    }


def _period(period: ReadPeriod) -> dict[str, Any]:
    return {"start": iso(period.start_at), "end": iso(period.end_at), "partial": period.partial}
