"""A help desk in this process, a place in memory to sync it into, and a clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.memory_syncs import MemorySyncs, Row
from deskwise.app.sync_source import SyncLimits, SyncRequest, SyncSummary, sync_source
from sources.fake_desk.direct import direct_source
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import busy_world

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
