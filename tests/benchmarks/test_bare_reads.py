"""How long an import without the fold takes, beside the engine's bare read of the same file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.conftest import Company
from benchmarks.measured import Run, in_a_process

READ = """
import sys, time, duckdb
engine = duckdb.connect(sys.argv[2])
began = time.perf_counter()
engine.execute(f"create table rows as select * from {sys.argv[1]}")
engine.execute("checkpoint")
print(time.perf_counter() - began)
"""
IMPORTED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
workspace = WorkspaceFolder(Path(sys.argv[1]), memory_limit="1GB")
request = ImportRequest(tuple(map(Path, sys.argv[2:])), source="sample")
began = time.perf_counter()
import_files(workspace.lake, request, FixedClock(datetime(2027, 1, 1, tzinfo=UTC)))
print(time.perf_counter() - began)
"""


@pytest.mark.bench
@pytest.mark.parametrize(("form", "most"), [("Parquet", 2.0), ("CSV", 3.0)])
def test_an_import_beside_a_bare_read(
    company: Company, run: Run, tmp_path: Path, form: str, most: float
) -> None:
    """An import checks each row and keeps it on the disk: beside a read into memory, and one into a file."""
    files = company.files
    read = f"read_parquet({files!r})"
    if form == "CSV":
        text = str(tmp_path / "log.csv")
        _write_csv(files, text)
        files, read = [text], f"read_csv('{text}', all_varchar = true)"
    (in_memory,), _ = in_a_process(READ, read, ":memory:")
    (in_a_file,), _ = in_a_process(READ, read, str(tmp_path / "bare.duckdb"))
    home = tmp_path / "home"
    home.mkdir()
    (seconds,), peak = in_a_process(IMPORTED, str(home), *files)
    run.note(f"bare read of {form} into memory", company.tickets, in_memory)
    run.note(
        f"import of {form} without the fold", company.tickets, seconds, gigabytes=peak,
        beside=(f"the bare read of {form} into memory", in_memory), most_ratio=most,
    )  # fmt: skip
    run.note(
        f"import of {form} without the fold, by a table on disk", company.tickets, seconds,
        beside=(f"the bare read of {form} into a file", in_a_file),
    )  # fmt: skip


def _write_csv(files: list[str], into: str) -> None:
    at = """strftime("at" at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"""
    with duckdb.connect() as engine:
        engine.execute(
            f'copy (select * replace ({at} as "at", extra::json::varchar as extra)'
            f" from read_parquet({files!r})) to '{into}' (header)"
        )
