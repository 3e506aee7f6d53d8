"""What was imported before, as the lake remembers it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import PurePath
from typing import TYPE_CHECKING

from deskwise.app.lake import PastImport

if TYPE_CHECKING:
    import duckdb

COUNTS = ("read", "accepted", "duplicates", "conflicts", "rejected")


def read_imports(connection: duckdb.DuckDBPyConnection) -> Iterator[PastImport]:
    """The imports of a state, the last one first; files by their names, without their folders."""
    rows = connection.execute(
        """select import_id, "at", files, counts from imports order by import_id desc"""
    ).fetchall()
    for import_id, at, files, counts in rows:
        told = json.loads(counts)
        read, accepted, duplicates, conflicts, rejected = (int(told.get(name, 0)) for name in COUNTS)
        yield PastImport(
            int(import_id),
            at.replace(tzinfo=UTC),
            tuple(PurePath(file).name for file in files),
            read,
            accepted,
            duplicates,
            conflicts,
            rejected,
            tuple(_without_folders(note, files) for note in told.get("notes", ())),
        )


def _without_folders(note: str, files: Iterable[str]) -> str:
    for file in files:
        note = note.replace(file, PurePath(file).name)
    return note
