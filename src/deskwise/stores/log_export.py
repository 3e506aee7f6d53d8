"""The log as canonical files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.app.lake import ExportFormat
from deskwise.events.vocabulary import COLUMN_NAMES
from deskwise.stores.instants_sql import iso_text
from deskwise.stores.snapshot_revisions import LEFT_OUT
from deskwise.stores.sql_text import literal, quoted

if TYPE_CHECKING:
    import duckdb


AT_MICROS = 'epoch_us("at")'


def write_log(connection: duckdb.DuckDBPyConnection, path: Path, form: ExportFormat) -> int:
    """Write every row of the log, in its order; returns how many.

    What a later snapshot left out is not written: read again, nothing would tell that it does not stand.
    """
    columns = []
    for name in COLUMN_NAMES:
        expression = quoted(name)
        if name == "at" and form != "parquet":
            expression = f"{iso_text(AT_MICROS)} as {quoted(name)}"
        elif name == "at":
            expression = 'make_timestamptz(epoch_us("at")) as "at"'
        elif name == "extra" and form == "csv":
            expression = "cast(to_json(extra) as varchar) as extra"
        elif name == "extra" and form == "jsonl":
            expression = "to_json(extra) as extra"
        columns.append(expression)
    options = {
        "csv": "format csv, header true",
        "jsonl": "format json",
        "parquet": "format parquet, compression zstd",
    }
    packed = ", compression gzip" if form != "parquet" and path.name.lower().endswith(".gz") else ""
    some = connection.execute("select 1 from log where superseded limit 1").fetchone()
    where = f"where not {LEFT_OUT}" if some else ""
    written = connection.execute(
        f"copy (select {', '.join(columns)} from log {where}"
        ' order by "at", source, seq, event_id)'
        f" to {literal(str(path))} ({options[form]}{packed})"
    ).fetchone()
    return 0 if written is None else int(written[0])
