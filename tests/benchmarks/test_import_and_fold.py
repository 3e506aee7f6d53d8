"""How long a million tickets take from file to figure, beside a bare scan in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from deskwise.sample.company import SampleCompany

TICKETS = int(os.environ.get("DESKWISE_BENCH_TICKETS", "1000000"))
# Seconds and gigabytes promised for a million tickets on two cores.
IMPORT_SECONDS, IMPORT_GIGABYTES, FIGURE_SECONDS = 8.0, 1.5, 1.5
# An import of CSV may take so many times what the engine takes to read the file into a table of texts.
CSV_RATIO = 3.0
SCANNED = 'max(ticket), epoch_us(max("at")), max(seq), max(kind), max(role), max(status), max(agent)'


def deskwise(home: Path, *words: str) -> tuple[float, float, str]:
    """Run the command in a process of its own: its seconds, its peak gigabytes, what it printed."""
    measured = (
        "import resource, subprocess, sys;"
        "code = subprocess.run(sys.argv[1:]).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr);"
        "sys.exit(code)"
    )
    command = [sys.executable, "-m", "deskwise.cli.main", "--home", str(home), *words]
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", measured, *command], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - began
    return seconds, int(done.stderr.strip().splitlines()[-1]) / 1e6, done.stdout


def warm_home(folder: Path) -> Path:
    """A workspace that holds the texts of the fold, as an installation would after its first import."""
    small = [str(path) for path in SampleCompany(tickets=50).write(folder / "small")]
    deskwise(folder / "warm", "import", *small, "--source", "sample")
    home = folder / "home"
    home.mkdir()
    (folder / "warm" / "compiled").rename(home / "compiled")
    return home


@pytest.mark.bench
def test_a_million_tickets(tmp_path: Path) -> None:
    began = time.perf_counter()
    files = [str(path) for path in SampleCompany(tickets=TICKETS).write(tmp_path / "log")]
    made = time.perf_counter() - began
    began = time.perf_counter()
    scan = duckdb.sql(f"select count(*), {SCANNED} from read_parquet({files!r})").fetchone()
    floor = time.perf_counter() - began
    assert scan is not None
    home = warm_home(tmp_path)
    imported, peak, printed = deskwise(home, "import", *files, "--source", "sample", "--format", "json")
    deskwise(home, "metrics", "first_response_time", "--format", "json")
    figure, _, answer = deskwise(home, "metrics", "first_response_time", "--format", "json")
    assert json.loads(printed)["tickets"] > 0.98 * TICKETS
    assert json.loads(answer)["readings"][0]["n"] > 0
    print(f"\n{TICKETS:,} tickets, {scan[0]:,} events, made in {made:.1f} s")
    rows = (
        ("bare scan of seven columns", floor, None),
        ("import and fold", imported, IMPORT_SECONDS),
        ("first figure, fresh process", figure, FIGURE_SECONDS),
    )
    for name, seconds, target in rows:
        told = "" if target is None else f"  target {target} s: {'met' if seconds <= target else 'MISSED'}"
        print(f"{name:30} {seconds:7.2f} s {seconds / floor:7.1f} x the scan{told}")
    verdict = "met" if peak <= IMPORT_GIGABYTES else "MISSED"
    print(f"{'peak memory of import':30} {peak:7.2f} GB{'':18}  target {IMPORT_GIGABYTES} GB: {verdict}")


@pytest.mark.bench
def test_a_million_tickets_of_csv(tmp_path: Path) -> None:
    files = [str(path) for path in SampleCompany(tickets=TICKETS).write(tmp_path / "log")]
    text = str(tmp_path / "log.csv")
    at = """strftime("at" at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"""
    with duckdb.connect() as engine:
        engine.execute(
            f'copy (select * replace ({at} as "at", extra::json::varchar as extra)'
            f" from read_parquet({files!r})) to '{text}' (header)"
        )
    began = time.perf_counter()
    with duckdb.connect() as engine:
        engine.execute(f"create table rows as select * from read_csv('{text}', all_varchar = true)")
    floor = time.perf_counter() - began
    home = warm_home(tmp_path)
    imported, peak, printed = deskwise(home, "import", text, "--source", "sample", "--format", "json")
    assert json.loads(printed)["tickets"] > 0.98 * TICKETS
    ratio = imported / floor
    verdict = "met" if ratio <= CSV_RATIO else "MISSED"
    size = Path(text).stat().st_size / 1e9
    print(f"\n{TICKETS:,} tickets in {size:.2f} GB of CSV, bare read {floor:.2f} s")
    told = f"{ratio:.1f} x the read, target {CSV_RATIO} x: {verdict}"
    print(f"import and fold {imported:.2f} s, {peak:.2f} GB, {told}")
