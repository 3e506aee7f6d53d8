"""How long import and fold take, beside a bare scan, and beside pandas doing the heart of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from benchmarks.conftest import Company
from benchmarks.measured import Run, in_a_process

MILLION = 1_000_000
PANDAS_FOLD = Path(__file__).parent / "pandas_fold.py"
# Pandas holds a whole log in memory, several times over.
MOST_IN_PANDAS = 2 * MILLION
PANDAS = f"import runpy, sys; runpy.run_path({str(PANDAS_FOLD)!r}, run_name='__main__')"
REFOLDED = """
import sys, time
from pathlib import Path
from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.settings_document import set_key
from deskwise.stores.workspace_folder import WorkspaceFolder
began = time.perf_counter()
for days in ("8", "7"):
    workspace = WorkspaceFolder(Path(sys.argv[1]), memory_limit="1GB")
    save_document(workspace, set_key(show_settings(workspace), "window_days", days))
print((time.perf_counter() - began) / 2)
"""


@pytest.mark.bench
def test_import_and_fold(company: Company, run: Run) -> None:
    large = company.tickets >= MILLION
    run.note("bare scan of seven columns", company.tickets, company.floor)
    seconds, folding, peak = company.first_import
    floor = ("the scan", company.floor)
    million = company.tickets == MILLION
    run.note(
        "import and fold, canonical Parquet", company.tickets, seconds, beside=floor, gigabytes=peak,
        most_seconds=8.0 if million else None, most_gigabytes=1.5 if million else None,
    )  # fmt: skip
    run.note(
        "of these the fold", company.tickets, folding, beside=floor,
        most_ratio=(12.0 if million else 10.0) if large else None,
    )  # fmt: skip
    with duckdb.connect(str(next(company.home.glob("lake-*.duckdb"))), read_only=True) as lake:
        row = lake.execute("select count(distinct (source, ticket)) from facts.requests").fetchone()
    assert row is not None
    assert row[0] > 0.95 * company.tickets


@pytest.mark.bench
def test_beside_pandas(company: Company, run: Run) -> None:
    if company.tickets > MOST_IN_PANDAS:
        pytest.skip("pandas would hold more in memory than there is")
    _, folding, peak = company.first_import
    numbers, held = in_a_process(PANDAS, str(company.parts[0]))
    seconds, totals = numbers[0], numbers[1:]
    run.note("pandas: the heart of the fold alone", company.tickets, seconds, gigabytes=held)
    ours = _totals(company)
    for name, mine, theirs in zip(ours, ours.values(), totals, strict=True):
        assert theirs == pytest.approx(mine, rel=0.05), name
    run.note(
        "our fold of everything, beside that", company.tickets, folding, beside=("pandas", seconds),
        gigabytes=peak, most_ratio=0.25 if company.tickets >= MILLION else None,
        most_gigabytes=round(held / 3, 2) if company.tickets >= MILLION else None,
    )  # fmt: skip


def _totals(company: Company) -> dict[str, float]:
    """What the fold itself says of the same things, of all events."""
    with duckdb.connect(str(next(company.home.glob("lake-*.duckdb"))), read_only=True) as lake:
        row = lake.execute(
            """select count(distinct (source, ticket)), count(*) filter (resolved_at is not null),
                sum(reopenings) from facts.requests where not problem and merged_at is null"""
        ).fetchone()
        waits = lake.execute(
            """select count(*), sum(elapsed_microseconds) / 1e6 from facts.waits where outcome = 'answered'"""
        ).fetchone()
    assert row is not None
    assert waits is not None
    return {"tickets": float(row[0]), "resolved": float(row[1]), "reopenings": float(row[2]),
            "answered_waits": float(waits[0]), "answered_wait_seconds": float(waits[1])}  # fmt: skip


@pytest.mark.bench
def test_a_change_of_rules(company: Company, run: Run) -> None:
    _ = company.first_import
    (seconds,), peak = in_a_process(REFOLDED, str(company.home))
    run.note(
        "a change of rules: all folded anew", company.tickets, seconds,
        beside=("the scan", company.floor), gigabytes=peak,
    )  # fmt: skip


@pytest.mark.bench
def test_a_figure_from_a_fresh_process(company: Company, run: Run) -> None:
    _ = company.first_import
    command = [sys.executable, "-m", "deskwise.cli.main", "--home", str(company.home), "metrics",
               "first_response_time", "--format", "json"]  # fmt: skip
    timed = (
        "import subprocess, sys, time\nbegan = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "print(time.perf_counter() - began)"
    )
    subprocess.run(command, check=True, capture_output=True)
    best = min(in_a_process(timed, *command)[0][0] for _ in range(3))
    run.note("first figure, fresh process", company.tickets, best, most_seconds=1.0)
    bare = min(in_a_process(timed, sys.executable, "-c", "import duckdb")[0][0] for _ in range(3))
    run.note("python that loads the engine alone", company.tickets, bare)
