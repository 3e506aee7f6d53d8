"""Show the sources of a workspace: how far each is, what went wrong last, and what it cannot give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from deskwise.app.settings_connections import ConnectionSettings
from deskwise.app.source_port import Gap, SourceDescription
from deskwise.app.sync_schedule import SyncSchedule
from deskwise.app.sync_store import SyncAttempt, SyncPass, SyncState, SyncStore, Unknown
from deskwise.kernel.clock import Clock

Standing = Literal["never synced", "failed", "under way", "ended early", "history under way", "complete"]


@dataclass(frozen=True)
class SourceStatus:
    """One source as it stands.

    `complete_to` is null while its history is not gone through; `behind_seconds` is how long ago that is.
    `history_share` is how much of the history is there, 0 to 1, null where nobody knows; it begins at
    `history_since`, null for its very beginning. `error` is of the last attempt, null where it went well.
    `gaps` is what its kind cannot give. `sync_every_minutes` is null where no server is to sync it.
    `next_sync_at` is when one does, an instant that is past as soon as it can; null where none runs.
    """

    name: str
    kind: str | None
    standing: Standing
    complete_to: datetime | None = None
    behind_seconds: float | None = None
    history_share: float | None = None
    history_since: datetime | None = None
    last_attempt_at: datetime | None = None
    error: str | None = None
    passing: bool = False
    gaps: tuple[Gap, ...] = ()
    unknown: Mapping[Unknown, int] = field(default_factory=dict)
    sync_every_minutes: int | None = None
    next_sync_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """The object `sources --format json` prints of it."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            **told,
            "gaps": [asdict(gap) for gap in self.gaps],
            "unknown": [
                {"field": name, "value": value, "count": count}
                for (name, value), count in self.unknown.items()
            ],
        }


def show_sources(
    store: SyncStore,
    connected: Mapping[str, ConnectionSettings],
    described: Sequence[SourceDescription],
    clock: Clock,
) -> tuple[SourceStatus, ...]:
    """Every source that is connected or was ever synced, by name."""
    states = {state.source: state for state in store.states()}
    attempts = store.attempts()
    about = {one.kind: one for one in described}
    scheduled = store.is_scheduled()
    found = []
    for name in sorted({*connected, *states}):
        settings = connected.get(name)
        kind = None if settings is None else settings.kind
        every = None if settings is None else settings.sync_every_minutes
        known = about.get(kind) if kind is not None else None
        attempt = attempts.get(name)
        status = _status(name, kind, states.get(name, SyncState(name)), attempt, known, clock.now())
        if status.standing == "ended early" and store.is_syncing(name):
            status = replace(status, standing="under way")
        if every is not None:
            next_at = SyncSchedule().due_at(every * 60, attempt) or clock.now()
            status = replace(status, sync_every_minutes=every, next_sync_at=next_at if scheduled else None)
        found.append(status)
    return tuple(found)


def _status(
    name: str,
    kind: str | None,
    state: SyncState,
    attempt: SyncAttempt | None,
    known: SourceDescription | None,
    now: datetime,
) -> SourceStatus:
    history = state.passes.get("history")
    under_way = history is not None and history.done_at is None
    complete_to = state.complete_to
    return SourceStatus(
        name=name,
        kind=kind,
        standing=_standing(state, attempt, under_way=under_way),
        complete_to=complete_to,
        behind_seconds=None if complete_to is None else (now - complete_to).total_seconds(),
        history_share=_share(history) if history is not None else None,
        history_since=None if history is None else history.since,
        last_attempt_at=None if attempt is None else attempt.begun_at,
        error=None if attempt is None else attempt.error,
        passing=attempt is not None and attempt.passing,
        gaps=() if known is None else known.missing,
        unknown=state.unknown,
    )


def _standing(state: SyncState, attempt: SyncAttempt | None, *, under_way: bool) -> Standing:
    if attempt is not None and attempt.error is not None:
        return "failed"
    if attempt is not None and attempt.ended_at is None:
        return "ended early"
    if under_way:
        return "history under way"
    return "never synced" if state.complete_to is None else "complete"


def _share(history: SyncPass) -> float | None:
    if history.done_at is not None:
        return 1.0
    return min(history.records / history.expected, 1.0) if history.expected else None
