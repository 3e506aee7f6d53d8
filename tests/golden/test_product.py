"""Every golden case holds when it is run through import and metrics."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden.case_files import read_case
from golden.product import run_case

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.toml")), ids=lambda path: path.stem)
def test_the_product_agrees(path: Path, tmp_path: Path, compiled: Path) -> None:
    assert run_case(read_case(path), tmp_path, compiled) == []
