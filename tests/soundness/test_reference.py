"""The fold agrees with the plain-Python reference, which was written from the definitions alone."""

from __future__ import annotations

import math
import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.settings_document import settings_from_table
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError, WorkspaceError
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.stores.workspace_folder import WorkspaceFolder
from reference import METRICS, ReferenceDesk
from soundness.adversarial_logs import SETTINGS, as_csv, logs

CLOCK = "2027-01-01T00:00:00Z"
WORKING = {"clock": "working"}
# How each question is asked: the selections differ so that every dimension is cut by at least once.
CUTS: tuple[dict[str, Any], ...] = (
    {"within": 3600, "stats": ("mean", "p50", "p90", "p95", "km50", "within")},
    {"by": ("agent",), "within": 60, "stats": ("mean", "km50", "within")},
    {"by": ("team",), "every": "month"},
    {"by": ("team",), "every": "month", "stats": ("km50",)},
    {"by": ("category", "customer"), **WORKING, "within": 3600, "stats": ("mean", "p50", "km50", "within")},
    {"every": "week", **WORKING, "stats": ("mean", "km50")},
    {"by": ("organisation", "source")},
    {"by": ("extra.region", "product", "channel")},
    {"by": ("reason",)},
    {"by": ("from_channel", "to_channel")},
    {"by": ("agent",), "where": {"to_channel": ["phone"]}, "every": "week"},
    {"where": {"agent": ["ann"], "team": ["support", None]}, "every": "week"},
    {"every": "day", "since": "2025-03-29", "until": "2025-04-03"},
    {"since": "2025-03-29", "until": "2025-04-03", **WORKING},
    {"as_of": "2025-04-01T00:00:00Z"},
)
COMPARED = (
    "unit",
    "value",
    "n",
    "numerator",
    "denominator",
    "excluded",
    "open",
    "provisional",
    "ruled",
    "unjudged",
    "interval",
)
# What a reading in which something occurred has at least one of; `open` is looked at apart.
OCCURRED = ("value", "n", "excluded", "provisional", "ruled", "unjudged")


def close(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return all(close(here, there) for here, there in zip(one, other, strict=True))
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return bool(one == other)
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def keyed(readings: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {
        (
            row["metric"],
            row["stat"],
            *period_of(row),
            tuple(sorted((name, value or "") for name, value in row["by"].items())),
        ): row
        for row in readings
    }


def period_of(row: dict[str, Any]) -> tuple[Any, ...]:
    if row["period"] is None:
        return (None, None, None)
    edges = (row["period"][name] for name in ("start", "end"))
    instants = (None if edge is None else datetime.fromisoformat(edge) for edge in edges)
    return (*instants, row["period"]["partial"])


def product_readings(workspace: WorkspaceFolder, cut: dict[str, Any]) -> list[dict[str, Any]] | None:
    """None where the log ends before the instant that is asked about."""
    asked = dict(cut)
    within = asked.pop("within", None)
    question = Question(**asked, within_seconds=None if within is None else Decimal(within))
    try:
        return list(read_metrics(workspace, question).readings.to_json()["readings"])
    except WorkspaceError:
        return []
    except UsageError:
        if "as_of" not in cut:
            raise
        return None


def reference_readings(reference: ReferenceDesk, cut: dict[str, Any]) -> list[dict[str, Any]]:
    asked = dict(cut)
    stats = asked.pop("stats", ())
    found = []
    for name in METRICS:
        metric = CATALOGUE[name]
        # Asked what durations have, a metric of one statistic gives its own; money has two and gives none.
        wanted = tuple(stat for stat in stats if stat in metric.stats)
        if stats and not wanted and metric.kind in {"duration", "age", "money"}:
            continue
        # A metric that has not the dimension is not asked: neither reads it.
        if all(metric.has_dimension(each) for each in (*cut.get("by", ()), *cut.get("where", {}))):
            found += reference.readings(name, stat=wanted or metric.default_stats, **asked)
    return found


def differences(
    log: list[dict[str, str]], choice: dict[str, Any], cuts: tuple[dict[str, Any], ...], compiled: Path
) -> list[str]:
    reference = ReferenceDesk(dict(choice))
    reference.import_csv(as_csv(log), clock=CLOCK)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        workspace = WorkspaceFolder(Path(folder), compiled=compiled)
        document = settings_from_table(choice)
        workspace.save_settings(document.to_toml(), document.rules(), keep_text=False)
        path = Path(folder) / "log.csv"
        path.write_text(as_csv(log), "utf-8")
        clock = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
        import_files(workspace.lake, ImportRequest((path,)), clock, workspace.fold)
        for cut in cuts:
            ours = product_readings(workspace, cut)
            if ours is not None:
                found += compare(keyed(ours), keyed(reference_readings(reference, cut)), cut)
    return found


def nothing_occurred(row: dict[str, Any]) -> bool:
    """Whether a reading says no more than none; requests may be open where no currency, task or clock is."""
    named = all(row["by"].get(name) is not None for name in CATALOGUE[row["metric"]].always_by)
    return not any(row[name] for name in OCCURRED) and not (row["open"] and named)


def compare(
    ours: dict[tuple[Any, ...], Any], theirs: dict[tuple[Any, ...], Any], cut: dict[str, Any]
) -> list[str]:
    found = []
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        here, there = ours.get(key), theirs.get(key)
        if here is None or there is None:
            row = here if here is not None else there
            assert row is not None
            if not nothing_occurred(row):
                found.append(f"{cut} {key}: only {'the fold' if here else 'the reference'} has it: {row}")
            continue
        # What a null figure is made of is nothing, however it is written.
        passed = {"numerator", "denominator"} if here["value"] is None and there["value"] is None else set()
        found += [
            f"{cut} {key}: {name} is {here[name]} in the fold, {there[name]} in the reference"
            for name in COMPARED
            if name not in passed and not close(here[name], there[name])
        ]
    return found


@given(logs(), st.sampled_from(SETTINGS), st.permutations(CUTS))
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_fold_and_reference_agree(
    compiled: Path, log: list[dict[str, str]], choice: dict[str, Any], cuts: list[dict[str, Any]]
) -> None:
    assert differences(log, choice, tuple(cuts[:4]), compiled) == []


@pytest.mark.long
@given(logs(longest=60), st.sampled_from(SETTINGS))
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
def test_fold_and_reference_agree_at_length(
    compiled: Path, log: list[dict[str, str]], choice: dict[str, Any]
) -> None:
    assert differences(log, choice, CUTS, compiled) == []
