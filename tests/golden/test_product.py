"""Every golden case holds when it is run through import and metrics."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden.case_files import read_case
from golden.product import run_case

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of compiled SQL for all cases and workers: making the texts is most of the work."""
    return tmp_path_factory.getbasetemp().parent / "compiled"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.toml")), ids=lambda path: path.stem)
def test_the_product_agrees(path: Path, tmp_path: Path, compiled: Path) -> None:
    assert run_case(read_case(path), tmp_path, compiled) == []
