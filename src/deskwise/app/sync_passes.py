"""Which way through a source comes next: the changes since last time, the history, or nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from deskwise.app.sync_store import SyncPass, SyncState


def begun(state: SyncState, now: datetime, *, since: datetime | None, full: bool) -> SyncState:
    """The state as a sync begins: a first one, `full` or one that names an instant goes through the history.

    What is changed from `now` on is the matter of daily passes.
    """
    history = state.passes.get("history")
    if history is None or full or since is not None:
        state = _with(state, SyncPass("history", begun_at=now, since=since))
    return state if state.changes_to is not None else replace(state, changes_to=now)


def next_pass(
    state: SyncState, now: datetime, *, fresh_seconds: float, overlap_seconds: float
) -> SyncPass | None:
    """The pass to go on with, null if all is done; changes come before the history, so that they never wait.

    Changes are asked for again once the last ones are older than `fresh_seconds`, from `overlap_seconds`
    before, for what became visible late.
    """
    daily = state.passes.get("daily")
    if daily is not None and daily.done_at is None:
        return daily
    if state.changes_to is not None and now - state.changes_to > timedelta(seconds=fresh_seconds):
        return SyncPass("daily", begun_at=now, since=state.changes_to - timedelta(seconds=overlap_seconds))
    history = state.passes.get("history")
    return history if history is not None and history.done_at is None else None


def last_cursor(state: SyncState) -> str | None:
    """How far the last way through the records came that ended, else the history that is under way."""
    ways = [state.passes[name] for name in ("history", "daily") if name in state.passes]
    ended_ways = [one for one in ways if one.done_at is not None and one.cursor is not None]
    if ended_ways:
        return max(ended_ways, key=lambda one: one.done_at or one.begun_at).cursor
    return next((one.cursor for one in ways if one.name == "history"), None)


def gone_on(state: SyncState, one: SyncPass, complete_to: datetime | None = None) -> SyncState:
    """The state after a page of a pass; a source may tell with it until when it is complete."""
    return _complete(_with(state, one), complete_to)


def ended(state: SyncState, one: SyncPass, now: datetime) -> SyncState:
    """The state after a pass came to its end.

    The source is complete up to where its changes were asked for, once its history was gone through.
    """
    state = _with(state, replace(one, done_at=now))
    if one.name == "daily":
        state = replace(state, changes_to=one.begun_at)
    if one.name == "history" or state.complete_to is not None:
        state = _complete(state, state.changes_to)
    return state


def _complete(state: SyncState, complete_to: datetime | None) -> SyncState:
    """What is known to be complete stays so: the instant never goes back."""
    if complete_to is None or (state.complete_to is not None and complete_to <= state.complete_to):
        return state
    return replace(state, complete_to=complete_to)


def _with(state: SyncState, one: SyncPass) -> SyncState:
    return replace(state, passes={**state.passes, one.name: one})
