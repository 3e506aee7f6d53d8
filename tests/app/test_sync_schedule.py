from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from deskwise.app.sync_schedule import SyncEnd, SyncOutcome, SyncSchedule, SyncScheduler
from deskwise.app.sync_store import SyncAttempt

NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)
HOUR = 3_600.0


@dataclass
class TurningClock:
    instant: datetime = NOON

    def now(self) -> datetime:
        return self.instant

    def turn(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)

    @property
    def minutes(self) -> int:
        return (self.instant - NOON).seconds // 60


@dataclass
class FakeSync:
    """A sync that ends when the test says so, or at its start."""

    ended: SyncEnd | None = None
    asked: list[str] = field(default_factory=list)

    def end(self) -> SyncEnd | None:
        return self.ended

    def stop(self) -> None:
        self.asked.append("stop")

    def kill(self) -> None:
        self.asked.append("kill")
        self.ended = SyncEnd(SyncOutcome.STOPPED)


@dataclass
class Rig:
    """A scheduler of sources whose syncs are fakes.

    `failing` fail for now, `open` do not end by themselves, `silent` end without a note.
    """

    every: dict[str, float]
    failing: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    clock: TurningClock = field(default_factory=TurningClock)
    attempts: dict[str, SyncAttempt] = field(default_factory=dict)
    begun: list[tuple[str, int]] = field(default_factory=list)
    running: dict[str, FakeSync] = field(default_factory=dict)
    told: list[tuple[str, SyncOutcome, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scheduler = SyncScheduler(
            lambda: self.every,
            lambda: self.attempts,
            self.start,
            lambda name, end, seconds: self.told.append((name, end.outcome, seconds)),
            self.clock,
        )

    def start(self, name: str) -> FakeSync:
        self.begun.append((name, self.clock.minutes))
        sync = self.running[name] = FakeSync()
        if name in self.open:
            return sync
        fails = name in self.failing
        sync.ended = SyncEnd(SyncOutcome.FAILED_FOR_NOW if fails else SyncOutcome.DONE)
        if name not in self.silent:
            before = self.attempts.get(name)
            failed = 0 if before is None else before.failed_in_a_row
            now = self.clock.now()
            self.attempts[name] = SyncAttempt(
                now, now, "it failed" if fails else None, fails, failed + 1 if fails else 0
            )
        return sync

    def look_for(self, minutes: int) -> None:
        until = self.clock.instant + timedelta(minutes=minutes)
        while self.clock.instant <= until:
            self.scheduler.look()
            self.clock.turn(30)

    def begun_of(self, name: str) -> list[int]:
        return [minute for one, minute in self.begun if one == name]


def test_what_was_never_tried_comes_first_and_then_what_waited_longest() -> None:
    attempts = {
        "a": SyncAttempt(NOON - timedelta(hours=2), NOON),
        "b": SyncAttempt(NOON - timedelta(hours=3), NOON),
        "c": SyncAttempt(NOON - timedelta(minutes=59), NOON),
        "d": SyncAttempt(NOON - timedelta(minutes=6), NOON, "it failed", passing=True, failed_in_a_row=1),
        "e": SyncAttempt(NOON - timedelta(minutes=6), NOON, "wrong token", passing=False),
        "g": SyncAttempt(NOON - timedelta(minutes=6)),
    }
    every = dict.fromkeys("abcdefg", HOUR)
    assert SyncSchedule().due(every, attempts, NOON) == ("f", "b", "a", "d", "g")


def test_one_is_tried_again_sooner_and_ever_later_but_never_more_seldom_than_one_that_goes_well() -> None:
    rig = Rig({"bad": HOUR, "good": HOUR, "often": 120.0}, failing={"bad", "often"})
    rig.look_for(119)
    assert rig.begun_of("good") == [0, 60]
    # 5, 10, 20 and 40 minutes after the one before; then as often as one that goes well.
    assert rig.begun_of("bad") == [0, 5, 15, 35, 75]
    assert rig.begun_of("often") == list(range(0, 120, 2))


def test_a_source_is_never_synced_twice_at_once_and_keeps_no_other_waiting() -> None:
    rig = Rig({"long": 600.0, "short": 600.0}, open={"long"})
    rig.look_for(30)
    assert rig.begun_of("long") == [0]
    assert rig.begun_of("short") == [0, 10, 20, 30]
    rig.running["long"].ended = SyncEnd(SyncOutcome.DONE)
    rig.scheduler.look()
    assert ("long", SyncOutcome.DONE, 30.5 * 60) in rig.told
    assert len(rig.begun_of("long")) == 2


def test_so_many_are_under_way_at_once_and_no_more() -> None:
    rig = Rig(dict.fromkeys("abc", 600.0), open=set("abc"))
    rig.scheduler.look()
    assert [name for name, _ in rig.begun] == ["a", "b"]
    rig.running["a"].ended = SyncEnd(SyncOutcome.DONE)
    rig.scheduler.look()
    assert [name for name, _ in rig.begun] == ["a", "b", "c"]


def test_one_that_ends_without_a_note_is_not_started_at_every_look() -> None:
    rig = Rig({"broken": HOUR}, silent={"broken"})
    rig.look_for(12)
    assert rig.begun_of("broken") == [0, 5, 10]


def test_a_connection_that_is_made_meanwhile_is_taken_up_and_one_without_a_schedule_is_left() -> None:
    rig = Rig({})
    rig.attempts["cron"] = SyncAttempt(NOON - timedelta(days=1), NOON)
    rig.look_for(5)
    assert rig.begun == []
    rig.every["new"] = HOUR
    rig.scheduler.look()
    assert rig.begun_of("new") == [5]


def test_what_is_under_way_is_asked_to_stop_before_it_is_ended() -> None:
    rig = Rig({"long": 600.0}, open={"long"})
    rig.scheduler.look()
    rig.scheduler.stop()
    assert not rig.scheduler.is_idle()
    rig.scheduler.kill()
    assert rig.running["long"].asked == ["stop", "kill"]
    assert rig.scheduler.is_idle()
    assert rig.told == [("long", SyncOutcome.STOPPED, 0.0)]
