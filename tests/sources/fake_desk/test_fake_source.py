"""The fake source passes what every source must: so the suite can be passed, and shows how."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from deskwise.app.source_port import Connection
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import SourcePermissionError
from deskwise.sources.http.pace import Pace
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.server import TOKEN, FakeDesk, Fault, serving
from sources.fake_desk.world import SECRET_WORDS, busy_world
from sources.source_contract import FaultName, ServedDesk, SourceContract, synced, whole_log
from sources.unfolded_syncs import UnfoldedSyncs

FAULTS: dict[FaultName, Fault] = {
    "rate": Fault(429, retry_after="7", body=SECRET_WORDS),
    "server": Fault(500, body=SECRET_WORDS),
    "truncated": Fault(200, cut=True),
    "dropped": Fault(drop=True),
}


@dataclass
class ServedFakeDesk:
    """The fake help desk as the suite wants it."""

    desk: FakeDesk
    secret: str = TOKEN
    words: tuple[str, ...] = (SECRET_WORDS,)
    waited: list[float] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    made: list[FakeSource] = field(default_factory=list)

    def source(self, *, secret: str | None = None) -> FakeSource:
        connection = Connection(
            "desk", "fake_desk", self.desk.url, token=secret or TOKEN, options=self.options
        )
        pace = Pace(FixedClock(self.now()), lambda: 0.0, self.waited.append, lambda: 0.5)
        self.made.append(FakeSource(connection, pace))
        return self.made[-1]

    def fail(self, fault: FaultName, times: int = 1, after: int = 1) -> None:
        self.desk.faults[:] = [None] * after + [FAULTS[fault]] * times

    def change_schema(self) -> None:
        self.desk.faults[:] = [Fault(200, body=f'{{"items": ["{SECRET_WORDS}"]}}')]

    def add_unknown(self) -> tuple[str, tuple[str, str]]:
        tickets = list(self.desk.world.tickets)
        self.desk.world.tickets[tickets[0]]["mood"] = SECRET_WORDS
        self.desk.world.set_status(tickets[1], "sleeping")
        return "mood", ("history.to", "sleeping")

    @contextmanager
    def change_while_paging(self) -> Iterator[None]:
        def happen(page: int) -> None:
            if page <= 5:
                self.desk.world.reply(f"T{page:05}", "bob")
                self.desk.world.correct("T00000", 1, by=f"agent {page}")

        self.desk.on_page = happen
        yield
        self.desk.on_page = None

    def delete(self) -> str:
        self.desk.world.delete("T00003")
        return "T00003"

    def now(self) -> datetime:
        return self.desk.world.now


def used(served: ServedFakeDesk) -> Iterator[ServedDesk]:
    yield served
    for source in served.made:
        source.close()


class TestFakeSource(SourceContract):
    @pytest.fixture
    def desk(self) -> Iterator[ServedDesk]:
        with serving(FakeDesk(busy_world(24), most_a_page=7)) as desk:
            yield from used(ServedFakeDesk(desk))


def test_one_who_may_not_look_at_tickets_is_told_so_at_once() -> None:
    with serving(FakeDesk(busy_world(2), visitors=frozenset({"visitor"}))) as desk:
        served = ServedFakeDesk(desk)
        with pytest.raises(SourcePermissionError):
            served.source(secret="visitor").check()
        list(used(served))


@pytest.mark.parametrize("cap", [6, 2])
def test_a_desk_that_shows_few_records_is_asked_for_less_time_at_once(cap: int, tmp_path: Path) -> None:
    with serving(FakeDesk(busy_world(24), most_a_page=4)) as desk:
        every = ServedFakeDesk(desk)
        whole = whole_log(every, tmp_path)
        desk.cap = cap
        few = ServedFakeDesk(desk, options={"cap": str(cap)})
        syncs = UnfoldedSyncs(tmp_path / "few")
        synced(few, syncs)
        assert syncs.log() == whole
        list(used(every)), list(used(few))
