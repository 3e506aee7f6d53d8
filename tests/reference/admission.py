"""The log: ids and revisions (the second pass), openings (the third), and each source's as-of."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

from . import instants, vocabulary
from .rows import Event, RefusedError, read_row

Key = tuple[str, str | None, str]


class Log:
    """Every accepted row, whether it stands or not."""

    def __init__(self) -> None:
        self.by_id: dict[Key, dict[int, Event]] = {}
        self.as_of: dict[str, int] = {}
        self.imports = 0

    def rows(self) -> list[Event]:
        return [event for revisions in self.by_id.values() for event in revisions.values()]

    def standing(self) -> list[Event]:
        return [event for event in self.rows() if not event.superseded and event.refusal is None]

    def add(
        self,
        rows: list[dict[str, Any]],
        source: str | None,
        timezone: str | None,
        as_of: str | None,
        clock: str,
        keep_text: bool,
    ) -> dict[str, Any]:
        self.imports += 1
        now = instants.parse(clock, timezone or "UTC")
        refused: list[dict[str, Any]] = []
        ordinals: dict[tuple[Any, ...], int] = defaultdict(int)
        latest: dict[str, int] = {}
        seen_sources: set[str] = set()
        counts = {"read": len(rows), "duplicates": 0, "conflicts": 0}
        already_superseded = sum(event.superseded for event in self.rows())
        fresh: list[Event] = []
        for number, cells in enumerate(rows, start=1):
            seen_sources.add(cells.get("source") or source or "desk")
            try:
                event = read_row(
                    cells,
                    number,
                    source=source or "desk",
                    timezone=timezone,
                    clock=now,
                    keep_text=keep_text,
                )
            except RefusedError as refusal:
                refused.append({"row": number, "reason": str(refusal)})
                continue
            event.import_no = self.imports
            if not event.event_id:
                identity = (event.content, event.revision)
                ordinals[identity] += 1
                text = repr((identity, ordinals[identity]))
                event.event_id = "#" + hashlib.sha256(text.encode()).hexdigest()
            verdict = self.admit(event)
            if verdict == "accepted":
                fresh.append(event)
            elif verdict == "duplicate":
                counts["duplicates"] += 1
            else:
                counts["conflicts"] += 1
                refused.append({"row": number, "reason": "conflict"})
                continue
            latest[event.source] = max(event.at, latest.get(event.source, event.at))
        self.move_as_of(source, timezone, as_of, latest, seen_sources)
        self.refuse_by_ticket()
        unborn = [event for event in fresh if event.refusal is not None]
        refused += [{"row": event.row, "reason": event.refusal} for event in unborn]
        refused.sort(key=lambda one: one["row"])
        return {
            **counts,
            "accepted": len(fresh) - len(unborn),
            "superseded": sum(event.superseded for event in self.rows()) - already_superseded,
            "rejected": len(refused) - counts["conflicts"],
            "rejects": refused,
        }

    def admit(self, event: Event) -> str:
        revisions = self.by_id.setdefault((event.source, event.ticket, event.event_id), {})
        if not revisions or event.revision > max(revisions):
            for older in revisions.values():
                older.superseded = True
            revisions[event.revision] = event
            return "accepted"
        same = revisions.get(event.revision)
        highest = revisions[max(revisions)]
        if (same is not None and same.content == event.content) or highest.content == event.content:
            return "duplicate"
        return "conflict"

    def move_as_of(
        self,
        source: str | None,
        timezone: str | None,
        declared: str | None,
        latest: dict[str, int],
        seen_sources: set[str],
    ) -> None:
        if declared is not None:
            instant = instants.parse(declared, timezone or "UTC")
            ends = dict.fromkeys(seen_sources or {source or "desk"}, instant)
        else:
            ends = latest
        for name, end in ends.items():
            self.as_of[name] = max(end, self.as_of.get(name, end))

    def refuse_by_ticket(self) -> None:
        openings: dict[tuple[str, str], Event] = {}
        for event in self.rows():
            event.refusal = None
            if event.superseded or event.ticket is None or event.kind != "opened":
                continue
            key = (event.source, event.ticket)
            if key not in openings or event.order < openings[key].order:
                openings[key] = event
        for event in self.rows():
            if event.superseded or event.ticket is None or event.kind in vocabulary.HAS_NO_TICKET:
                continue
            opening = openings.get((event.source, event.ticket))
            if opening is None or opening is event:
                continue
            if event.place < opening.place:
                event.refusal = "before_opened"
            elif event.kind == "opened":
                event.refusal = "second_opened"
