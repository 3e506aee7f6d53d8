from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.memory_syncs import MemorySyncs
from app.sync_rig import DESK, TICKETS, Rig, WorldClock
from deskwise.app.lake import ImportProgress
from deskwise.app.source_port import Page
from deskwise.app.sync_source import SyncLimits, SyncRequest, sync_source
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import (
    SourceCredentialsError,
    SourceServerError,
    SyncStoppedError,
    UsageError,
    WorkspaceBusyError,
)
from sources.fake_desk.direct import direct_source
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import BEGAN, busy_world


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


class TellingInOrder(FakeSource):
    """Gives events in the order they happened, and says with each page until when that is all."""

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        for page in super().pull(cursor, since):
            yield replace(page, complete_to=page.records[-1].changed_at)


def test_a_source_that_tells_in_order_is_complete_page_by_page() -> None:
    rig = Rig()

    def fail(page: int) -> None:
        if page == 3:
            raise SourceServerError("it failed", do="wait")

    rig.desk.on_page = fail
    source = direct_source(rig.desk)
    source.__class__ = TellingInOrder
    with pytest.raises(SourceServerError):
        rig.sync(source=source)
    fourth = rig.desk.world.tickets["T00003"]["changed_at"]
    assert rig.store.state("desk").complete_to == datetime.fromisoformat(fourth)


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


def test_one_that_is_told_to_stop_keeps_its_page_and_the_next_goes_on_there() -> None:
    rig = Rig(limits=SyncLimits())
    asked: list[int] = []

    def stops() -> bool:
        asked.append(rig.desk.pages)
        return len(asked) == 2

    with pytest.raises(SyncStoppedError, match="the sync of desk was told to stop"):
        sync_source(rig.store, DESK, direct_source(rig.desk), WorldClock(rig.desk), SyncLimits(), stops=stops)
    assert len(rig.store.commits) == 1
    assert {ticket for ticket, _ in rig.store.rows} == set(TICKETS[:4])
    attempt = rig.store.attempts()["desk"]
    assert (attempt.ended_at, attempt.error) == (None, None)
    assert rig.sync().records == 2
    assert rig.store.standing() == rig.whole()


def test_failures_are_counted_until_one_goes_well() -> None:
    rig = Rig()

    def fail(page: int) -> None:
        raise SourceServerError("desk answered with 500", do="try again later")

    rig.desk.on_page = fail
    for failed in (1, 2):
        with pytest.raises(SourceServerError):
            rig.sync()
        assert rig.store.attempts()["desk"].failed_in_a_row == failed
    rig.desk.on_page = None
    rig.sync()
    assert rig.store.attempts()["desk"].failed_in_a_row == 0
