"""Find out which tickets are gone at a source: no change tells of them, so each is asked for now and then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from deskwise.app.source_port import Source, Translated
from deskwise.app.sync_batch import OpenBatch
from deskwise.app.sync_passes import gone_on
from deskwise.app.sync_store import SyncPass, SyncState, SyncStore
from deskwise.events.event_row import EventRow
from deskwise.kernel.clock import Clock

REMOVED_ID = "deskwise-removed"
ASKED_AT_ONCE = 500
# More than these at once are rather a right that we lost than tickets that were deleted.
MOST_GONE, MOST_GONE_SHARE = 20, 0.2


@dataclass(frozen=True)
class Swept:
    """What a sweep found: the state after it, how many tickets are gone, and what is to be told of it."""

    state: SyncState
    removed: int
    notes: tuple[str, ...] = ()


def sweep_tickets(
    store: SyncStore,
    source: Source,
    state: SyncState,
    batch: OpenBatch,
    clock: Clock,
    limit: int | None,
    stops: Callable[[], bool],
) -> Swept:
    """Ask for the next `limit` tickets whether they are there (null: for all), and remove those that are not.

    Once `stops` says so, the next sync goes on with the rest.
    A ticket that is gone leaves every figure. If very many are, none is removed: that is told instead.
    Raises `SourceError`.
    """
    at = state.complete_to
    assert at is not None
    known = state.passes.get("sweep")
    one = known if known is not None and known.done_at is None and limit is not None else None
    one = one or SyncPass("sweep", begun_at=clock.now())
    removed, asked = 0, 0
    while (limit is None or asked < limit) and not stops():
        many = ASKED_AT_ONCE if limit is None else min(ASKED_AT_ONCE, limit - asked)
        tickets = store.tickets_after(state.source, one.cursor, many)
        gone = _gone(source, _gone(source, tickets))
        if len(gone) > max(MOST_GONE, MOST_GONE_SHARE * len(tickets)):
            note = (
                f"{len(gone):,} of {len(tickets):,} tickets are not to be found any more, too many to be"
                " deleted ones: none was removed; see what the connection may still see"
            )
            return Swept(gone_on(state, one), removed, (note,))
        for ticket in gone:
            batch.add(Translated((EventRow(REMOVED_ID, at, "removed", ticket, role="system"),)))
        removed += len(gone)
        asked += len(tickets)
        cursor = tickets[-1] if tickets else one.cursor
        one = replace(one, cursor=cursor, records=one.records + len(tickets))
        state = gone_on(state, one)
        if len(tickets) < many:
            state = gone_on(state, replace(one, done_at=clock.now()))
            break
    return Swept(state, removed)


def _gone(source: Source, tickets: Sequence[str]) -> list[str]:
    """Those that are not there; asked twice, for nothing brings a removed ticket back."""
    there = source.present(tickets) if tickets else frozenset()
    return [ticket for ticket in tickets if ticket not in there]
