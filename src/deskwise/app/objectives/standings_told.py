"""Where objectives stand as objects of plain values, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from deskwise.app.objectives.moment import Moment, micros
from deskwise.app.objectives.named_objectives import name_of
from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding, ObjectiveStanding
from deskwise.app.objectives.values_told import told
from deskwise.kernel.periods import local_time, zone_info
from deskwise.metrics.readings import iso
from deskwise.okr.baseline import Baseline
from deskwise.okr.bound_figure import unit_of
from deskwise.okr.cycle import Cycle
from deskwise.okr.owed import Owed, owed
from deskwise.okr.pace import points_ahead

KEY_RESULT_COLUMNS = (
    "cycle", "objective", "objective_state", "key_result", "title", "kind", "unit", "baseline", "value", "n",
    "target", "progress", "expected", "points_ahead", "pace_value", "score", "status", "status_from",
    "sentence", "typed", "provisional", "definition", "definition_moved", "weight",
)  # fmt: skip


def cycle_json(cycle: Cycle, *, current: bool = False, objectives: int | None = None) -> dict[str, Any]:
    """A cycle as an object, with whether it is meant when none is named, and how many objectives it has."""
    return {**told(cycle), "current": current, "objectives": objectives}


def standing_json(standing: CycleStanding) -> dict[str, Any]:
    """A cycle with all of its objectives as an object."""
    return {
        "cycle": told(standing.cycle),
        "today": standing.moment.today.isoformat(),
        "data_until": iso(standing.moment.read_at),
        "objectives": [objective_json(each, standing) for each in standing.objectives],
    }


def objective_json(standing: ObjectiveStanding, of: CycleStanding) -> dict[str, Any]:
    """An objective with its key results as an object. Its score is the final one where it is closed."""
    close_out = standing.close_out
    return {
        **told(standing.objective),
        "counts": {str(status): count for status, count in standing.counts().items()},
        "score": standing.score() if close_out is None else close_out.score,
        "close_out": told(close_out),
        "key_results": [key_result_json(each, of) for each in standing.key_results],
    }


def key_result_json(standing: KeyResultStanding, of: CycleStanding) -> dict[str, Any]:
    """A key result as an object: what it says, what it reads, what counts, and the verdict on it."""
    key_result, judged = standing.key_result, standing.verdict
    due = owed_of(standing, of)
    return {
        **told(key_result),
        "unit": unit_of(key_result),
        "value": standing.measured.now,
        "n": standing.measured.n,
        "read": told(standing.known),
        "typed": told(standing.typed),
        "baseline": told(key_result.baseline)
        if key_result.baseline is not None
        else told(None if standing.baseline is None else Baseline(standing.baseline)),
        "baseline_frozen": key_result.baseline is not None,
        "target": standing.target,
        "progress": standing.progress,
        "expected": standing.expected,
        "points_ahead": points_ahead(standing.progress, standing.expected),
        "pace_value": standing.pace_value,
        "score": standing.score,
        "status": str(judged.status),
        "status_from": judged.from_,
        "sentence": judged.sentence,
        "definition_moved": standing.definition_moved,
        "check_ins": told(standing.check_ins),
        "check_in_due": told(due.due),
        "check_ins_missed": told(due.missed),
    }


def key_result_rows(standing: CycleStanding) -> list[dict[str, Any]]:
    """A row for each key result of a cycle, for tables of other programs."""
    rows = []
    for objective in standing.objectives:
        for each in objective.key_results:
            row = key_result_json(each, standing)
            baseline = row["baseline"]
            row |= {
                "cycle": standing.cycle.name,
                "objective": objective.objective.key,
                "objective_state": str(objective.objective.state),
                "key_result": name_of(objective.objective, each.key_result),
                "baseline": None if baseline is None else baseline["value"],
                "typed": None if each.typed is None else each.typed.value,
                "provisional": each.known.provisional,
                "definition": None if each.key_result.binding is None else each.key_result.binding.definition,
            }
            rows.append({name: row[name] for name in KEY_RESULT_COLUMNS})
    return rows


def owed_of(standing: KeyResultStanding, of: CycleStanding) -> Owed:
    """Which check-ins are owed of a key result."""
    return owed(of.cycle, _days(of.moment, standing), of.moment.today)


def _days(moment: Moment, standing: KeyResultStanding) -> Iterable[date]:
    zone = zone_info(moment.zone)
    return (local_time(micros(each.at), zone).date() for each in standing.check_ins)
