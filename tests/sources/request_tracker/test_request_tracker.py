"""Request Tracker as a source: the suite, and how its REST2 is asked. What is recorded, a real one told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from deskwise.app.source_port import Connection
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import SettingsError, SourcePermissionError, SourceSchemaError
from deskwise.sources.http.client import HttpClient
from deskwise.sources.http.pace import Pace
from deskwise.sources.request_tracker import RequestTracker, authorization
from sources.fake_desk.server import Fault
from sources.request_tracker.recorded_desk import END, PASSWORD, RecordedDesk, serving
from sources.request_tracker.seed import READER
from sources.source_contract import FaultName, ServedDesk, SourceContract

WORDS = "Cannot log in"
FAULTS: dict[FaultName, Fault] = {
    "rate": Fault(429, retry_after="7", body=WORDS),
    "server": Fault(500, body=WORDS),
    "truncated": Fault(200, cut=True),
    "dropped": Fault(drop=True),
}


@dataclass
class ServedTracker:
    """The recorded Request Tracker as the suite wants it."""

    desk: RecordedDesk
    secret: str = PASSWORD
    words: tuple[str, ...] = (WORDS,)
    waited: list[float] = field(default_factory=list)
    made: list[RequestTracker] = field(default_factory=list)

    def source(self, *, secret: str | None = None, **options: str) -> RequestTracker:
        token = secret or PASSWORD
        connection = Connection(
            "desk", "request_tracker", self.desk.url, user=READER, token=token, options=options
        )
        pace = Pace(FixedClock(self.now()), lambda: 0.0, self.waited.append, lambda: 0.5)
        client = HttpClient(connection, {"authorization": authorization(connection)}, pace)
        self.made.append(RequestTracker(connection, client, transactions_at_once=40, tickets_at_once=3))
        return self.made[-1]

    def fail(self, fault: FaultName, times: int = 1, after: int = 1) -> None:
        self.desk.faults[:] = [None] * after + [FAULTS[fault]] * times

    def change_schema(self) -> None:
        self.desk.faults[:] = [Fault(200, body=f'{{"items": ["{WORDS}"]}}')]

    def add_unknown(self) -> tuple[str, tuple[str, str]]:
        self.desk.happens("1", Type="Set", Field="Mood", NewValue=WORDS)
        self.desk.happens("2", Type="Status", Field="Status", OldValue="resolved", NewValue="sleeping")
        return "Mood", ("Status", "sleeping")

    @contextmanager
    def change_while_paging(self) -> Iterator[None]:
        def happen(number: int) -> None:
            if number <= 5:
                self.desk.happens("1", Type="Correspond")
                self.desk.happens(str(number + 1), Type="Set", Field="Priority", OldValue="0", NewValue="9")

        self.desk.on_history = happen
        yield
        self.desk.on_history = None

    def delete(self) -> str:
        self.desk.shred("2")
        return "2"

    def now(self) -> datetime:
        return self.desk.now


@pytest.fixture
def tracker() -> Iterator[ServedTracker]:
    with serving(RecordedDesk()) as desk:
        served = ServedTracker(desk)
        yield served
        for source in served.made:
            source.close()


class TestRequestTracker(SourceContract):
    @pytest.fixture
    def desk(self, tracker: ServedTracker) -> ServedDesk:
        return tracker


def test_its_clock_is_the_one_its_answers_carry(tracker: ServedTracker) -> None:
    checked = tracker.source().check()
    assert (checked.who, checked.server_now) == (READER, END)
    assert checked.sees == tuple(
        f"queue {name}" for name in ("General", "Problems", "Repairs", "Second line", "Support")
    )


def test_another_version_is_refused(tracker: ServedTracker) -> None:
    tracker.desk.told["rt"]["Version"] = "4.4.6"
    with pytest.raises(SourceSchemaError, match=r"is Request Tracker 4\.4\.6"):
        tracker.source().check()


def test_a_user_that_is_not_privileged_is_told_so(tracker: ServedTracker) -> None:
    next(one for one in tracker.desk.told["users"] if one["Name"] == READER)["Privileged"] = 0
    with pytest.raises(SourcePermissionError, match="is not privileged"):
        tracker.source().check()


def test_gaps_in_its_lists_end_nothing(tracker: ServedTracker) -> None:
    """The newest entries and a whole middle are not for this reader: the rest comes all the same."""
    whole = {one.id for page in tracker.source().pull(None, None) for one in page.records}
    entries = tracker.desk.told["transactions"]
    for _ in range(140):
        tracker.desk.happens("17", Type="Comment")
        tracker.desk.unseen.add(entries[-1]["id"])
    records = {one.id: one for page in tracker.source().pull(None, None) for one in page.records}
    assert set(records) == whole
    assert len(records["17"].raw["transactions"]) == 1


def test_tickets_without_any_history_to_be_seen_are_an_error(tracker: ServedTracker) -> None:
    tracker.desk.unseen |= {one["id"] for one in tracker.desk.told["transactions"]}
    with pytest.raises(SourcePermissionError, match="none of the 2,000 newest transactions"):
        list(tracker.source().pull(None, None))


def test_a_desk_without_tickets_gives_nothing(tracker: ServedTracker) -> None:
    tracker.desk.told |= {"tickets": [], "transactions": []}
    assert list(tracker.source().pull(None, None)) == []


@pytest.mark.parametrize(
    ("since", "tickets"),
    [
        (datetime(2025, 3, 14, 15, 30, tzinfo=UTC), {"17"}),
        (datetime(2025, 3, 14, 15, 30, 1, tzinfo=UTC), set()),
        (datetime(2025, 3, 14, 15, 5, tzinfo=UTC), {"16", "17"}),
        (datetime(2025, 3, 14, 13, 5, tzinfo=UTC), {"15", "16", "17"}),
        (datetime(2024, 1, 1, tzinfo=UTC), {str(number) for number in range(1, 18)}),
    ],
)
def test_what_changed_since_is_found_by_numbers(
    tracker: ServedTracker, since: datetime, tickets: set[str]
) -> None:
    assert {one.id for page in tracker.source().pull(None, since) for one in page.records} == tickets
    # Dates in questions are read in the asking user's zone, so none is asked with.
    assert not [question for question in tracker.desk.asked if "2025-" in question or "Created+" in question]


def test_a_deleted_ticket_is_still_there_and_a_shredded_one_is_not(tracker: ServedTracker) -> None:
    tracker.desk.shred("3")
    assert tracker.source().present(["3", "7", "8", "99", "no number"]) == {"7", "8"}


def test_a_cursor_of_another_source_is_refused(tracker: ServedTracker) -> None:
    with pytest.raises(SettingsError, match="none of Request Tracker's"):
        list(tracker.source().pull("page 2", None))
