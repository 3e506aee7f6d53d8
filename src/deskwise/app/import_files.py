"""Import event logs: files become events, the rest is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskwise.app.lake import FileReading, Folded, ImportProgress, Lake, LogImport
from deskwise.app.show_quality import ExplainedFinding, explained
from deskwise.events.translation import Translation
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import InputError, UsageError
from deskwise.kernel.language import say

COUNTS = ("read", "accepted", "duplicates", "conflicts", "superseded", "rejected", "tickets", "requests")


@dataclass(frozen=True)
class ImportRequest:
    """What to import and how to read it.

    `mapping` None reads canonical files. `source` names rows that name none; None is the file's own name.
    `timezone` is the zone of local times, before the mapping's. `as_of` declares until when the data is
    complete, with an offset. `dry_run` says what would be and changes nothing. `detected` pairs files with
    mappings of their own, for those that have another system's columns, and `understood` with what was
    found out about them, which is kept with the import. `told` is what the files are called where they lie
    under names that nobody knows.
    """

    files: tuple[Path, ...]
    mapping: Translation | None = None
    source: str | None = None
    timezone: str | None = None
    as_of: datetime | None = None
    dry_run: bool = False
    keep_text: bool = False
    detected: tuple[tuple[Path, Translation], ...] = ()
    understood: tuple[tuple[Path, tuple[str, ...]], ...] = ()
    told: str | None = None


@dataclass(frozen=True)
class ImportSummary:
    """What an import did; `tickets`, `requests` and `as_of` are the whole workspace's after it.

    `requests` is null where nobody folded. `reasons` counts rejects and conflicts by their code. `notes` say
    what was taken of a file that could be read in more than one way, `quality` what is doubtful in what was
    read, most serious first.
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
    notes: tuple[str, ...] = ()
    quality: tuple[ExplainedFinding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object `import --format json` prints."""
        return {
            **self.counts(),
            "notes": list(self.notes),
            "quality": [found.to_json() for found in self.quality],
        }

    def counts(self) -> dict[str, Any]:
        """What became of the rows, and until when the data is known."""
        return {**{name: getattr(self, name) for name in COUNTS}, "as_of": self.as_of}


def import_files(
    lake: Lake,
    request: ImportRequest,
    clock: Clock,
    fold: Callable[[LogImport], Folded] | None = None,
    watch: Callable[[Callable[[], ImportProgress]], None] | None = None,
) -> ImportSummary:
    """Import files as one whole: all of them or, if one cannot be read, none.

    `fold` makes the facts before anybody sees the log. `watch` is given what tells how far it all is.
    Raises `UsageError` for a request that cannot be,
    `InputError` for a file that cannot be read, `WorkspaceBusyError` while another process writes.
    """
    _check(request)
    now = clock.now()
    detected, understood = dict(request.detected), dict(request.understood)
    reading = FileReading(
        request.mapping, request.source, request.timezone, request.keep_text, told=request.told
    )
    with lake.importing(now) as session:
        if watch is not None:
            watch(session.progress)
        for path in request.files:
            notes = understood.get(path, ())
            session.add_file(
                path, replace(reading, translation=detected.get(path, request.mapping), notes=notes)
            )
        counts = session.admit(request.as_of)
        if counts.read == 0 and request.as_of is None:
            raise InputError(
                say("the files hold column names at most, and no row")
                if len(request.files) > 1
                else say(
                    "%(file)s holds column names at most, and no row", file=request.told or request.files[0]
                ),
                do=say("export again; if there is nothing new, declare until when: --as-of 2025-01-31"),
            )
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
            notes=counts.notes,
            quality=explained(session.judge()).findings,
        )
        if request.dry_run:
            session.discard()
    return summary


def _check(request: ImportRequest) -> None:
    if not request.files:
        raise UsageError(
            say("no file was named"), do=say("name one or more files: CSV, XLSX, JSON or Parquet")
        )
    if request.source == "":
        raise UsageError(say("the source's name is empty"), do=say("give it a name, such as helpdesk"))
    if request.as_of is not None and request.as_of.tzinfo is None:
        raise UsageError(say("the as-of says no offset"), do=say("write it as 2025-01-31T00:00:00Z"))
    if request.timezone is not None:
        check_zone(request.timezone)


def check_zone(name: str) -> None:
    """Raise `UsageError` unless the name is an IANA time zone's."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            say("no time zone is called %(name)s", name=repr(name)),
            do=say("use an IANA name, such as Europe/Berlin or UTC"),
        ) from error
