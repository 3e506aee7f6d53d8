"""Every true figure of the sample company comes out of the product: imported, folded, read."""

from __future__ import annotations

import math
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.settings_document import settings_from_table
from deskwise.kernel.clock import FixedClock
from deskwise.sample.company import SampleCompany
from deskwise.sample.tally import Figure
from deskwise.stores.workspace_folder import WorkspaceFolder
from sample import test_truth_against_reference as against


class ProductDesk:
    """The product, asked as the reference is."""

    def __init__(self, company: SampleCompany, home: Path, compiled: Path) -> None:
        home.mkdir()
        self.workspace = WorkspaceFolder(home, compiled=compiled)
        document = settings_from_table(tomllib.loads(company.settings_toml()))
        self.workspace.save_settings(document.to_toml(), document.rules(), keep_text=False)
        (path,) = company.write(home / "events.parquet")
        request = ImportRequest((path,))
        import_files(
            self.workspace.lake, request, FixedClock(datetime(2026, 12, 1, tzinfo=UTC)), self.workspace.fold
        )

    def readings(
        self, metric: str, *, stat: str | None = None, within: int | None = None, **selection: Any
    ) -> list[dict[str, Any]]:
        question = Question(
            metrics=(metric,),
            stats=(stat,) if stat else (),
            within_seconds=None if within is None else Decimal(within),
            **selection,
        )
        return list(read_metrics(self.workspace, question).readings.to_json()["readings"])


def same(figure: Figure | None, reading: dict[str, Any] | None) -> bool:
    if reading is None or figure is None or figure.value is None:
        told = None if figure is None else figure.value
        return not told and (reading is None or not reading["value"])
    if reading["value"] is None or not math.isclose(float(figure.value), reading["value"], rel_tol=1e-12):
        return False
    return figure.denominator is None or reading["denominator"] in (None, figure.denominator)


@pytest.mark.parametrize(("seed", "placebo"), [(1, False), pytest.param(2, True, marks=pytest.mark.long)])
def test_the_product_finds_the_true_figures(
    seed: int,
    placebo: bool,
    tmp_path: Path,
    compiled: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company = SampleCompany(seed=seed, tickets=800, placebo=placebo)
    desk: Any = ProductDesk(company, tmp_path / "home", compiled)
    truth = company.truth()
    monkeypatch.setattr(against, "same", same)
    assert len(truth.metrics()) > 40
    assert [line for metric in truth.metrics() for line in against.differences(desk, truth, metric)] == []
