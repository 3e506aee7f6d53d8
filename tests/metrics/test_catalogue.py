"""Every metric describes itself whole, and one that does not fails the build."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.definition import TOLD, faults

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "golden"


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_metric_describes_itself(name: str) -> None:
    assert faults(CATALOGUE[name], GOLDEN) == []


@pytest.mark.parametrize("field", TOLD)
def test_a_missing_field_is_a_fault(field: str) -> None:
    emptied: dict[str, Any] = {field: " "}
    assert faults(replace(CATALOGUE["csat"], **emptied), GOLDEN) != []


def test_a_wrong_unit_direction_or_example_is_a_fault() -> None:
    csat = CATALOGUE["csat"]
    assert faults(replace(csat, unit="seconds"), GOLDEN) == ["csat: unit 'seconds' does not fit a share"]
    assert faults(replace(csat, better="sideways"), GOLDEN) != []  # type: ignore[arg-type] # wrong on purpose
    assert faults(replace(csat, example="7-csat-nowhere"), GOLDEN) != []


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_metric_is_documented_and_has_a_golden_case(name: str) -> None:
    assert f"\n### {name}\n" in (ROOT / "docs" / "metrics.md").read_text("utf-8")
    assert list(GOLDEN.glob(f"7-{name}-*.toml"))


def test_the_book_names_every_metric() -> None:
    book = (ROOT / "docs" / "definitions.md").read_text("utf-8")
    assert [name for name in CATALOGUE if name not in book] == []


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    from deskwise.metrics.selection import select  # noqa: PLC0415 slow

    with pytest.raises(UsageError, match="first_response_time"):
        select(["first_respons_time"]).chosen_metrics()


def test_the_catalogue_needs_no_expression_language() -> None:
    code = (
        "import sys, deskwise.metrics.catalogue; sys.exit('ibis' in sys.modules or 'pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
