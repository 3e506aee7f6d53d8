"""How runs are noted: ratios, verdicts and growth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.measured import Run, in_a_process


def test_a_target_is_met_if_every_part_of_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run()
    both = run.note("w", 10, 4.0, beside=("it", 2.0), gigabytes=3.0, most_ratio=2.0, most_gigabytes=3.0)
    assert (both.ratio, both.met, both.target) == (2.0, True, "2.0 x, 3.0 GB")
    assert run.note("w", 10, 4.0, gigabytes=3.1, most_seconds=4.0, most_gigabytes=3.0).met is False
    assert run.note("w", 10, 4.0).met is None
    assert "MISSED" in capsys.readouterr().out


def test_growth_is_the_power_between_the_least_and_the_largest_size() -> None:
    run = Run()
    for tickets, seconds in ((100, 1.0), (1_000, 5.0), (10_000, 100.0)):
        run.note("w", tickets, seconds)
    run.note("once", 100, 1.0)
    assert run.growth() == {"w": pytest.approx(1.0)}


def test_a_run_is_written_as_json(tmp_path: Path) -> None:
    run = Run()
    run.note("w", 10, 4.0)
    run.write(tmp_path / "a" / "b.json")
    read = json.loads((tmp_path / "a" / "b.json").read_text())
    assert read["works"][0]["name"] == "w"
    assert read["duckdb"]


def test_what_a_process_prints_and_holds() -> None:
    numbers, gigabytes = in_a_process("print('told'); print(1.5, 2)")
    assert numbers == [1.5, 2.0]
    assert 0.001 < gigabytes < 1
