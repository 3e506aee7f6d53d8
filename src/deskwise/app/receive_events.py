"""Receive events that a program sends: they go the way of an import, and each is told what became of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from deskwise.app.lake import FileReading, RowOutcome
from deskwise.app.sync_store import SyncStore
from deskwise.app.workspace import Workspace
from deskwise.events.reject_reasons import REASON_BY_CODE
from deskwise.events.vocabulary import COLUMN_NAMES
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError

MOST_EVENTS = 10_000
LONGEST_ID = 200
LONGEST_EVENT = 65_536
Became = Literal["added", "already_there", "conflict", "rejected"]
BECAME: tuple[Became, ...] = ("added", "already_there", "conflict", "rejected")
EventLike = Mapping[str, Any]


@dataclass(frozen=True)
class EventBatch:
    """Events as they were sent, in the columns of docs/events.md; null stands for what is no object.

    `source` is the source of those that name none, or of all of them if it is `forced`. `told` names the
    batch where rejects name a file.
    """

    events: Sequence[EventLike | None]
    source: str
    told: str
    forced: bool = False


@dataclass(frozen=True)
class EventResult:
    """What became of one event. `reason` is null unless it does not stand."""

    index: int
    event_id: str | None
    result: Became
    reason: str | None = None
    detail: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The result as the API gives it; with what to do where the event does not stand."""
        told = {"index": self.index, "event_id": self.event_id, "result": self.result}
        if self.reason is None:
            return told
        meant = REASON_BY_CODE[self.reason]
        more = {"reason": self.reason, "detail": self.detail, "sentence": meant.sentence, "do": meant.do}
        return {**told, **more}


@dataclass(frozen=True)
class Received:
    """What became of a batch; the events that were added are on the disk."""

    results: tuple[EventResult, ...]

    def to_json(self) -> dict[str, Any]:
        """The counts, and a result for each event in the order they were sent."""
        counts = Counter(each.result for each in self.results)
        return {
            "received": len(self.results),
            **{name: counts[name] for name in BECAME},
            "results": [each.to_json() for each in self.results],
        }


def receive_events(workspace: Workspace, store: SyncStore, clock: Clock, batch: EventBatch) -> Received:
    """Put a batch into the log: what is there already adds nothing, what cannot stand is kept as a reject.

    Of a source that is synced, events lie beyond its as-of until the next sync: only that knows what else
    there is. Raises `UsageError` for a batch without events or with too many, `WorkspaceBusyError` where
    another writes for too long; then nothing of it was taken.
    """
    if not 1 <= len(batch.events) <= MOST_EVENTS:
        raise UsageError("the batch holds no event, or too many", do=f"send 1 to {MOST_EVENTS:,} at once")
    reading = FileReading(source=batch.source, keep_text=workspace.keeps_text(), told=batch.told)
    with store.spool() as new_file:
        path = new_file(".jsonl")
        path.write_text("".join(_line(each, batch) + "\n" for each in batch.events), encoding="ascii")
        with workspace.lake.importing(clock.now()) as session:
            session.add_file(path, reading)
            for source in _sources(batch) & {each.source for each in store.states()}:
                session.hold_as_of(source)
            session.admit(None)
            outcomes = {each.row: each for each in session.outcomes()}
            results = tuple(_result(number, each, outcomes) for number, each in enumerate(batch.events))
            if _is_new(workspace, batch, results):
                workspace.fold(session)
                session.judge()
            else:
                # Nothing came of it, so no state is made of it.
                session.discard()
    return Received(results)


def _is_new(workspace: Workspace, batch: EventBatch, results: Sequence[EventResult]) -> bool:
    """Whether a batch holds what was not there before: an event, or one to refuse that is not kept yet."""
    refused = {(batch.told, each.index + 1, each.event_id, each.reason) for each in results if each.reason}
    if any(each.result == "added" for each in results) or any(event is None for _, _, event, _ in refused):
        return True
    if not refused or workspace.lake.version() is None:
        return bool(refused)
    kept = {(each.file, each.row, each.event_id, each.reason) for each in workspace.lake.rejects()}
    return not refused <= kept


def _sources(batch: EventBatch) -> set[str]:
    if batch.forced:
        return {batch.source}
    said = [None if each is None else each.get("source") for each in batch.events]
    return {each if isinstance(each, str) and each else batch.source for each in said}


def _line(event: EventLike | None, batch: EventBatch) -> str:
    """An event as a line of a canonical file; a line that is no object where it cannot be one event."""
    if event is None or any(
        isinstance(event.get(name), dict | list) for name in COLUMN_NAMES if name != "extra"
    ):
        return "null"
    # All have the same columns, so that no event changes how the others are read.
    told = {name: event.get(name) for name in COLUMN_NAMES}
    further = {name: value for name, value in event.items() if name not in told}
    if further:
        extra = told["extra"] if told["extra"] is not None else {}
        # What is no map is refused as such.
        told["extra"] = {**further, **extra} if isinstance(extra, dict) else extra
    if batch.forced:
        told["source"] = batch.source
    line = json.dumps(told, separators=(",", ":"))
    return line if len(line) <= LONGEST_EVENT else "null"


def _result(index: int, event: EventLike | None, outcomes: Mapping[int, RowOutcome]) -> EventResult:
    given = None if event is None else event.get("event_id")
    event_id = given if isinstance(given, str) and len(given) <= LONGEST_ID else None
    found = outcomes.get(index + 1)
    if found is None:
        return EventResult(index, event_id, "already_there")
    if found.reason is None:
        return EventResult(index, event_id, "added")
    became: Became = "conflict" if found.reason == "conflict" else "rejected"
    return EventResult(index, event_id, became, found.reason, found.detail)
