"""A lake to try imports on: files are written, imported and looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.app.lake import Reject
from deskwise.events.translation import Translation
from deskwise.kernel.clock import FixedClock
from deskwise.stores.lake_file import LakeFile

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Desk:
    """A workspace in a folder."""

    home: Path
    lake: LakeFile = field(init=False)
    files: int = 0

    def __post_init__(self) -> None:
        self.lake = LakeFile(self.home / "workspace", threads=2, wait_seconds=0)

    def write(self, text: str | bytes, ending: str = ".csv") -> Path:
        """A file with that content."""
        self.files += 1
        path = self.home / f"file-{self.files}{ending}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def bring_in(
        self,
        *files: str | bytes | Path,
        source: str | None = "desk",
        timezone: str | None = None,
        as_of: datetime | None = None,
        mapping: Translation | None = None,
        dry_run: bool = False,
        keep_text: bool = False,
    ) -> ImportSummary:
        """Import files, given by their content or path."""
        paths = tuple(one if isinstance(one, Path) else self.write(one) for one in files)
        request = ImportRequest(paths, mapping, source, timezone, as_of, dry_run, keep_text)
        return import_files(self.lake, request, FixedClock(NOW))

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the lake."""
        with self.lake.reading() as connection:
            return connection.execute(sql).fetchall()

    def column(self, expression: str, where: str = "true") -> list[Any]:
        """One expression over the log, in its order."""
        return [
            row[0]
            for row in self.ask(
                f'select {expression} from log where {where} order by "at", source, seq, event_id, revision'
            )
        ]

    def log(self) -> list[tuple[Any, ...]]:
        """All that the log says, but for how it came in."""
        return self.ask(
            "select * exclude (import_id, file, row) from log"
            ' order by "at", source, ticket, seq, event_id, revision'
        )

    def rejects(self) -> list[Reject]:
        """The rows that do not stand."""
        return list(self.lake.rejects())

    def reasons(self) -> list[tuple[int | None, str]]:
        """Row and reason of what does not stand."""
        return [(one.row, one.reason) for one in self.rejects()]
