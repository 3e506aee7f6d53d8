"""How long a few new events take until the figures show them, beside the import of all that was before."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.kernel.clock import FixedClock
from deskwise.sample.company import SampleCompany
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_keeper import FolderKeeper

TICKETS = int(os.environ.get("DESKWISE_BENCH_TICKETS", "1000000"))
NEW_EVENTS = 1_000
# Seconds promised for ten million tickets: for all these events, and for those of one ticket.
ALL_SECONDS, ONE_SECONDS = 0.4, 0.06
ASKED = Question(metrics=("requests_received",))


def split(folder: Path, files: list[str]) -> tuple[Path, Path, Path]:
    """The log but for its last events; these but for those of one ticket; and that one's."""
    parts = folder / "before.parquet", folder / "later.parquet", folder / "one.parquet"
    with duckdb.connect() as engine:
        engine.execute(f"create view log as select * from read_parquet({files!r})")
        last = f'select source, event_id, ticket from log order by "at" desc, ticket limit {NEW_EVENTS}'
        engine.execute(f"create table last as {last}")
        (one,) = engine.execute("select min(ticket) from last").fetchone() or (None,)
        known = (
            "log.source = l.source and log.event_id = l.event_id and log.ticket is not distinct from l.ticket"
        )
        for part, rows in zip(
            parts,
            (
                f"from log anti join last l on {known}",
                f"from log semi join last l on {known} where ticket is distinct from '{one}'",
                f"from log semi join last l on {known} where ticket = '{one}'",
            ),
            strict=True,
        ):
            engine.execute(f"copy ({rows}) to '{part}'")
    return parts


@pytest.mark.bench
def test_a_thousand_new_events(tmp_path: Path) -> None:
    files = [str(path) for path in SampleCompany(tickets=TICKETS).write(tmp_path / "log")]
    parts = split(tmp_path, files)
    workspace = WorkspaceFolder(tmp_path / "home", memory_limit="1GB")
    clock = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
    took = []
    for part in parts:
        began = time.perf_counter()
        import_files(workspace.lake, ImportRequest((part,), source="sample"), clock, workspace.fold)
        read_metrics(workspace, ASKED)
        took.append(time.perf_counter() - began)
    first, later, one = took
    assert [check.name for check in FolderKeeper(workspace).check(lambda _: None) if check.found] == []
    print(f"\n{TICKETS:,} tickets: imported, folded and read in {first:.1f} s")
    for name, seconds, target in (
        (f"{NEW_EVENTS:,} new events", later, ALL_SECONDS),
        ("those of one ticket", one, ONE_SECONDS),
    ):
        verdict = "met" if seconds <= target else "MISSED"
        told = f"target {target} s for ten million tickets: {verdict}"
        print(f"{name:20} {seconds:6.2f} s, 1/{first / seconds:.0f} of the first import; {told}")
