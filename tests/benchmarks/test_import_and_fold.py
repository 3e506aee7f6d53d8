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
# An import, without the fold, may take so many times what the engine takes to read the file into a table.
PARQUET_RATIO, CSV_RATIO = 2.0, 3.0
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


MEASURED_READ = """
import sys, time, duckdb
engine = duckdb.connect(sys.argv[2])
began = time.perf_counter()
engine.execute(f"create table rows as select * from {sys.argv[1]}")
engine.execute("checkpoint")
print(time.perf_counter() - began)
"""
MEASURED_IMPORT = """
import resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
workspace = WorkspaceFolder(Path(sys.argv[1]), memory_limit="1GB")
request = ImportRequest(tuple(map(Path, sys.argv[2:])), source="sample")
began = time.perf_counter()
import_files(workspace.lake, request, FixedClock(datetime(2027, 1, 1, tzinfo=UTC)))
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
"""


def seconds_of(program: str, *words: str) -> list[float]:
    """Run a program that measures itself: what it printed last."""
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.splitlines()[-1].split()]


@pytest.mark.bench
@pytest.mark.parametrize(("form", "target"), [("parquet", PARQUET_RATIO), ("csv", CSV_RATIO)])
def test_an_import_beside_a_bare_read(tmp_path: Path, form: str, target: float) -> None:
    """An import checks each row, and keeps it on the disk: beside a read into memory and one into a file."""
    files = [str(path) for path in SampleCompany(tickets=TICKETS).write(tmp_path / "log")]
    read = f"read_parquet({files!r})"
    if form == "csv":
        text = str(tmp_path / "log.csv")
        at = """strftime("at" at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"""
        with duckdb.connect() as engine:
            engine.execute(
                f'copy (select * replace ({at} as "at", extra::json::varchar as extra)'
                f" from read_parquet({files!r})) to '{text}' (header)"
            )
        files, read = [text], f"read_csv('{text}', all_varchar = true)"
    (in_memory,) = seconds_of(MEASURED_READ, read, ":memory:")
    (in_a_file,) = seconds_of(MEASURED_READ, read, str(tmp_path / "bare.duckdb"))
    home = tmp_path / "home"
    home.mkdir()
    imported, peak = seconds_of(MEASURED_IMPORT, str(home), *files)
    print(f"\n{TICKETS:,} tickets of {form}: imported, without a fold, in {imported:.2f} s, {peak:.2f} GB")
    for name, floor in (("memory", in_memory), ("a file", in_a_file)):
        ratio = imported / floor
        verdict = "met" if ratio <= target else "MISSED"
        print(f"bare read into {name:7} {floor:6.2f} s: {ratio:4.1f} x, target {target} x: {verdict}")
