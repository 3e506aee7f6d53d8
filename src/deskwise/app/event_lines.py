"""Events as lines of a canonical file, as an import reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from deskwise.app.source_port import Refused, Translated
from deskwise.events.event_row import EventRow
from deskwise.events.vocabulary import COLUMN_NAMES, UNTRANSLATED

PLAIN_COLUMNS = tuple(
    name for name in COLUMN_NAMES if name not in ("source", "revision", "seq", "at", "value", "text", "extra")
)
_encode = json.JSONEncoder(separators=(",", ":"), default=str).encode


def lines_of(translated: Translated, *, keep_text: bool) -> Iterator[str]:
    """The lines of a record's events and of what could not be translated, each with its line end."""
    for place, event in enumerate(translated.events):
        yield _encode(_row(event, place, keep_text)) + "\n"
    for refused in translated.refused:
        yield _encode(_refused(refused)) + "\n"


def _row(event: EventRow, place: int, keep_text: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "event_id": event.event_id,
        "revision": event.revision,
        "seq": place if event.seq is None else event.seq,
        "at": event.at.astimezone(UTC).isoformat(),
    }
    for name in PLAIN_COLUMNS:
        value = getattr(event, name)
        if value is not None:
            row[name] = value
    if event.value is not None:
        row["value"] = format(event.value, "f")
    if keep_text and event.text is not None:
        row["text"] = event.text
    if event.extra:
        row["extra"] = dict(event.extra)
    return row


def _refused(refused: Refused) -> dict[str, Any]:
    # With an id of its own, though it claims none: a file in which some rows have none is read twice.
    return {
        "event_id": UNTRANSLATED,
        "at": None,
        "kind": UNTRANSLATED,
        "ticket": refused.ticket,
        "status": refused.reason,
    }
