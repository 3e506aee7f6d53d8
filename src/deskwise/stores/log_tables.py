"""The tables of the log inside the lake: their columns, their making, their version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.events.vocabulary import COLUMN_NAMES
from deskwise.kernel.errors import WorkspaceError
from deskwise.kernel.language import say
from deskwise.stores.fold_keys import keep_keys_of_this_engine
from deskwise.stores.sql_text import quoted
from deskwise.stores.sync_tables import PASS_COLUMNS, SYNC_COLUMNS, UNKNOWN_COLUMNS

if TYPE_CHECKING:
    import duckdb

LAYOUT_VERSION = 7

COLUMN_TYPES = {
    # Ids are as many as rows: what looks for repeats in them takes twice as long as writing them.
    "event_id": "varchar using compression uncompressed",
    "revision": "bigint",
    "seq": "bigint",
    "at": "timestamp",
    "value": "decimal(38, 9)",
    "extra": "map(varchar, varchar)",
}
# Beside the canonical columns: whether a higher revision stands, why it does not stand itself, its place, and
# what it is folded with (see `fold_keys`).
BOOKKEEPING = {
    "superseded": "boolean",
    "refusal": "varchar",
    "import_id": "integer",
    "file": "integer",
    "row": "bigint",
    "fold_key": "bigint",
}
LOG_COLUMNS = {name: COLUMN_TYPES.get(name, "varchar") for name in COLUMN_NAMES} | BOOKKEEPING
REJECT_COLUMNS = {
    "import_id": "integer",
    "file": "varchar",
    "line": "bigint",
    "row": "bigint",
    "source": "varchar",
    "ticket": "varchar",
    "event_id": "varchar",
    "reason": "varchar",
    "detail": "varchar",
}
IMPORT_COLUMNS = {
    "import_id": "integer",
    "at": "timestamp",
    "files": "varchar[]",
    "source": "varchar",
    "declared_as_of": "timestamp",
    "latest_event": "timestamp",
    "counts": "json",
}
# The lines of rows that the third pass refuses: they stay in the log, which knows only their numbers.
LINE_COLUMNS = {"import_id": "integer", "file": "integer", "row": "bigint", "line": "bigint"}
# What was doubtful in the data of an import; a check that found nothing has a count of 0 and no severity.
QUALITY_COLUMNS = {
    "import_id": "integer",
    "code": "varchar",
    "subject": "varchar",
    "severity": "varchar",
    "count": "bigint",
    "total": "bigint",
    "counted": "bigint",
    "examples": (
        'struct(file varchar, line bigint, "row" bigint, source varchar, ticket varchar, detail varchar)[]'
    ),
}
SOURCE_COLUMNS = {"source": "varchar", "as_of": "timestamp"}
# The version of the engine whose hashes the keys of the log are.
ENGINE_COLUMNS = {"version": "varchar"}
# Who was forgotten, by keyed hashes (see `tombstones`); what comes later of those who `asked` is so too.
TOMBSTONE_COLUMNS = {"hash": "varchar", "stands": "varchar", "asked": "boolean"}
KEY_COLUMNS = {"key": "varchar"}
# The pseudonyms of customers that an import wrote (see `customer_pseudonyms`), which they have in every later
# one; and the last import up to which no row of the log calls a customer otherwise.
PSEUDONYM_COLUMNS = {"stands": "varchar"}
PSEUDONYMISED_COLUMNS = {"import_id": "integer"}
# Whose text is not kept when it comes again: rows of a ticket, or of none, between two instants.
GONE_TEXT_COLUMNS = {"source": "varchar", "ticket": "varchar", "since": "timestamp", "until": "timestamp"}
# What was forgotten, and when: never who.
FORGOTTEN_COLUMNS = {
    "at": "timestamp",
    "reason": "varchar",
    "persons": "bigint",
    "pseudonyms": "varchar",
    "rows": "bigint",
    "tickets": "bigint",
    "texts": "bigint",
    "rejects": "bigint",
}
TABLES = {
    "log": LOG_COLUMNS,
    "rejects": REJECT_COLUMNS,
    "imports": IMPORT_COLUMNS,
    "sources": SOURCE_COLUMNS,
    "lines": LINE_COLUMNS,
    "quality": QUALITY_COLUMNS,
    "engine": ENGINE_COLUMNS,
    "tombstones": TOMBSTONE_COLUMNS,
    "tombstone_key": KEY_COLUMNS,
    "pseudonyms": PSEUDONYM_COLUMNS,
    "pseudonymised": PSEUDONYMISED_COLUMNS,
    "texts_gone": GONE_TEXT_COLUMNS,
    "forgotten": FORGOTTEN_COLUMNS,
    "syncs": SYNC_COLUMNS,
    "sync_passes": PASS_COLUMNS,
    "sync_unknown": UNKNOWN_COLUMNS,
}


def columns_sql(columns: dict[str, str]) -> str:
    """The columns of a table as its making names them.

    >>> columns_sql({"at": "timestamp"})
    '"at" timestamp'
    """
    return ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())


def names_sql(columns: dict[str, str]) -> str:
    """The names of columns, as a select names them."""
    return ", ".join(quoted(name) for name in columns)


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the log's tables where they are missing, or bring an older layout to this one, in one transaction.

    Raises `WorkspaceError` for a layout newer than this program.
    """
    found = layout_version(connection)
    connection.execute("begin transaction")
    if found is None:
        connection.execute("create table layout (version integer)")
        connection.execute(f"insert into layout values ({LAYOUT_VERSION:d})")
    for name, columns in TABLES.items():
        connection.execute(f"create table if not exists {name} ({columns_sql(columns)})")
    for version in range(found or LAYOUT_VERSION, LAYOUT_VERSION):
        for statement in MIGRATIONS[version]:
            connection.execute(statement)
        connection.execute(f"update layout set version = {version + 1:d}")
    keep_keys_of_this_engine(connection)
    connection.execute("commit")


# By the version they leave; each statement runs in the transaction of the write that finds the old layout.
# A table that is new needs none: those that are missing are made before. So came `quality` (2), `syncs` (5).
MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (),
    2: ("alter table log add column if not exists fold_key bigint",),
    3: ("alter table if exists settings add column if not exists retention json",),
    4: (),
    5: ("alter table log alter column revision type bigint",),
    6: ("alter table if exists settings add column if not exists pseudonyms boolean",),
}


def layout_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The layout of the lake, None where it is empty; raises `WorkspaceError` for a newer one."""
    named = connection.execute("select 1 from duckdb_tables() where table_name = 'layout'").fetchone()
    if named is None:
        return None
    row = connection.execute("select max(version) from layout").fetchone()
    version = None if row is None else row[0]
    if version is not None and version > LAYOUT_VERSION:
        raise WorkspaceError(
            say(
                "the workspace has layout %(version)s, this program knows %(known)s",
                version=version,
                known=LAYOUT_VERSION,
            ),
            do=say("use the version of deskwise that wrote it, or a newer one"),
        )
    return int(version) if version is not None else None
