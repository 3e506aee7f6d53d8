"""Every analysis describes itself whole, is documented, and has a golden case that it fulfils."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from analyses.ground import found, said, shares_changed
from deskwise.analyses.entry import TOLD, Option, entry_faults
from deskwise.analyses.registry import ANALYSES, analysis
from deskwise.kernel.errors import UnknownNameError

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "golden" / "analyses"
CASES = sorted(GOLDEN.glob("*.toml"))
# The cases of other analyses are held in the tests of these.
CHANGED = [each for each in CASES if each.stem.startswith("what_changed-")]


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_describes_itself_and_is_documented(name: str) -> None:
    assert entry_faults(ANALYSES[name], GOLDEN) == []
    assert f"\n## {name}\n" in (ROOT / "docs" / "analyses.md").read_text("utf-8")


@pytest.mark.parametrize("field", [*TOLD, "assumes", "distrust"])
def test_a_missing_field_is_a_fault(field: str) -> None:
    emptied: dict[str, Any] = {field: " " if field in TOLD else ()}
    assert entry_faults(replace(ANALYSES["what_changed"], **emptied), GOLDEN) != []


def test_what_runs_nothing_is_a_fault_as_is_a_case_that_is_nowhere() -> None:
    entry = ANALYSES["what_changed"]
    assert entry_faults(replace(entry, run=None), GOLDEN) == ["what_changed: nothing runs it"]
    assert entry_faults(replace(entry, example="what_changed-nowhere"), GOLDEN) != []
    silent = Option("by", "DIM", " ", "the best")
    assert entry_faults(replace(entry, options=(silent,)), GOLDEN) != []


@pytest.mark.parametrize("name", ANALYSES)
def test_every_analysis_has_a_golden_case(name: str) -> None:
    assert [each for each in CASES if each.stem.startswith(f"{name}-")]


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="what_changed"):
        analysis("what_chnged")


@pytest.mark.parametrize("path", CHANGED, ids=lambda path: path.stem)
def test_a_golden_case_worked_by_hand(path: Path) -> None:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = told["groups"]
    ground = shares_changed(
        {each["value"]: tuple(each["before"]) for each in groups},
        {each["value"]: tuple(each["now"]) for each in groups},
        told["metric"],
    )
    finding, expected = found(ground), told["expect"]
    assert finding.outcome == expected["outcome"]
    for name in ("difference", "rate", "mix"):
        number = finding.number(name)
        assert number is not None
        assert number.value == pytest.approx(float(Fraction(expected[name])), abs=1e-15)
    rows = {each["group"]: each for each in finding.records()}
    for each in groups:
        for name in ("rate", "mix"):
            assert rows[each["value"]][name] == pytest.approx(float(Fraction(each[name])), abs=1e-15)
    assert said(finding) == expected["sentences"]
