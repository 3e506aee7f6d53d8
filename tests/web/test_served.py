"""Many readers while one writes: a page is always of one state, and the next page of the newest."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.bootstrap import open_workspace
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site

READERS, IMPORTS = 4, 3


def log_of(path: Path, first: int, count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("ticket", "event_id", "at", "kind", "role", "customer"))
        for number in range(first, first + count):
            writer.writerow((f"T{number}", f"e{number}", f"2026-03-{number % 27 + 1:02}T09:00:00Z", "opened",
                             "customer", "c"))  # fmt: skip
    return path


def imported(home: Path, path: Path) -> None:
    workspace = open_workspace(home)
    import_files(workspace.lake, ImportRequest((path,), source="desk"), CLOCK, workspace.fold)


@pytest.fixture
def home(tmp_path: Path, sample_home: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    (made / "compiled").symlink_to(sample_home / "compiled")
    imported(made, log_of(tmp_path / "first.csv", 0, 30))
    return made


def test_pages_stay_whole_while_imports_go_on(home: Path, tmp_path: Path) -> None:
    site = Site(create_app(home, visitor=local, clock=CLOCK))
    whole = {30 * (done + 1) for done in range(IMPORTS + 1)}
    seen: list[int] = []
    failed: list[int] = []
    stop = threading.Event()

    def read() -> None:
        own = Site(site.app)
        while not stop.is_set():
            answer = own.get("/requests?metric=requests_received&state=counted")
            if answer.status_code != 200:
                failed.append(answer.status_code)
            else:
                seen.append(int(answer.text.partition(" cases</h2>")[0].rpartition(">")[2]))

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for done in range(1, IMPORTS + 1):
        imported(home, log_of(tmp_path / f"{done}.csv", 30 * done, 30))
    stop.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert set(seen) <= whole
    assert "120 cases" in site.page("/requests?metric=requests_received&state=counted")


def test_what_is_remembered_is_of_the_state_that_is_shown(home: Path, tmp_path: Path) -> None:
    site = Site(create_app(home, visitor=local, clock=CLOCK))
    address = "/metrics/requests_received?every=month&since=2026-03-01&until=2026-03-28"
    assert ">30</a>" in site.page(address)
    assert site.page(address) == site.page(address)
    # The log grows within the period, and its end stays where it was.
    imported(home, log_of(tmp_path / "more.csv", 30, 20))
    assert ">50</a>" in site.page(address)
