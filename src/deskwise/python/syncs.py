"""What syncs brought, and how far the sources are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deskwise.app.show_sources import SourceStatus
from deskwise.app.sync_source import SyncSummary
from deskwise.app.tables.sync_tables import sources_table, sync_table
from deskwise.app.tables.table import Table
from deskwise.python.frames import Kind
from deskwise.python.result import Rows

SYNC_KINDS: dict[str, Kind] = {
    "source": "text", "records": "whole", "read": "whole", "accepted": "whole", "duplicates": "whole",
    "conflicts": "whole", "superseded": "whole", "rejected": "whole", "removed": "whole",
    "complete_to": "instant", "tickets": "whole", "requests": "whole",
}  # fmt: skip
SOURCE_KINDS: dict[str, Kind] = {
    "name": "text", "kind": "text", "standing": "text", "complete_to": "instant", "behind_seconds": "number",
    "history_share": "number", "history_since": "instant", "last_attempt_at": "instant", "error": "text",
    "sync_every_minutes": "whole", "next_sync_at": "instant",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Syncs(Rows[SyncSummary]):
    """The answer of `Workspace.sync`: what each source brought, in the order they were asked."""

    _found: tuple[SyncSummary, ...]
    _zone: str

    @cached_property
    def _items(self) -> tuple[SyncSummary, ...]:
        return self._found

    def _kinds(self) -> Mapping[str, Kind]:
        return SYNC_KINDS

    def _flat(self, item: SyncSummary) -> dict[str, Any]:
        told = item.to_json()
        return {name: told[name] for name in SYNC_KINDS}

    def _tables(self) -> Sequence[Table]:
        return tuple(sync_table(one, self._zone) for one in self._found)

    def _json(self) -> Any:
        return {"syncs": [one.to_json() for one in self._found]}


@dataclass(frozen=True, repr=False)
class Sources(Rows[SourceStatus]):
    """The answer of `Workspace.sources`: how far each source is, by name."""

    _found: tuple[SourceStatus, ...]
    _zone: str

    @cached_property
    def _items(self) -> tuple[SourceStatus, ...]:
        return self._found

    def _kinds(self) -> Mapping[str, Kind]:
        return SOURCE_KINDS

    def _flat(self, item: SourceStatus) -> dict[str, Any]:
        return {name: getattr(item, name) for name in SOURCE_KINDS}

    def _tables(self) -> Sequence[Table]:
        return (sources_table(self._found, self._zone),)

    def _json(self) -> Any:
        return {"sources": [one.to_json() for one in self._found]}
