"""How long pages take: alone, for fifty people who open them at once, and while an import runs."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.conftest import Company
from benchmarks.measured import Run
from web.page_weight import bytes_of_first_page
from web.readers import Read, read_together, share_within

PEOPLE, ROUNDS = 50, 5
# A page of ten figures is looked at for longer; who clicks on at once is the other measurement.
READING_SECONDS = 3.0
MOST_SECONDS = 0.5
OVERVIEW, METRIC = "/", "/metrics/first_response_time"
DESKWISE = [sys.executable, "-m", "deskwise.cli.main", "--home"]


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a workspace as it is run; its address."""
    command = [*DESKWISE, str(home), "serve", "--port", "0", "--no-scheduler"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+/", process.stdout.readline())
        try:
            assert found is not None
            yield found.group()
        finally:
            process.send_signal(signal.SIGTERM)
            process.stdout.read()


def well(reads: list[Read]) -> list[Read]:
    assert {read.status for read in reads} == {200}
    return reads


@pytest.mark.bench
def test_pages_for_one_for_fifty_and_during_an_import(company: Company, run: Run, tmp_path: Path) -> None:
    _ = company.first_import
    home = tmp_path / "home"
    shutil.copytree(company.home, home)
    _, later, _ = company.parts
    with serving(home) as site:
        for path, name in ((OVERVIEW, "overview"), (METRIC, "page of a metric")):
            well(read_together(site, [path], 1, lambda: False))
            alone = min(read.seconds for read in well(read_together(site, [path] * ROUNDS, 1, lambda: False)))
            run.note(f"{name}, warm, alone", company.tickets, alone)
            reads = well(read_together(site, [path] * ROUNDS, PEOPLE, lambda: False))
            told = f"{name}, warm, {PEOPLE} at once: 95 % within"
            run.note(told, company.tickets, share_within(reads, 0.95), beside=("alone", alone))
        reads = well(read_together(site, [OVERVIEW] * ROUNDS, PEOPLE, lambda: False, READING_SECONDS))
        within = share_within(reads, 0.95)
        told = f"overview, {PEOPLE} readers: 95 % within"
        run.note(told, company.tickets, within, most_seconds=MOST_SECONDS)
        command = [*DESKWISE, str(home), "import", str(later), "--source", "sample"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as importing:
            reads = well(
                read_together(site, [OVERVIEW], PEOPLE, lambda: importing.poll() is None, READING_SECONDS)
            )
        assert importing.returncode in (0, 1)
        within = share_within(reads, 0.95)
        told = f"overview, {PEOPLE} readers, while an import runs: 95 % within"
        run.note(told, company.tickets, within, most_seconds=MOST_SECONDS)
        weight = sum(bytes_of_first_page(site).values())
        print(f"\nfirst page: {weight / 1e6:.2f} MB", end="")
