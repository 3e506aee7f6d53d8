from __future__ import annotations

from datetime import UTC, datetime, timedelta

from deskwise.app.sync_schedule import SyncSchedule, SyncScheduler
from deskwise.app.sync_store import SyncAttempt
from deskwise.kernel.errors import SourceServerError

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


class TurningClock:
    def __init__(self) -> None:
        self.instant = NOON

    def now(self) -> datetime:
        return self.instant


def test_what_was_never_tried_comes_first_and_then_what_waited_longest() -> None:
    attempts = {
        "a": SyncAttempt(NOON - timedelta(hours=2), NOON),
        "b": SyncAttempt(NOON - timedelta(hours=3), NOON),
        "c": SyncAttempt(NOON - timedelta(minutes=59), NOON),
        "d": SyncAttempt(NOON - timedelta(minutes=6), NOON, "it failed", passing=True),
        "e": SyncAttempt(NOON - timedelta(minutes=6), NOON, "wrong token", passing=False),
    }
    assert SyncSchedule().due("abcdef", attempts, NOON) == ("f", "b", "a", "d")


def test_a_source_that_fails_keeps_no_other_waiting_and_is_tried_again_sooner() -> None:
    clock = TurningClock()
    attempts: dict[str, SyncAttempt] = {}
    synced: list[tuple[str, int]] = []

    def sync(name: str) -> None:
        synced.append((name, (clock.now() - NOON).seconds // 60))
        passing = name == "bad"
        attempts[name] = SyncAttempt(clock.now(), clock.now(), "it failed" if passing else None, passing)
        if passing:
            raise SourceServerError("it failed", do="wait")

    def pause(seconds: float) -> bool:
        clock.instant += timedelta(seconds=seconds)
        return clock.instant < NOON + timedelta(minutes=61)

    SyncScheduler(SyncSchedule(), lambda: ("bad", "good"), lambda: attempts, sync, pause, clock).run()
    assert [minute for name, minute in synced if name == "good"] == [0, 60]
    assert [minute for name, minute in synced if name == "bad"] == list(range(0, 61, 5))
