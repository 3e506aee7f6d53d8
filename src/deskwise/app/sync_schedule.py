"""When each source is to be synced next, for a process that stays up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskwise.app.sync_store import SyncAttempt
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import SourceError, WorkspaceBusyError


@dataclass(frozen=True)
class SyncSchedule:
    """Every source once in `every_seconds`; one that failed for now sooner, after `retry_seconds`.

    One that failed for good is asked as seldom as one that went well: somebody has to change something.
    """

    every_seconds: float = 3_600.0
    retry_seconds: float = 300.0

    def due_at(self, attempt: SyncAttempt | None) -> datetime | None:
        """When a source is due after its last attempt; null is at once.

        >>> from datetime import UTC
        >>> noon = datetime(2025, 1, 1, 12, tzinfo=UTC)
        >>> str(SyncSchedule().due_at(SyncAttempt(noon, noon, "the network failed", passing=True)))
        '2025-01-01 12:05:00+00:00'
        """
        if attempt is None:
            return None
        wait = self.retry_seconds if attempt.passing else self.every_seconds
        return attempt.begun_at + timedelta(seconds=wait)

    def due(
        self, names: Iterable[str], attempts: Mapping[str, SyncAttempt], now: datetime
    ) -> tuple[str, ...]:
        """The sources that are due now, the longest waiting first."""
        at = {name: self.due_at(attempts.get(name)) for name in names}
        waiting = [name for name, when in at.items() if when is None or when <= now]
        return tuple(sorted(waiting, key=lambda name: (at[name] is not None, at[name] or now, name)))


@dataclass(frozen=True)
class SyncScheduler:
    """Syncs what is due, until it is told to stop.

    `names` and `attempts` are asked anew each round, so that a new connection is taken up. `sync` syncs one
    source and raises what it raises; it has noted it by then. `pause` waits so many seconds, and says
    whether to go on.
    """

    schedule: SyncSchedule
    names: Callable[[], Iterable[str]]
    attempts: Callable[[], Mapping[str, SyncAttempt]]
    sync: Callable[[str], object]
    pause: Callable[[float], bool]
    clock: Clock
    look_seconds: float = 30.0

    def run(self) -> None:
        """Go on until `pause` says not to."""
        while True:
            for name in self.schedule.due(self.names(), self.attempts(), self.clock.now()):
                try:
                    self.sync(name)
                except (SourceError, WorkspaceBusyError):
                    continue  # the source's own attempt says so
            if not self.pause(self.look_seconds):
                return
