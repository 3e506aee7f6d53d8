"""A table that a mapping reads: its rows become what an import of the same rows makes of them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.source_port import Connection
from deskwise.app.sync_source import SyncRequest, SyncSummary, sync_source
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import MappingError, SettingsError
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.sources.sql import SqlSource
from sources.unfolded_syncs import UnfoldedSyncs

NOW = datetime(2025, 3, 1, tzinfo=UTC)
LOG = """timezone = "Europe/Rome"
activity = "What"
delimiter = ";"
[columns]
event_id = "Nr"
at = "When"
ticket = "Case"
actor = "Who"
text = "Words"
[activities]
Raised = { kind = "opened", role = "customer" }
Answered = { kind = "message", role = "agent" }
"""
SNAPSHOT = """shape = "snapshot"
timezone = "Europe/Rome"
[columns]
ticket = "Case"
customer = "Who"
[[events]]
kind = "opened"
at = "Opened"
role = "customer"
[[events]]
kind = "status"
at = "Solved"
status = "solved"
role = "agent"
"""
LOG_ROWS = [
    (1, "2025-01-01 10:00:00", "T1", "Raised", 'ann "a", \nb', "secret words"),
    (2, "2025-01-01 11:00:00", "T1", "Answered", "bob", None),
    (3, "2025-01-01 12:00:00", "T1", "Sneezed", "bob", ""),
]
COLUMNS = ("Nr", "When", "Case", "What", "Who", "Words")


class Mapped:
    """A table that is synced with a mapping."""

    def __init__(self, folder: Path, mapping: str, table: str) -> None:
        self.mapping = folder / "mapping.toml"
        self.mapping.write_text(mapping)
        self.url = f"sqlite:///{folder / 'desk.sqlite'}"
        self.engine = sa.create_engine(self.url)
        self.syncs = UnfoldedSyncs(folder / "synced")
        self.now = NOW
        self.run(table)

    def run(self, statement: str, *values: object) -> None:
        with self.engine.begin() as connection:
            connection.exec_driver_sql(statement, values)

    def source(self, **options: str) -> SqlSource:
        chosen = {"table": "rows", "mapping": str(self.mapping), **options}
        return SqlSource(Connection("desk", "sql", self.url, options=chosen))

    def sync(self, **options: str) -> SyncSummary:
        source = self.source(**options)
        try:
            return sync_source(self.syncs, SyncRequest("desk"), source, FixedClock(self.now))
        finally:
            source.close()


def test_a_log_becomes_what_its_import_makes_of_it(tmp_path: Path) -> None:
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    mapped = Mapped(tmp_path, LOG, f"create table rows ({columns}, Mood)")
    for row in LOG_ROWS:
        mapped.run(f"insert into rows ({columns}) values (?, ?, ?, ?, ?, ?)", *row)
    done = mapped.sync(key="Nr", changed_by="Nr")
    assert (done.records, done.counts.accepted, done.counts.rejected) == (3, 2, 1)
    assert done.unknown == {("Mood", None): 3}
    path = tmp_path / "rows.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([COLUMNS, *LOG_ROWS])
    imported = UnfoldedSyncs(tmp_path / "imported")
    request = ImportRequest((path,), read_mapping_file(mapped.mapping), "desk")
    import_files(imported.workspace.lake, request, FixedClock(NOW), imported.workspace.fold)
    assert mapped.syncs.log() == imported.log()
    instants = [row[5].isoformat() for row in mapped.syncs.log()]
    assert instants == ["2025-01-01T09:00:00", "2025-01-01T10:00:00"]
    pages = list(mapped.source(key="Nr").pull(None, None))
    assert "secret words" not in repr([one.raw for page in pages for one in page.records])
    mapped.now += timedelta(minutes=10)
    assert mapped.sync(key="Nr", changed_by="Nr").counts.accepted == 0


def test_a_later_row_of_a_snapshot_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    mapped = Mapped(tmp_path, SNAPSHOT, 'create table rows ("Case", Who, Opened, Solved, version integer)')
    mapped.run("insert into rows values (7, 'ann', '2025-01-01 10:00:00', '2025-01-01 12:00:00', 1)")
    options = {"key": "Case", "changed_by": "version", "numbers_again": "0"}
    assert mapped.sync(**options).counts.accepted == 2
    mapped.run("update rows set Solved = null, version = 2")
    mapped.now += timedelta(minutes=10)
    mapped.sync(**options)
    assert [(row[3], row[6]) for row in mapped.syncs.log()] == [("7", "opened")]
    assert mapped.source(**options).present(["7", "8"]) == {"7"}


def test_a_mapping_stands_alone_and_needs_a_key(tmp_path: Path) -> None:
    mapped = Mapped(tmp_path, SNAPSHOT, "create table rows (a)")
    with pytest.raises(SettingsError, match="key names the column"):
        mapped.source()
    with pytest.raises(SettingsError, match="there is no shape"):
        mapped.source(key="a", shape="log")
    mapped.mapping.write_text(LOG.replace("[activities]", '[opened]\nfrom = "first_row"\n[activities]'))
    with pytest.raises(SettingsError, match="at its first row"):
        mapped.source(key="Nr")
    with pytest.raises(MappingError):
        mapped.source(key="a", mapping=str(tmp_path / "nowhere.toml"))
