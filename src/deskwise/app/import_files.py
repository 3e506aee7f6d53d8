"""Import event logs: files become events, the rest is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskwise.app.lake import FileReading, Folded, Lake, LogImport
from deskwise.events.translation import Translation
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError


@dataclass(frozen=True)
class ImportRequest:
    """What to import and how to read it.

    `mapping` None reads canonical files. `source` names rows that name none; None is the file's own name.
    `timezone` is the zone of local times, before the mapping's. `as_of` declares until when the data is
    complete, with an offset. `dry_run` says what would be and changes nothing.
    """

    files: tuple[Path, ...]
    mapping: Translation | None = None
    source: str | None = None
    timezone: str | None = None
    as_of: datetime | None = None
    dry_run: bool = False
    keep_text: bool = False


@dataclass(frozen=True)
class ImportSummary:
    """What an import did; `tickets`, `requests` and `as_of` are the whole workspace's after it.

    `requests` is null where nobody folded. `reasons` counts rejects and conflicts by their code.
    """

    read: int
    accepted: int
    duplicates: int
    conflicts: int
    superseded: int
    rejected: int
    tickets: int
    requests: int | None
    as_of: datetime | None
    records: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


def import_files(
    lake: Lake,
    request: ImportRequest,
    clock: Clock,
    fold: Callable[[LogImport], Folded] | None = None,
) -> ImportSummary:
    """Import files as one whole: all of them or, if one cannot be read, none.

    `fold` makes the facts inside the same transaction. Raises `UsageError` for a request that cannot be,
    `InputError` for a file that cannot be read, `WorkspaceBusyError` while another process writes.
    """
    _check(request)
    now = clock.now()
    reading = FileReading(request.mapping, request.source, request.timezone, request.keep_text)
    with lake.importing(now) as session:
        for path in request.files:
            session.add_file(path, reading)
        counts = session.admit(request.as_of)
        folded = fold(session) if fold is not None else None
        as_of = session.as_of()
        summary = ImportSummary(
            read=counts.read,
            accepted=counts.accepted,
            duplicates=counts.duplicates,
            conflicts=counts.conflicts,
            superseded=counts.superseded,
            rejected=counts.rejected,
            tickets=folded.tickets if folded is not None else session.count_tickets(),
            requests=folded.requests if folded is not None else None,
            as_of=as_of,
            records=counts.records,
            reasons=counts.reasons,
        )
        if request.dry_run:
            session.discard()
    return summary


def _check(request: ImportRequest) -> None:
    if not request.files:
        raise UsageError("no file was named", do="name one or more CSV, JSON lines or Parquet files")
    if request.source == "":
        raise UsageError("the source's name is empty", do="give it a name, such as helpdesk")
    if request.as_of is not None and request.as_of.tzinfo is None:
        raise UsageError("the as-of says no offset", do="write it as 2025-01-31T00:00:00Z")
    if request.timezone is not None:
        check_zone(request.timezone)


def check_zone(name: str) -> None:
    """Raise `UsageError` unless the name is an IANA time zone's."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"no time zone is called {name!r}", do="use an IANA name, such as Europe/Berlin or UTC"
        ) from error
