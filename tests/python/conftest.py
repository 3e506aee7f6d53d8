"""Workspaces as the Python face opens them: the sample company, and a small log of one's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import deskwise
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Names as somebody's tickets might hold them, and nobody's page should run.
LOG = """\
at,kind,ticket,role,actor,team,status
2025-03-03T09:00:00Z,opened,<b>T1</b>,customer,C1,support,
2025-03-03T09:42:00.500000Z,message,<b>T1</b>,agent,<script>alert('ann')</script>,support,
2025-03-03T10:00:00Z,status,<b>T1</b>,agent,<script>alert('ann')</script>,support,solved
2025-03-03T11:00:00Z,opened,T2,customer,C2,,
yesterday,opened,T3,customer,C3,,
"""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> deskwise.Workspace:
    """The sample company with 300 tickets."""
    return deskwise.demo(tmp_path_factory.mktemp("python") / "sample", tickets=300)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of two tickets and a row that is none."""
    path = tmp_path / "mine.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path, compiled: Path) -> deskwise.Workspace:
    """A workspace in which nothing was imported, at a fixed instant."""
    home = tmp_path / "home"
    return deskwise.Workspace(home, WorkspaceFolder(home, compiled=compiled), FixedClock(NOW))


@pytest.fixture(scope="session")
def mine(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> deskwise.Workspace:
    """A workspace with the log of two tickets, to be read."""
    folder = tmp_path_factory.mktemp("mine")
    log = folder / "mine.csv"
    log.write_text(LOG, encoding="utf-8")
    kept = WorkspaceFolder(folder / "home", compiled=compiled)
    workspace = deskwise.Workspace(folder / "home", kept, FixedClock(NOW))
    workspace.import_(log, source="desk")
    return workspace
