"""Every true figure, to the microsecond, against the slow reference that reads events by the book alone."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deskwise.sample import block
from deskwise.sample.company import SampleCompany
from deskwise.sample.tally import Figure
from deskwise.sample.truth import Truth
from reference import ReferenceDesk

# The statistic that is the true figure's, where it is not the metric's only one.
MEANS = (
    "average_resolution_time", "first_response_time", "reply_time", "reply_time_per_request", "agent_wait",
    "on_hold_time", "handle_time", "touches", "handoffs", "transfers", "quality_score", "customer_rating",
    "ces", "incidents_per_problem", "problem_resolution_time", "problem_response_time",
)  # fmt: skip


def first_instant(month: str) -> datetime:
    year, number = month.split("-")
    return datetime(int(year), int(number), 1, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def readings(desk: ReferenceDesk, metric: str, **selection: Any) -> list[dict[str, Any]]:
    """The reference's readings of what a true figure is called, `sales_revenue gross EUR` for example."""
    name, *more = metric.split()
    if more:
        stat, currency = more
        found = desk.readings(name, stat=stat, **selection)
        return [reading for reading in found if reading["by"]["currency"] == currency]
    if name == "service_level":
        return desk.readings(name, within=20, **selection)
    return desk.readings(name, stat="mean" if name in MEANS else None, **selection)


def differences(desk: ReferenceDesk, truth: Truth, metric: str) -> list[str]:
    """Where the reference says something else than the truth; members the truth leaves out must be empty."""
    told: list[tuple[str, Figure | None, dict[str, Any] | None]] = []
    if (metric, "", "") in truth.figures:
        (whole,) = readings(desk, metric)
        told.append((metric, truth.figure(metric), whole))
    for dimension in ("agent", "task"):
        figures = truth.by(metric, dimension)
        if figures:
            got = {one["by"][dimension]: one for one in readings(desk, metric, by=(dimension,))}
            told += [
                (f"{metric} of {member}", figures.get(member), got.get(member))
                for member in {*figures, *got} - {None}
            ]
    months = truth.by(metric, "month")
    if months:
        got = {
            datetime.fromisoformat(one["period"]["start"]): one
            for one in readings(desk, metric, every="month")
        }
        told += [
            (f"{metric} in {name}", figure, got.get(first_instant(name))) for name, figure in months.items()
        ]
    cross = truth.by(metric, "product,category")
    if cross:
        both = ("product", "category")
        got = {
            ",".join(str(one["by"][name]) for name in both): one for one in readings(desk, metric, by=both)
        }
        told += [(f"{metric} of {member}", figure, got.get(member)) for member, figure in cross.items()]
    return [f"{what}: {figure} but {one}" for what, figure, one in told if not same(figure, one)]


def same(figure: Figure | None, reading: dict[str, Any] | None) -> bool:
    value = None if figure is None else figure.value
    if reading is None or figure is None:
        return not value and (reading is None or not reading["n"])
    if value != reading["exact"]:
        return False
    return figure.denominator is None or reading["denominator"] in (None, figure.denominator)


def desk_of(company: SampleCompany, folder: Path) -> ReferenceDesk:
    (path,) = company.write(folder / "events.csv", "csv")
    desk = ReferenceDesk(tomllib.loads(company.settings_toml()))
    counts = desk.import_csv(path.read_text(encoding="utf-8"), clock="2026-12-01T00:00:00Z")
    assert counts["read"] == counts["accepted"]
    assert datetime.fromisoformat(counts["as_of"]) == company.truth().as_of
    return desk


def everything_told_wrong(company: SampleCompany, folder: Path) -> list[str]:
    desk, truth = desk_of(company, folder), company.truth()
    assert len(truth.metrics()) > 40
    return [line for metric in truth.metrics() for line in differences(desk, truth, metric)]


def test_reference_finds_the_same_figures(tmp_path: Path) -> None:
    assert everything_told_wrong(SampleCompany(seed=1, tickets=500), tmp_path) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
def test_reference_finds_the_same_figures_whatever_the_seed(seed: int, tmp_path: Path) -> None:
    company = SampleCompany(seed=seed, tickets=2_000, placebo=seed % 3 == 0)
    assert everything_told_wrong(company, tmp_path) == []


def test_a_company_of_several_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "TICKETS_IN_A_BLOCK", 130)
    assert everything_told_wrong(SampleCompany(seed=4, tickets=301, placebo=True), tmp_path) == []


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    company = SampleCompany(seed=5, tickets=60)
    desk, truth = desk_of(company, tmp_path), SampleCompany(seed=6, tickets=60).truth()
    for metric in ("average_resolution_time", "requests_received", "first_response_time", "uptime"):
        assert differences(desk, truth, metric), metric
