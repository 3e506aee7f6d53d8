"""What an import did, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from deskwise.app.import_files import COUNTS, ImportSummary
from deskwise.app.tables.period_names import instant_words
from deskwise.app.tables.table import Column, Table

MEANINGS = {
    "read": "rows in the files",
    "accepted": "became events",
    "duplicates": "were there already, with the same content",
    "conflicts": "have the id of an event with another content; the first one stays",
    "superseded": "gave way to a higher revision",
    "rejected": "could not be events",
    "tickets": "in the workspace now",
    "requests": "in the workspace now",
}


def import_table(summary: ImportSummary, zone: str, *, dry_run: bool = False) -> Table:
    """What became of the rows, and until when the data is known."""
    rows = [[name, f"{getattr(summary, name) or 0:,}", MEANINGS[name]] for name in COUNTS]
    title = "Nothing was changed; this is what would be:" if dry_run else None
    notes = []
    if summary.as_of is not None:
        micros = (summary.as_of - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        notes = [f"The data is known up to {instant_words(micros, zone)}."]
    return Table([Column("rows"), Column("", "right"), Column("")], rows, title, notes)


def refused_words(summary: ImportSummary) -> str | None:
    """How many rows do not count, by reason; null if all do."""
    refused = summary.rejected + summary.conflicts
    if not refused:
        return None
    reasons = ", ".join(f"{number:,} {code}" for code, number in sorted(summary.reasons.items()))
    return f"{refused:,} rows do not count ({reasons})"
