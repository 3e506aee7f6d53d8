"""An import as a person asks for it: words become a request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deskwise.app.import_files import ImportRequest, check_zone
from deskwise.app.workspace import Workspace
from deskwise.events.translation import Translation
from deskwise.kernel.periods import parse_day_or_instant


def import_request(
    workspace: Workspace,
    files: Sequence[Path],
    mapping: Translation | None,
    *,
    source: str | None = None,
    timezone: str | None = None,
    as_of: str | None = None,
    dry_run: bool = False,
) -> ImportRequest:
    """What to import; an `as_of` without an offset is of the files' zone, else of the workspace's.

    Raises `UsageError` for a zone or an instant that does not exist.
    """
    if timezone is not None:
        check_zone(timezone)
    return ImportRequest(
        files=tuple(files),
        mapping=mapping,
        source=source,
        timezone=timezone,
        as_of=None if as_of is None else _instant(as_of, timezone or workspace.rules().zone),
        dry_run=dry_run,
        keep_text=workspace.keeps_text(),
    )


def _instant(text: str, zone: str) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=parse_day_or_instant(text, zone))
