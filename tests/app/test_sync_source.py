from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.memory_syncs import KilledError, MemorySyncs, Row
from deskwise.app.lake import ImportProgress
from deskwise.app.source_port import Page
from deskwise.app.sync_source import SyncLimits, SyncRequest, SyncSummary, sync_source
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import SourceCredentialsError, SourceServerError, UsageError, WorkspaceBusyError
from sources.fake_desk.direct import direct_source
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import BEGAN, busy_world

DESK = SyncRequest("desk")
TICKETS = [f"T{number:05}" for number in range(6)]


@dataclass
class WorldClock:
    """Shows what the fake help desk's clock shows, and `ahead` of it."""

    desk: FakeDesk
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.desk.world.now + self.ahead


@dataclass
class Rig:
    """A help desk, a place to sync into, and a clock."""

    desk: FakeDesk = field(default_factory=lambda: FakeDesk(busy_world(6), most_a_page=2))
    store: MemorySyncs = field(default_factory=MemorySyncs)
    limits: SyncLimits = field(default_factory=lambda: SyncLimits(batch_records=2))

    def sync(self, request: SyncRequest = DESK, source: FakeSource | None = None) -> SyncSummary:
        asked = source or direct_source(self.desk)
        return sync_source(self.store, request, asked, WorldClock(self.desk), self.limits)

    def whole(self) -> dict[tuple[str, str], Row]:
        """What one undisturbed sync of the desk as it is brings."""
        store = MemorySyncs()
        sync_source(store, DESK, direct_source(self.desk), WorldClock(self.desk))
        return store.standing()


def test_a_first_sync_goes_through_the_history_and_is_complete_at_its_start() -> None:
    rig = Rig()
    start = rig.desk.world.now
    summary = rig.sync()
    assert (summary.records, summary.tickets, summary.complete_to) == (6, 6, start)
    assert rig.store.standing() == rig.whole()
    # Only the last commit says that anything is complete.
    assert [one.state.complete_to for one in rig.store.commits] == [None, None, None, start]


def test_a_later_sync_asks_for_what_was_changed_and_a_little_before() -> None:
    rig = Rig()
    first = rig.sync()
    rig.desk.world.reply("T00001")
    summary = rig.sync()
    daily = rig.store.state("desk").passes["daily"]
    assert first.complete_to is not None
    assert daily.since == first.complete_to - timedelta(seconds=120)
    assert summary.counts.accepted == 1
    assert summary.complete_to == rig.desk.world.now
    assert rig.store.standing() == rig.whole()


def test_a_change_that_became_visible_late_is_brought_by_the_overlap() -> None:
    rig = Rig()
    rig.sync()
    rig.desk.world.now += timedelta(minutes=10)
    rig.sync()
    seen = rig.desk.world.now
    rig.desk.world.reply("T00002")
    # Written before the last sync began, and seen only after it.
    rig.desk.world.tickets["T00002"]["changed_at"] = (seen - timedelta(seconds=100)).isoformat(
        timespec="milliseconds"
    )
    rig.sync()
    assert rig.store.standing() == rig.whole()


def test_a_help_desk_whose_clock_is_behind_is_asked_by_its_own() -> None:
    rig = Rig()
    ahead = WorldClock(rig.desk, timedelta(hours=3))
    summary = sync_source(rig.store, DESK, direct_source(rig.desk), ahead)
    assert summary.complete_to == rig.desk.world.now
    rig.desk.world.reply("T00001")
    sync_source(rig.store, DESK, direct_source(rig.desk), ahead)
    assert rig.store.standing() == rig.whole()


def test_changes_are_brought_beside_a_history_that_takes_long() -> None:
    rig = Rig(desk=FakeDesk(busy_world(20), most_a_page=2))

    def slow(page: int) -> None:
        rig.desk.world.now += timedelta(minutes=40)
        if page == 3:
            rig.desk.world.reply("T00019")

    rig.desk.on_page = slow
    rig.sync()
    orders = [one.state.passes for one in rig.store.commits]
    dailies = [found["daily"].done_at for found in orders if "daily" in found]
    open_histories = [found for found in orders if found["history"].done_at is None and "daily" in found]
    assert any(dailies)
    assert open_histories
    assert rig.store.standing() == rig.whole()


def test_what_is_gone_is_found_part_by_part() -> None:
    rig = Rig(limits=SyncLimits(sweep_tickets=2))
    rig.sync()
    rig.desk.world.delete("T00003")
    removed = [rig.sync().removed for _ in range(3)]
    assert removed == [0, 1, 0]
    assert ("T00003", "deskwise-removed") in rig.store.rows
    assert [rig.sync().removed for _ in range(4)] == [0] * 4


def test_a_full_sync_looks_for_all_that_is_gone() -> None:
    rig = Rig(limits=SyncLimits(sweep_tickets=1))
    rig.sync()
    rig.desk.world.delete("T00005")
    assert rig.sync(SyncRequest("desk", full=True)).removed == 1


def test_very_many_that_are_gone_at_once_are_told_and_not_removed() -> None:
    rig = Rig(desk=FakeDesk(busy_world(40)))
    rig.sync()
    for number in range(30):
        rig.desk.world.delete(f"T{number:05}")
    summary = rig.sync()
    assert summary.removed == 0
    assert summary.notes
    assert "30 of 40" in summary.notes[0]
    assert not [key for key in rig.store.rows if key[1] == "deskwise-removed"]


def test_since_goes_through_the_history_from_there() -> None:
    rig = Rig()
    rig.sync(SyncRequest("desk", since=BEGAN + timedelta(minutes=12)))
    some = {ticket for ticket, _ in rig.store.rows}
    assert some
    assert some < set(TICKETS)
    rig.sync(SyncRequest("desk", full=True))
    assert rig.store.standing() == rig.whole()


def test_an_instant_without_offset_or_yet_to_come_is_refused() -> None:
    rig = Rig()
    for since in (datetime(2025, 1, 1), rig.desk.world.now + timedelta(seconds=1)):
        with pytest.raises(UsageError):
            rig.sync(SyncRequest("desk", since=since))
    assert rig.store.attempts() == {}


def test_a_ticket_that_only_once_is_not_to_be_found_stays() -> None:
    rig = Rig()
    rig.sync()
    source = direct_source(rig.desk)
    asked: list[int] = []

    def present(tickets: Sequence[str]) -> frozenset[str]:
        asked.append(len(tickets))
        return frozenset(tickets if len(asked) > 1 else tickets[1:])

    vars(source)["present"] = present
    assert rig.sync(source=source).removed == 0
    assert asked == [6, 1]


def test_a_full_sync_under_way_takes_back_no_claim() -> None:
    rig = Rig()
    first = rig.sync()
    rig.desk.world.reply("T00001")

    def fail(page: int) -> None:
        if page > seen + 2:
            raise SourceServerError("it failed", do="wait")

    seen = rig.desk.pages
    rig.desk.on_page = fail
    with pytest.raises(SourceServerError):
        rig.sync(SyncRequest("desk", full=True))
    complete_to = rig.store.state("desk").complete_to
    assert complete_to is not None
    assert first.complete_to is not None
    assert complete_to > first.complete_to


def test_how_an_attempt_ended_is_noted() -> None:
    rig = Rig()

    def fail(page: int) -> None:
        raise SourceServerError("desk failed", do="try again later")

    rig.desk.on_page = fail
    with pytest.raises(SourceServerError):
        rig.sync()
    noted = rig.store.attempts()["desk"]
    assert (noted.error, noted.passing) == ("desk failed: try again later", True)
    rig.desk.on_page = None
    rig.sync()
    noted = rig.store.attempts()["desk"]
    assert (noted.error, noted.ended_at) == (None, rig.desk.world.now)


def test_a_wrong_token_is_noted_as_final() -> None:
    class Locked(FakeSource):
        def check(self) -> None:  # type: ignore[override]  # it never returns
            raise SourceCredentialsError("desk does not know us", do="see its token")

    rig = Rig()
    source = direct_source(rig.desk)
    source.__class__ = Locked
    with pytest.raises(SourceCredentialsError):
        rig.sync(source=source)
    assert not rig.store.attempts()["desk"].passing
    assert rig.store.commits == []


def test_a_second_sync_of_the_same_source_does_nothing() -> None:
    rig = Rig(store=MemorySyncs(busy=True))
    with pytest.raises(WorkspaceBusyError):
        rig.sync()
    assert rig.desk.pages == 0


def test_what_was_met_and_not_understood_adds_up() -> None:
    rig = Rig()
    rig.desk.world.tickets["T00001"]["mood"] = "good"
    rig.desk.world.set_status("T00002", "sleeping")
    summary = rig.sync()
    assert summary.unknown == {("mood", None): 1, ("history.to", "sleeping"): 1}
    assert summary.to_json()["unknown"] == [
        {"field": "history.to", "value": "sleeping", "count": 1},
        {"field": "mood", "value": None, "count": 1},
    ]
    rig.desk.world.reply("T00001")
    rig.sync()
    # T00002 lies within the overlap: what comes twice is counted twice.
    assert rig.store.state("desk").unknown == {("mood", None): 2, ("history.to", "sleeping"): 2}


def test_a_record_that_cannot_be_translated_is_counted_and_the_rest_comes() -> None:
    rig = Rig()
    del rig.desk.world.tickets["T00001"]["opened_at"]
    summary = rig.sync()
    assert (summary.counts.rejected, rig.store.refused) == (1, 1)
    assert {ticket for ticket, _ in rig.store.rows} == set(TICKETS) - {"T00001"}


def test_it_tells_how_far_it_is_and_how_much_there_is() -> None:
    rig = Rig()
    told: list[ImportProgress] = []

    def watch(ask: Callable[[], ImportProgress]) -> None:
        rig.desk.on_page = lambda page: told.append(ask())

    sync_source(rig.store, DESK, direct_source(rig.desk), WorldClock(rig.desk), watch=watch)
    assert [one.what for one in told[:3]] == ["history of desk"] * 3
    assert [one.share for one in told[1:3]] == [2 / 6, 4 / 6]
    assert str(told[2]) == "history of desk: 67%, 4 records"


class Repeating(FakeSource):
    """Gives some pages twice, as a retry can."""

    twice: frozenset[int] = frozenset()

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        for number, page in enumerate(super().pull(cursor, since)):
            yield page
            if number in self.twice:
                yield page


CHANGES = st.sampled_from(["reply", "solve", "correct", "open"])
HAPPENINGS = st.dictionaries(st.integers(1, 12), st.tuples(CHANGES, st.sampled_from(TICKETS)), max_size=6)
SYNCS = st.fixed_dictionaries(
    {
        "between": st.lists(st.tuples(CHANGES, st.sampled_from(TICKETS)), max_size=2),
        "happen": HAPPENINGS,
        "fail_at": st.none() | st.integers(1, 10),
        "kill": st.none() | st.tuples(st.integers(1, 5), st.sampled_from(["before", "after"])),
        "batch": st.integers(1, 7),
        "page": st.integers(1, 4),
        "twice": st.frozensets(st.integers(0, 6), max_size=3),
        "full": st.booleans(),
        "cap": st.sampled_from([None, 2, 5]),
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SYNCS, min_size=1, max_size=4))
def test_whatever_happens_on_the_way_the_log_is_the_same(syncs: list[dict[str, object]]) -> None:
    """Pages of any size, repeated, failing or killed at any place, while tickets change: nothing is
    missing and nothing twice, and every claim of completeness holds.
    """
    rig = Rig()
    for one in syncs:
        disturbed(rig, one)
        complete_to = rig.store.state("desk").complete_to
        if complete_to is not None:
            told = complete_to.isoformat()
            whole = {key for key, row in rig.whole().items() if dict(row)["at"] <= told}
            assert whole <= set(rig.store.standing())
    rig.store.kill_at = {}
    rig.sync()
    assert rig.store.standing() == rig.whole()
    assert rig.store.conflicts == 0


def disturbed(rig: Rig, one: dict[str, object]) -> None:
    """A sync in which what is drawn happens."""
    happen, kill = one["happen"], one["kill"]
    assert isinstance(happen, dict)
    assert isinstance(one["between"], list)
    for what, ticket in one["between"]:
        change(rig, what, ticket)
    first, failed = rig.desk.pages, one["fail_at"]

    def on_page(page: int) -> None:
        number = page - first
        if number == failed:
            raise SourceServerError("it failed", do="wait")
        if number in happen:
            change(rig, *happen[number])

    rig.desk.on_page = on_page
    rig.desk.most_a_page = int(str(one["page"]))
    rig.limits = SyncLimits(batch_records=int(str(one["batch"])))
    rig.store.kill_at = {len(rig.store.commits) + kill[0]: kill[1]} if isinstance(kill, tuple) else {}
    cap = one["cap"]
    source = direct_source(rig.desk, cap if isinstance(cap, int) else None)
    source.__class__ = Repeating
    assert isinstance(source, Repeating)
    assert isinstance(one["twice"], frozenset)
    source.twice = one["twice"]
    rig.desk.cap = cap if isinstance(cap, int) else 1_000
    try:
        rig.sync(SyncRequest("desk", full=bool(one["full"])), source)
    except (SourceServerError, KilledError):
        pass
    finally:
        rig.desk.cap, rig.desk.on_page = 1_000, None


def change(rig: Rig, what: str, ticket: str) -> None:
    world = rig.desk.world
    if what == "reply":
        world.reply(ticket, "bob")
    elif what == "solve":
        world.set_status(ticket, "solved", "bob")
    elif what == "correct":
        world.correct(ticket, 1, by=f"agent {world.now.minute}")
    else:
        world.open(f"N{len(world.tickets):05}")


def test_a_clock_that_stands_still_ends_a_sync() -> None:
    rig = Rig()
    clock = FixedClock(rig.desk.world.now)
    for _ in range(3):
        sync_source(rig.store, DESK, direct_source(rig.desk), clock, SyncLimits(fresh_seconds=0))
    assert rig.store.standing() == rig.whole()


def test_a_value_that_may_be_somebodys_text_is_counted_and_not_told() -> None:
    rig = Rig()
    for ticket, status in zip(TICKETS, ("gelöst", "ann@example.org", "x" * 41, "two\nlines"), strict=False):
        rig.desk.world.set_status(ticket, status)
    assert rig.sync().unknown == {("history.to", "gelöst"): 1, ("history.to", "…"): 3}
