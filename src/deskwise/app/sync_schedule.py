"""When each source is to be synced next, and syncing it then, for a process that stays up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from deskwise.app.sync_store import SyncAttempt
from deskwise.kernel.clock import Clock


@dataclass(frozen=True)
class SyncSchedule:
    """A source every so many seconds; one that failed for now sooner.

    It is asked again after `retry_seconds`, twice as long after each further failure, and never more seldom
    than one that went well. So is one that was ended before it came to its end. One that failed for good
    waits as long as one that went well: somebody has to change something.
    """

    retry_seconds: float = 300.0

    def due_at(self, every_seconds: float, attempt: SyncAttempt | None) -> datetime | None:
        """When a source is due after its last attempt; null is at once.

        >>> from datetime import UTC
        >>> noon = datetime(2025, 1, 1, 12, tzinfo=UTC)
        >>> failed = SyncAttempt(noon, noon, "the network failed", passing=True, failed_in_a_row=2)
        >>> str(SyncSchedule().due_at(3600, failed))
        '2025-01-01 12:10:00+00:00'
        """
        if attempt is None:
            return None
        again = attempt.passing or attempt.ended_at is None
        doubled = self.retry_seconds * 2 ** min(max(attempt.failed_in_a_row - 1, 0), 20)
        wait = min(doubled, every_seconds) if again else every_seconds
        return attempt.begun_at + timedelta(seconds=wait)

    def due(
        self, every_seconds: Mapping[str, float], attempts: Mapping[str, SyncAttempt], now: datetime
    ) -> tuple[str, ...]:
        """The sources that are due now, the longest waiting first; those of `every_seconds` are looked at."""
        at = {name: self.due_at(every, attempts.get(name)) for name, every in every_seconds.items()}
        waiting = [name for name, when in at.items() if when is None or when <= now]
        return tuple(sorted(waiting, key=lambda name: (at[name] is not None, at[name] or now, name)))


class SyncOutcome(StrEnum):
    """How a sync in the background ended."""

    DONE = "done"
    FAILED_FOR_NOW = "failed_for_now"
    FAILED = "failed"
    BUSY = "busy"
    STOPPED = "stopped"
    UNFORESEEN = "unforeseen"


@dataclass(frozen=True)
class SyncEnd:
    """How a sync ended; `counts` is what it brought, by the names that `sync --format json` has."""

    outcome: SyncOutcome
    counts: Mapping[str, Any] = field(default_factory=dict)


class RunningSync(Protocol):
    """A sync under way somewhere else: it makes nobody here wait."""

    def end(self) -> SyncEnd | None:
        """How it ended; null while it is under way."""
        ...

    def stop(self) -> None:
        """Let it stop where it can keep what it brought."""
        ...

    def kill(self) -> None:
        """End it at once; what was not committed comes again."""
        ...


@dataclass
class SyncScheduler:
    """Starts what is due, a few at once and no source twice.

    `every_seconds` and `attempts` are asked anew each time, so that a new connection is taken up. `told`
    hears how each ended, and after how many seconds.
    """

    every_seconds: Callable[[], Mapping[str, float]]
    attempts: Callable[[], Mapping[str, SyncAttempt]]
    start: Callable[[str], RunningSync]
    told: Callable[[str, SyncEnd, float], None]
    clock: Clock
    schedule: SyncSchedule = field(default_factory=SyncSchedule)
    most_at_once: int = 2
    _running: dict[str, RunningSync] = field(default_factory=dict)
    _begun_at: dict[str, datetime] = field(default_factory=dict)

    def look(self) -> None:
        """Hear what has ended, and start what is due."""
        self._hear()
        every = self.every_seconds()
        for name in self.schedule.due(every, self.attempts(), self.clock.now()):
            if len(self._running) >= self.most_at_once:
                return
            if name not in self._running and self._has_waited(name, every[name]):
                self._begun_at[name] = self.clock.now()
                self._running[name] = self.start(name)

    def stop(self) -> None:
        """Ask those under way to stop where they can keep what they brought."""
        for running in self._running.values():
            running.stop()

    def is_idle(self) -> bool:
        """Whether none is under way any more."""
        self._hear()
        return not self._running

    def kill(self) -> None:
        """End those under way at once."""
        for running in self._running.values():
            running.kill()
        self._hear()

    def _hear(self) -> None:
        for name, running in tuple(self._running.items()):
            end = running.end()
            if end is not None:
                del self._running[name]
                self.told(name, end, (self.clock.now() - self._begun_at[name]).total_seconds())

    def _has_waited(self, name: str, every_seconds: float) -> bool:
        """Whether one that ended without a note, so that it looks due, was not started just now."""
        begun_at = self._begun_at.get(name)
        wait = min(self.schedule.retry_seconds, every_seconds)
        return begun_at is None or begun_at + timedelta(seconds=wait) <= self.clock.now()
