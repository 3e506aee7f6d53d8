"""The fold agrees with the plain-Python reference, which was written from the definitions alone."""

from __future__ import annotations

import math
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.settings_document import settings_from_table
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import WorkspaceError
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.stores.workspace_folder import WorkspaceFolder
from reference import METRICS, ReferenceDesk
from soundness.adversarial_logs import SETTINGS, as_csv, logs

CLOCK = "2027-01-01T00:00:00Z"
# How each question is asked: the selections differ so that every dimension is cut by at least once.
CUTS: tuple[dict[str, Any], ...] = (
    {},
    {"by": ("agent",)},
    {"by": ("team",), "every": "month"},
    {"by": ("category", "customer"), "clock": "working"},
)
COMPARED = ("value", "n", "numerator", "denominator", "open", "provisional", "unjudged")


def close(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)


def keyed(readings: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {
        (
            row["metric"],
            row["stat"],
            None if row["period"] is None else datetime.fromisoformat(row["period"]["start"]),
            tuple(sorted((name, value or "") for name, value in row["by"].items())),
        ): row
        for row in readings
    }


def product_readings(workspace: WorkspaceFolder, cut: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        answer = read_metrics(workspace, Question(**cut))
    except WorkspaceError:
        return []
    return list(answer.readings.to_json()["readings"])


def differences(log: list[dict[str, str]], choice: dict[str, Any], compiled: Path) -> list[str]:
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
        for cut in CUTS:
            ours = keyed(product_readings(workspace, cut))
            # A metric that has not the dimension is not asked: neither reads it.
            asked = [
                name for name in METRICS if all(CATALOGUE[name].has_dimension(by) for by in cut.get("by", ()))
            ]
            theirs = keyed([row for metric in asked for row in reference.readings(metric, **cut)])
            found += compare(ours, theirs, cut)
    return found


def compare(
    ours: dict[tuple[Any, ...], Any], theirs: dict[tuple[Any, ...], Any], cut: dict[str, Any]
) -> list[str]:
    found = []
    for key in sorted(ours.keys() | theirs.keys(), key=str):
        here, there = ours.get(key), theirs.get(key)
        if here is None or there is None:
            row = here if here is not None else there
            assert row is not None
            if row["value"]:
                found.append(f"{cut} {key}: only {'the fold' if here else 'the reference'} has it: {row}")
            continue
        # What a null figure is made of is not compared; open links are counted by the fold alone; and a
        # working figure leaves out what has no schedule, with all that was said of it.
        passed = {"open"} if key[0].startswith("problem_") else set()
        if here["value"] is None and there["value"] is None:
            passed |= {"numerator", "denominator"}
        if cut.get("clock") == "working":
            passed |= {"provisional"}
        found += [
            f"{cut} {key}: {name} is {here[name]} in the fold, {there[name]} in the reference"
            for name in COMPARED
            if name not in passed and not close(here[name], there[name])
        ]
        if here["excluded"] != there["excluded"]:
            found.append(f"{cut} {key}: excluded {here['excluded']}, {there['excluded']}")
    return found


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp().parent / "compiled"


@given(logs(), st.sampled_from(SETTINGS))
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_fold_and_reference_agree(compiled: Path, log: list[dict[str, str]], choice: dict[str, Any]) -> None:
    assert differences(log, choice, compiled) == []


@pytest.mark.long
@given(logs(longest=60), st.sampled_from(SETTINGS))
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
def test_fold_and_reference_agree_at_length(
    compiled: Path, log: list[dict[str, str]], choice: dict[str, Any]
) -> None:
    assert differences(log, choice, compiled) == []
