"""Stopping a sync between two pages, so that it keeps what it brought."""

from __future__ import annotations

from deskwise.kernel.errors import SyncStoppedError


def never() -> bool:
    """What a sync that is to come to its end asks whether to stop."""
    return False


def stopped(source: str) -> SyncStoppedError:
    """What a sync that was told to stop ends with."""
    return SyncStoppedError(
        f"the sync of {source} was told to stop",
        do="what it brought is kept, and the next sync goes on there",
    )
