"""Many processes read while one writes: each sees one state whole, and later ones later."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder

READERS, IMPORTS, MORE = 4, 6, 20
# A state is whole if every ticket's only request has its only resolution.
READING = """
import select, sys
from pathlib import Path
from deskwise.stores.workspace_folder import WorkspaceFolder
seen = []
stopping = stopped = False
while not stopped:
    stopped = stopping
    with WorkspaceFolder(Path(sys.argv[1])).facts() as facts:
        counted = [
            facts.engine.rows(f"select count(*) from {table}", {})[0][0]
            for table in ("requests", "resolutions", "requests")
        ]
    assert len(set(counted)) == 1, counted
    if not seen:
        print("reading", flush=True)
    seen.append(counted[0])
    stopping = bool(select.select([sys.stdin], [], [], 0)[0])
assert seen == sorted(seen), seen
print(len(seen), seen[0], seen[-1])
"""


def log(tickets: int) -> str:
    rows = ["at,kind,ticket,role,actor,status"]
    for number in range(tickets):
        rows.append(f"2025-01-01T10:{number % 60:02}:00Z,opened,T{number},customer,c{number},")
        rows.append(f"2025-01-01T12:{number % 60:02}:00Z,status,T{number},agent,ann,solved")
    return "\n".join(rows) + "\n"


def test_every_reader_sees_whole_states_in_their_order(tmp_path: Path) -> None:
    workspace = WorkspaceFolder(tmp_path / "home")

    def bring_in(tickets: int) -> None:
        (tmp_path / "log.csv").write_text(log(tickets))
        request = ImportRequest((tmp_path / "log.csv",), source="desk")
        import_files(workspace.lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)), workspace.fold)

    bring_in(MORE)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READING, str(workspace.home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    for number in range(2, IMPORTS + 2):
        bring_in(number * MORE)
    for reader in readers:
        out, err = reader.communicate("stop")
        assert (reader.returncode, err) == (0, "")
        _, first, last = map(int, out.split())
        assert (first, last) == (MORE, (IMPORTS + 1) * MORE)
    assert sum(1 for _ in workspace.home.glob("lake-*")) == 1
