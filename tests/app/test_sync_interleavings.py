"""Whatever happens while a help desk is synced: the log is the same in the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from app.memory_syncs import KilledError
from app.sync_rig import TICKETS, Rig
from deskwise.app.source_port import Page
from deskwise.app.sync_source import SyncLimits, SyncRequest
from deskwise.kernel.errors import SourceServerError
from sources.fake_desk.direct import direct_source
from sources.fake_desk.fake_source import FakeSource


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
