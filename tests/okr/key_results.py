"""Key results for tests: plain ones of each kind, and those that a golden case describes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from deskwise.metrics.definition import Stat
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Binding
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import Bounds, Change, KeyResult, KeyResultKind, Milestone
from deskwise.okr.measured import KeptPeriod, Measured

TODAY = date(2026, 2, 2)
QUARTER = Cycle("1", "Q1 2026", date(2026, 1, 1), date(2026, 3, 31))
DONE_AT = datetime(2026, 1, 20, 12, tzinfo=UTC)


def binding(metric: str = "nps", stat: Stat = "nps", **rest: Any) -> Binding:
    return Binding(metric, stat, f"{metric}@1", **rest)


def key_result(kind: str = "reach", **rest: Any) -> KeyResult:
    """A key result of a kind with as little as it needs; what is given stands before that."""
    plain: dict[str, dict[str, Any]] = {
        "reach": {"binding": binding(), "target": 70.0},
        "change": {"binding": binding("escalation_rate", "share"), "change": Change(-0.25)},
        "keep": {"binding": binding("csat", "share"), "bounds": Bounds(lower=0.9)},
        "accumulate": {
            "binding": binding("sales_revenue", "gross", where=(("currency", ("EUR",)),)),
            "target": 20_000.0,
        },
        "milestones": {"milestones": (Milestone("survey live"), Milestone("playbook written"))},
        "number": {"target": 60.0, "baseline_rule": BaselineRule("number", number=40.0)},
    }
    return KeyResult("k1", "k1", "o1", "a key result", KeyResultKind(kind), **(plain[kind] | rest))


def measured(now: float | None = None, baseline: float | None = None, **rest: Any) -> Measured:
    return Measured(**({"today": TODAY, "data_until": TODAY, "now": now, "baseline": baseline} | rest))


def weeks(*values: float | None, partial: tuple[float | None, ...] = ()) -> tuple[KeptPeriod, ...]:
    """Weeks that have ended with these values, then one that has not for each partial one."""
    ended = [KeptPeriod(place, place + 1, value) for place, value in enumerate(values)]
    return (*ended, *(KeptPeriod(99, 100, value, partial=True) for value in partial))


def of_case(kind: str, told: dict[str, Any]) -> KeyResult:
    """The key result that a golden case describes."""
    rest: dict[str, Any] = {name: told[name] for name in ("target", "unit") if name in told}
    if "metric" in told:
        where = (("currency", (told["currency"],)),) if "currency" in told else ()
        rest["binding"] = binding(told["metric"], told["stat"], where=where)
    if "by" in told:
        rest["change"] = Change(told["by"], told["relative"])
    if "periods" in told:
        rest["bounds"] = Bounds(told.get("lower"), told.get("upper"))
    if "weights" in told:
        rest["milestones"] = tuple(
            Milestone(f"step {place}", weight, done_at=DONE_AT if done else None)
            for place, (weight, done) in enumerate(zip(told["weights"], told["done"], strict=True))
        )
    return key_result(kind, **rest)
