"""Export the log as canonical files, which import again to the same figures."""

from __future__ import annotations

from pathlib import Path

from deskwise.app.lake import ExportFormat, Lake
from deskwise.kernel.errors import UsageError

FORMATS: dict[str, ExportFormat] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}


def export_log(lake: Lake, path: Path) -> int:
    """Write the log to a file, in the format its ending names; returns how many rows.

    Every accepted row is written, superseded and refused ones too: they are the log, and a later opening may
    bring them back; only what a later snapshot left out is not. Raises `UsageError` for another ending, or if
    the file is there already.
    """
    form = next((form for ending, form in FORMATS.items() if path.name.lower().endswith(ending)), None)
    if form is None:
        raise UsageError(
            f"{path.name} has none of the endings {', '.join(FORMATS)}", do="name a file with one of them"
        )
    if path.exists():
        raise UsageError(f"{path} is there already", do="name another file, or remove it first")
    return lake.export_log(path, form)
