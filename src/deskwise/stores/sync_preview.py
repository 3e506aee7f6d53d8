"""What tickets would count as: imported and folded in a workspace that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.app.event_lines import ROWS
from deskwise.app.lake import FileReading
from deskwise.app.source_port import RowReading
from deskwise.app.sync_store import TicketPreview
from deskwise.app.workspace import Workspace
from deskwise.stores.kept_sql import texts_folder
from deskwise.stores.workspace_folder import WorkspaceFolder

if TYPE_CHECKING:
    import duckdb

QUERY = """
    select r.ticket, r.raised_at, r.raised_by, w.elapsed_microseconds, r.resolved_at, r.requests,
        r.reopenings, r.contacts, coalesce(e.events, 0)
    from (select source, ticket, min(raised_at) as raised_at, arg_min(raised_by, request) as raised_by,
            arg_max_null(resolved_at, request) as resolved_at, count(*) as requests,
            sum(reopenings) as reopenings, sum(contacts) as contacts
          from facts.requests where {which} group by source, ticket) r
    left join facts.waits w on w.source = r.source and w.ticket = r.ticket and w.request = 1 and w.wait = 1
        and w.outcome = 'answered'
    left join (select source, ticket, count(*) as events from log
               where not superseded and refusal is null group by source, ticket) e
        on e.source = r.source and e.ticket = r.ticket
    order by r.raised_at, r.ticket limit {most:d}
"""
ALL = 2**31


def sync_reading(file: Path, source: str, rows: RowReading | None, *, keep_text: bool) -> FileReading:
    """How a file of a sync is read: rows by their mapping, all else as canonical."""
    reading = FileReading(source=source, keep_text=keep_text, told=f"sync of {source}")
    if rows is None or not file.name.endswith(ROWS):
        return reading
    translation = replace(rows.mapping, delimiter=",", encoding="utf-8")
    return replace(reading, translation=translation, timezone=rows.timezone)


def preview_events(
    workspace: WorkspaceFolder,
    source: str,
    files: Sequence[Path],
    at: datetime,
    rows: RowReading | None = None,
) -> tuple[TicketPreview, ...]:
    """The tickets of canonical files as they would count under the settings of a workspace."""
    with _beside(workspace, files[0].parent) as beside:
        with beside.lake.importing(at) as session:
            for file in files:
                session.add_file(file, sync_reading(file, source, rows, keep_text=False))
            session.admit(at)
            beside.fold(session)
        return _first_tickets(beside)


def preview_import(
    workspace: WorkspaceFolder, spool: Path, bring_in: Callable[[Workspace], None], most: int
) -> tuple[TicketPreview, ...]:
    """The first tickets of what `bring_in` imports, as they would count under the settings of a workspace."""
    with _beside(workspace, spool) as beside:
        bring_in(beside)
        return _first_tickets(beside, most)


@contextmanager
def _beside(workspace: WorkspaceFolder, spool: Path) -> Iterator[WorkspaceFolder]:
    with tempfile.TemporaryDirectory(prefix="preview-", dir=spool) as folder:
        beside = WorkspaceFolder(Path(folder), compiled=texts_folder(workspace.home))
        pseudonyms = workspace.wishes_pseudonyms()
        beside.save_settings("", workspace.rules(), keep_text=False, pseudonyms=pseudonyms)
        yield beside


def _first_tickets(beside: WorkspaceFolder, most: int | None = None) -> tuple[TicketPreview, ...]:
    with beside.lake.reading() as connection:
        return first_tickets(connection, ALL if most is None else most)


def first_tickets(
    connection: duckdb.DuckDBPyConnection, most: int, which: str = "true"
) -> tuple[TicketPreview, ...]:
    """The first tickets of a state with facts; `which` is a condition on their source and ticket."""
    found = connection.execute(QUERY.format(which=which, most=most)).fetchall()
    return tuple(TicketPreview(*row) for row in found)
