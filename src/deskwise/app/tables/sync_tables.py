"""Syncs and sources in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from deskwise.app.preview_tickets import SourcePreview
from deskwise.app.show_sources import SourceStatus
from deskwise.app.source_port import SourceDescription
from deskwise.app.sync_source import SyncSummary
from deskwise.app.sync_store import Unknown
from deskwise.app.tables.import_table import MEANINGS
from deskwise.app.tables.period_names import instant_words, local
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.units import format_value

MOST_UNKNOWN_TOLD = 20


def sync_table(summary: SyncSummary, zone: str) -> Table:
    """What a sync brought, and until when the source is known."""
    counts = summary.counts
    rows = [["records", f"{summary.records:,}", "the source gave"]]
    for name in ("read", "accepted", "duplicates", "conflicts", "superseded", "rejected"):
        meaning = "events made of them" if name == "read" else MEANINGS[name]
        rows.append([name, f"{getattr(counts, name):,}", meaning])
    rows.append(["removed", f"{summary.removed:,}", "tickets are gone there"])
    if summary.complete_to is None:
        notes = ["Its history is not gone through yet: none of its events counts before. Sync again."]
    else:
        notes = [f"The source is known up to {_words(summary.complete_to, zone)}."]
    notes += [*summary.notes, *unknown_lines(summary.unknown)]
    return Table([Column(summary.source), Column("", "right"), Column("")], rows, None, notes)


def unknown_lines(unknown: Mapping[Unknown, int]) -> list[str]:
    """What was met and not understood, the most frequent first."""
    if not unknown:
        return []
    most = sorted(unknown.items(), key=lambda one: (-one[1], one[0][0], one[0][1] or ""))
    lines = ["Not understood, and left out:"]
    for (name, value), count in most[:MOST_UNKNOWN_TOLD]:
        what = f"the field {name}" if value is None else f"{name} = {value}"
        lines.append(f"  {what}: {count:,} times")
    if len(most) > MOST_UNKNOWN_TOLD:
        lines.append(f"  and {len(most) - MOST_UNKNOWN_TOLD:,} more")
    return lines


def sources_table(found: Sequence[SourceStatus], zone: str) -> Table:
    """How far each source is; below it the errors, what is not understood and what is missing."""
    titles = ["source", "kind", "state", "known up to", "behind", "last tried"]
    rows = [
        [
            one.name,
            one.kind or "not connected",
            _state(one),
            "" if one.complete_to is None else _words(one.complete_to, zone),
            "" if one.behind_seconds is None else format_value(one.behind_seconds, "seconds"),
            "" if one.last_attempt_at is None else _words(one.last_attempt_at, zone),
        ]
        for one in found
    ]
    if any(one.next_sync_at is not None for one in found):
        titles.append("next sync")
        for row, one in zip(rows, found, strict=True):
            row.append("" if one.next_sync_at is None else _words(one.next_sync_at, zone))
    notes: list[str] = []
    for one in found:
        told = [] if one.error is None else [f"  last error: {one.error}"]
        if one.sync_every_minutes is not None and one.next_sync_at is None:
            told.append(
                f"  to be synced every {one.sync_every_minutes:,} minutes, and nothing runs that would:"
                " deskwise serve"
            )
        if one.history_since is not None:
            since = _words(one.history_since, zone)
            told.append(f"  missing: What was last changed before {since}, as its history was asked for so.")
        told += [f"  missing: {gap.what}{_null_words(gap.metrics)}" for gap in one.gaps]
        told += [f"  {line.strip()}" for line in unknown_lines(one.unknown)]
        notes += [f"{one.name}:", *told] if told else []
    if not found:
        notes = ["No help desk is connected: deskwise connect NAME."]
    return Table([Column(title) for title in titles], rows, None, notes)


def kinds_table(described: Sequence[SourceDescription]) -> Table:
    """The kinds of source there are."""
    rows = [[one.kind, one.title, one.history] for one in described]
    notes = () if rows else ("There is none yet that is asked over a network; import exports instead.",)
    return Table([Column("kind"), Column("system"), Column("history")], rows, None, notes)


def preview_table(preview: SourcePreview, zone: str) -> Table:
    """The first tickets as they would count, in a table that a terminal is wide enough for."""
    titles = ("ticket", "raised", "first reply", "resolved", "reopened", "events")
    rows = [
        [
            one.ticket,
            _minute(one.raised_at, zone),
            ""
            if one.first_response_microseconds is None
            else format_value(one.first_response_microseconds / 1_000_000, "seconds"),
            "" if one.resolved_at is None else _minute(one.resolved_at, zone),
            f"{one.reopenings:,}",
            f"{one.events:,}",
        ]
        for one in preview.tickets
    ]
    notes = [*preview.notes] if rows else [*preview.notes, "The source gave no ticket yet."]
    if preview.refused:
        notes.append(f"{preview.refused:,} records could not be made into events.")
    notes += unknown_lines(preview.unknown)
    columns = [Column(title, "right" if title in titles[4:] else "left") for title in titles]
    return Table(columns, rows, f"The first tickets, as they would count (times of {zone}):", notes)


def _minute(instant: int, zone: str) -> str:
    return local(instant, zone).strftime("%Y-%m-%d %H:%M")


def _state(one: SourceStatus) -> str:
    if one.standing == "failed":
        return "failed, will be tried again" if one.passing else "failed"
    if one.standing == "history under way" and one.history_share is not None:
        return f"{one.standing}, {one.history_share:.0%}"
    return one.standing


def _null_words(metrics: Sequence[str]) -> str:
    return f" (null: {', '.join(metrics)})" if metrics else ""


def _words(instant: datetime, zone: str) -> str:
    second = instant.replace(microsecond=0)
    return instant_words((second - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1), zone)
