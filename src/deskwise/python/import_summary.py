"""What an import did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from deskwise.app import import_files as app
from deskwise.app.tables.import_table import import_table, refused_words
from deskwise.app.tables.quality_table import doubt_lines
from deskwise.app.tables.table import Table
from deskwise.python.frames import Kind
from deskwise.python.quality import Finding, finding_of
from deskwise.python.result import Result


@dataclass(frozen=True, repr=False)
class ImportSummary(Result):
    """The answer of `Workspace.import_`: what became of the rows of the files.

    `read` is `accepted` + `duplicates` + `conflicts` + `rejected`.
    """

    _summary: app.ImportSummary
    _zone: str
    dry_run: bool
    notes: tuple[str, ...] = ()
    """How files of other systems were understood, and what was taken where there was a choice."""

    @property
    def read(self) -> int:
        """Rows in the files."""
        return self._summary.read

    @property
    def accepted(self) -> int:
        """Rows that became events."""
        return self._summary.accepted

    @property
    def duplicates(self) -> int:
        """Rows that were there already, with the same content."""
        return self._summary.duplicates

    @property
    def conflicts(self) -> int:
        """Rows with the id of an event that has another content; the first one stays."""
        return self._summary.conflicts

    @property
    def superseded(self) -> int:
        """Events that gave way to a higher revision."""
        return self._summary.superseded

    @property
    def rejected(self) -> int:
        """Rows that could not be events; `Workspace.rejects` lists them."""
        return self._summary.rejected

    @property
    def reasons(self) -> Mapping[str, int]:
        """Rejects and conflicts by the code of their reason."""
        return dict(self._summary.reasons)

    @property
    def tickets(self) -> int:
        """Tickets in the workspace after it."""
        return self._summary.tickets

    @property
    def requests(self) -> int | None:
        """Requests in the workspace after it."""
        return self._summary.requests

    @property
    def as_of(self) -> datetime | None:
        """Until when the workspace's data is known to be complete; null while it is empty."""
        return self._summary.as_of

    @property
    def quality(self) -> tuple[Finding, ...]:
        """What is doubtful in what was read, most serious first; `Workspace.quality` reads it again."""
        return tuple(finding_of(found) for found in self._summary.quality)

    def rows(self) -> list[dict[str, Any]]:
        """The counts in one row."""
        return [self._summary.counts()]

    def _kinds(self) -> Mapping[str, Kind]:
        return {name: "instant" if name == "as_of" else "whole" for name in self._summary.counts()}

    def _tables(self) -> Sequence[Table]:
        table = import_table(self._summary, self._zone, dry_run=self.dry_run)
        notes = [*table.notes, *self.notes]
        refused = refused_words(self._summary)
        if refused:
            notes.append(f"{refused}." if self.dry_run else f"{refused}; rejects() lists them.")
        if self._summary.quality:
            notes += doubt_lines(self._summary.quality, None if self.dry_run else "quality()")
        return (replace(table, notes=notes),)

    def _json(self) -> Any:
        return {**self._summary.to_json(), "notes": list(self.notes)}
