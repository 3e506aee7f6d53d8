"""The command `deskwise` with the fake source among its kinds, and with small batches."""

from __future__ import annotations

from functools import partial

from deskwise.app import sync_connection as use_case
from deskwise.app.sync_source import SyncLimits, sync_source
from deskwise.cli.main import run
from deskwise.sources import registry

BATCH_RECORDS = 8


def register() -> None:
    """Make the fake source known to this process."""
    registry.SOURCES["fake_desk"] = "sources.fake_desk.fake_source:FakeSource"


if __name__ == "__main__":
    register()
    limits = SyncLimits(batch_records=BATCH_RECORDS)
    vars(use_case)["sync_source"] = partial(sync_source, limits=limits)
    run()
