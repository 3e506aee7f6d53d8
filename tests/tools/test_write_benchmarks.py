"""The page of the benchmarks, from the runs that were kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import write_benchmarks
from write_benchmarks import FOLLOWED, page, plot


def a_run(seconds: float, sizes: tuple[int, ...] = (100, 1000)) -> dict[str, Any]:
    work = {"name": FOLLOWED[0], "seconds": seconds, "gigabytes": 1.25, "beside": "the scan", "ratio": 7.04,
            "target": "8.0 s", "met": seconds <= 8.0}  # fmt: skip
    return {
        "at": "2026-01-02T03:04:05+00:00", "commit": "abc1234", "python": "3.11.7", "duckdb": "1.5.5",
        "cores": 2, "growth": {FOLLOWED[0]: 0.9}, "works": [{**work, "tickets": size} for size in sizes],
    }  # fmt: skip


def test_the_page_shows_the_last_run_and_what_was_promised() -> None:
    text = page([a_run(7.0), a_run(9.5)])
    assert f"| {FOLLOWED[0]} | 1,000 | 9.500 | 1.25 | 7.0 × the scan | 8.0 s: **missed** |" in text
    assert f"| {FOLLOWED[0]} | 0.90 |" in text
    assert "7.000" not in text


def test_the_plot_shows_every_run_at_the_largest_size_they_share() -> None:
    drawn = plot([a_run(7.0), a_run(9.5, sizes=(100,))])
    assert drawn.startswith("<svg")
    assert "100 tickets" in drawn
    assert "1: 2026-01-02 abc1234" in drawn
    assert "2: 2026-01-02 abc1234" in drawn


def test_a_run_is_added_once_it_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "benchmarks"
    for name, path in (
        ("ROOT", tmp_path), ("LATEST", tmp_path / "latest.json"), ("FOLDER", folder),
        ("HISTORY", folder / "history.jsonl"), ("PAGE", tmp_path / "page.md"), ("PLOT", folder / "plot.svg"),
    ):  # fmt: skip
        monkeypatch.setattr(write_benchmarks, name, path)
    assert write_benchmarks.main([]) == 2
    (tmp_path / "latest.json").write_text(json.dumps(a_run(7.0), indent=1))
    assert write_benchmarks.main([]) == 0
    assert write_benchmarks.main([]) == 0
    assert len((folder / "history.jsonl").read_text().splitlines()) == 2
    assert "7.000" in (tmp_path / "page.md").read_text()
    assert (folder / "plot.svg").read_text().startswith("<svg")
