"""Twenty people who read while an import runs, and how much each is sent at first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.browser_rig import served
from web.conftest import CLOCK
from web.page_weight import bytes_of_first_page
from web.readers import Read, read_together, share_within

PEOPLE = 20
MOST_BYTES = 1_200_000
PATHS = ("/", "/metrics/first_response_time", "/requests?metric=first_response_time", "/ready")
IMPORT = [sys.executable, "-m", "deskwise.cli.main", "--home"]


def log(tickets: int) -> str:
    """A log of tickets that are opened and answered before the sample ends."""
    rows = ["event_id,at,kind,ticket,role,actor"]
    for number in range(tickets):
        at = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(minutes=number)
        rows.append(f"o{number},{at.isoformat()},opened,N{number},customer,c{number}")
        rows.append(f"m{number},{(at + timedelta(hours=1)).isoformat()},message,N{number},agent,ann")
    return "\n".join(rows) + "\n"


def test_nobody_is_turned_away_while_an_import_runs(sample_home: Path, tmp_path: Path) -> None:
    home, more = tmp_path / "home", tmp_path / "more.csv"
    shutil.copytree(sample_home, home)
    more.write_text(log(200))
    with served(create_app(home, visitor=local, clock=CLOCK)) as site:
        command = [*IMPORT, str(home), "import", str(more), "--source", "more"]
        with subprocess.Popen(
            command, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            reads = read_together(site, PATHS, PEOPLE, lambda: process.poll() is None)
            _, told = process.communicate()
        # Exit code 1 would tell of rows that were refused.
        assert process.returncode == 0, told
        after = read_together(site, ["/data"], 1, lambda: False)
    assert Counter(read.status for read in reads) == {200: len(reads)}
    assert len(reads) >= PEOPLE * len(PATHS)
    assert [read.status for read in after] == [200]


def test_the_first_page_is_light(sample_home: Path) -> None:
    with served(create_app(sample_home, visitor=local, clock=CLOCK)) as site:
        found = bytes_of_first_page(site)
    assert any("woff2" in address for address in found)
    assert any("htmx" in address for address in found)
    assert sum(found.values()) < MOST_BYTES, found


def test_the_share_that_was_there_within() -> None:
    reads = [Read("/", 200, float(number)) for number in range(1, 101)]
    assert (share_within(reads, 0.95), share_within(reads[:1], 0.95)) == (95.0, 1.0)
