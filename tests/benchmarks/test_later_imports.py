"""How long a few new events take until the figures show them, beside the import of all that was before."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.conftest import NEW_EVENTS, Company
from benchmarks.measured import Run
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper

ASKED = Question(metrics=("requests_received",))


@pytest.mark.bench
def test_a_thousand_new_events(company: Company, run: Run, tmp_path: Path) -> None:
    first, _, _ = company.first_import
    home = tmp_path / "home"
    workspace = WorkspaceFolder(company.home, memory_limit="1GB")
    FolderKeeper(workspace).backup(tmp_path / "backup.tar")
    workspace = WorkspaceFolder(home, memory_limit="1GB")
    FolderKeeper(workspace).restore(tmp_path / "backup.tar", replace=False)
    shutil.copytree(company.home / "compiled", home / "compiled")
    clock = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
    _, later, one = company.parts
    for part, name, most in (
        (later, f"{NEW_EVENTS:,} new events, until a figure shows them", 0.4),
        (one, "those of one ticket, until a figure shows them", 0.06),
    ):
        began = time.perf_counter()
        import_files(workspace.lake, ImportRequest((part,), source="sample"), clock, workspace.fold)
        read_metrics(workspace, ASKED)
        took = time.perf_counter() - began
        run.note(name, company.tickets, took, beside=("the first import", first), most_seconds=most)
    assert [check.name for check in FolderKeeper(workspace).check(lambda _: None) if check.found] == []
