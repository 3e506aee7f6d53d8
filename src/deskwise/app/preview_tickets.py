"""Show the first tickets of a source as they would count, before anything of it is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from deskwise.app.event_lines import EventFiles
from deskwise.app.source_port import Source
from deskwise.app.sync_source import rows_of
from deskwise.app.sync_store import SyncStore, TicketPreview, Unknown
from deskwise.kernel.clock import Clock

PREVIEWED = 10


@dataclass(frozen=True)
class SourcePreview:
    """The first tickets, and what in their records was not understood; `refused` counts what is no event."""

    tickets: tuple[TicketPreview, ...]
    records: int
    refused: int
    unknown: dict[Unknown, int]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `connect --format json` prints of it."""
        return {
            "tickets": [asdict(one) for one in self.tickets],
            "records": self.records,
            "refused": self.refused,
            "unknown": [
                {"field": name, "value": value, "count": count}
                for (name, value), count in self.unknown.items()
            ],
            "notes": list(self.notes),
        }


def preview_tickets(
    store: SyncStore, name: str, source: Source, clock: Clock, most: int = PREVIEWED
) -> SourcePreview:
    """Pull so many records at most and count them under the workspace's settings; raises `SourceError`."""
    unknown: Counter[Unknown] = Counter()
    records, refused = 0, 0
    with store.spool() as new_file:
        files = EventFiles(new_file, keep_text=False)
        for page in source.pull(None, None):
            for record in page.records[: most - records]:
                translated = source.events(record)
                files.add(translated)
                records += 1
                refused += len(translated.refused)
                unknown.update((field, None) for field in translated.unknown_fields)
                unknown.update(translated.unknown_values)
            if records >= most:
                break
        written = files.close()
        tickets = store.preview(name, written, clock.now(), rows_of(source)) if written else ()
    return SourcePreview(tickets, records, refused, dict(unknown))
