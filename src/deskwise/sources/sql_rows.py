"""What a row of a database means: an event of a log, or the events of a ticket as it is now."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from zoneinfo import ZoneInfo

from deskwise.app.source_port import Record, Refused, Translated
from deskwise.events.event_row import EventRow, ExtraValue
from deskwise.events.vocabulary import COLUMN_NAMES, KIND_NAMES, ROLE_NAMES, STATUS_NAMES
from deskwise.sources.sql_cursor import counts_up

Shape = Literal["log", "snapshot"]
# The log holds revisions in 64 bits.
MOST_REVISION = 2**63 - 1
BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
LOG_COLUMNS = tuple(name for name in COLUMN_NAMES if name != "source")
TEXTS = (
    "actor", "role", "team", "agent", "customer", "organisation", "status", "channel", "type", "category",
    "priority", "product", "scale",
)  # fmt: skip
ABOUT_A_TICKET = (
    "team", "agent", "customer", "organisation", "channel", "type", "category", "priority", "product",
)  # fmt: skip
MOMENTS = ("opened_at", "first_reply_at", "resolved_at", "closed_at", "rated_at")
SNAPSHOT_COLUMNS = ("ticket", *MOMENTS, "value", "scale", "text", *ABOUT_A_TICKET, "extra")
EPOCHS = {"seconds": 1_000_000, "milliseconds": 1_000, "microseconds": 1}
BOOKS = {"kind": KIND_NAMES, "role": ROLE_NAMES, "status": STATUS_NAMES}


@dataclass(frozen=True)
class RowMeaning:
    """How rows are read: `columns` says which of theirs fills which of ours, `words` what their values mean.

    `extra` are their columns that are kept as further fields. `zone` is that of instants without offset,
    `epoch` what numbers that are instants count since 1970; where it is null, such values are no instants.
    """

    shape: Shape
    columns: Mapping[str, str]
    zone: ZoneInfo | None
    epoch: str | None = None
    extra: tuple[str, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keep_text: bool = False

    def instant(self, value: Any) -> datetime | None:
        """A value as an instant, null if it is none; one without offset is of the zone."""
        try:
            if isinstance(value, datetime):
                found = value
            elif isinstance(value, date):
                found = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the zone follows
            elif isinstance(value, str):
                found = datetime.fromisoformat(value.strip())
            elif self.epoch is not None and counts_up(value):
                found = BEGAN + timedelta(microseconds=int(Decimal(str(value)) * EPOCHS[self.epoch]))
            else:
                return None
            if found.tzinfo is None and self.zone is None:
                return None
            return (found if found.tzinfo else found.replace(tzinfo=self.zone)).astimezone(UTC)
        except (ValueError, OverflowError, InvalidOperation):
            return None

    def translate(self, record: Record) -> Translated:
        """The events of a record."""
        raw = record.raw
        row = {ours: raw["row"].get(theirs) for ours, theirs in self.columns.items()}
        row = {ours: None if value == "" else value for ours, value in row.items()}
        values: list[tuple[str, str]] = []
        made = self._log(record, row, values) if self.shape == "log" else self._snapshot(record, row)
        if isinstance(made, Refused):
            return Translated((), (made,), tuple(raw["unknown"]), tuple(values))
        return Translated(made, (), tuple(raw["unknown"]), tuple(values))

    def _log(
        self, record: Record, row: dict[str, Any], values: list[tuple[str, str]]
    ) -> tuple[EventRow, ...] | Refused:
        ticket, at = text_of(row.get("ticket")), self.instant(row.get("at"))
        if at is None:
            return Refused(ticket, "it has no instant, or none that timezone and epoch let us read")
        for ours, known in BOOKS.items():
            said = text_of(row.get(ours))
            meant = self.words.get(ours, {}).get(said or "", said)
            row[ours] = meant
            if said is not None and meant not in known:
                values.append((self.columns[ours], said))
                row[ours] = None
        if row["kind"] is None:
            return Refused(ticket, "its kind is none that is known")
        if row["kind"] == "status" and row["status"] is None:
            return Refused(ticket, "its status is none that is known")
        value, revision, seq = (number_of(row.get(name)) for name in ("value", "revision", "seq"))
        if value is None and row.get("value") is not None:
            return Refused(ticket, "its value is no number")
        if revision is not None and not abs(revision) <= MOST_REVISION:
            return Refused(ticket, "its revision is beyond what a log holds")
        texts: dict[str, Any] = {name: text_of(row.get(name)) for name in TEXTS}
        return (
            EventRow(
                text_of(row.get("event_id")) or record.id,
                at,
                row["kind"],
                ticket,
                revision=record.raw["revision"] if revision is None else int(revision),
                seq=0 if seq is None else int(seq),
                value=value,
                text=text_of(row.get("text")) if self.keep_text else None,
                extra=self._extra(record, row),
                **texts,
            ),
        )

    def _snapshot(self, record: Record, row: dict[str, Any]) -> tuple[EventRow, ...] | Refused:
        ticket, revision = text_of(row.get("ticket")), record.raw["revision"]
        opened_at = self.instant(row.get("opened_at"))
        if ticket is None or opened_at is None:
            return Refused(ticket, "it has no opening, or none that timezone and epoch let us read")
        moments = {name: self.instant(row.get(name)) for name in MOMENTS}
        for name in MOMENTS:
            if moments[name] is None and row.get(name) is not None:
                return Refused(ticket, f"{name} cannot be read")
        value = number_of(row.get("value"))
        if value is None and row.get("value") is not None:
            return Refused(ticket, "its value is no number")
        about: dict[str, Any] = {name: text_of(row.get(name)) for name in ABOUT_A_TICKET}
        agent, customer = about["agent"], about["customer"]
        rated_at = moments["rated_at"] or moments["closed_at"] or moments["resolved_at"] or opened_at
        found = [
            EventRow(
                "opened", opened_at, "opened", ticket, revision, seq=0, actor=customer, role="customer",
                text=text_of(row.get("text")) if self.keep_text else None, extra=self._extra(record, row),
                **about,
            )
        ]  # fmt: skip

        def add(name: str, at: datetime | None, kind: str, **said: Any) -> None:
            # What is not so any more: a note takes the place of what an earlier row told.
            if at is None:
                kind, at, said = "note", opened_at, {"role": "system"}
            found.append(EventRow(name, at, kind, ticket, revision, seq=len(found), **said))

        if "first_reply_at" in row:
            add("first_reply", moments["first_reply_at"], "message", role="agent", actor=agent)
        if "resolved_at" in row:
            add("resolved", moments["resolved_at"], "status", role="agent", actor=agent, status="solved")
        if "closed_at" in row:
            add("closed", moments["closed_at"], "status", role="system", status="closed")
        if "value" in row:
            at = None if value is None else rated_at
            scale = text_of(row.get("scale")) or self.words.get("scale", {}).get("")
            add("rated", at, "rated", role="customer", actor=customer, value=value, scale=scale)
        return tuple(found)

    def _extra(self, record: Record, row: dict[str, Any]) -> dict[str, ExtraValue] | None:
        said = row.get("extra")
        if isinstance(said, str):
            try:
                said = json.loads(said)
            except (ValueError, RecursionError):
                said = None
        found = dict(said) if isinstance(said, dict) else {}
        found.update({name: record.raw["row"].get(name) for name in self.extra})
        plain = {name: _extra_value(value) for name, value in found.items()}
        return {name: value for name, value in plain.items() if value is not None} or None


def revision_of(changed: datetime | int | None) -> int:
    """The revision that a change makes: its microsecond since 1970, or its number; 0 where there is none.

    >>> revision_of(datetime(1970, 1, 1, 0, 1, tzinfo=UTC)), revision_of(7), revision_of(None)
    (60000000, 7, 0)
    """
    if changed is None:
        return 0
    told = (changed - BEGAN) // timedelta(microseconds=1) if isinstance(changed, datetime) else changed
    return min(max(told, 0), MOST_REVISION)


def says_no_offset(value: Any) -> bool:
    """Whether a value is a day or an instant of a zone that it does not say.

    >>> says_no_offset("2025-01-31 10:00"), says_no_offset("2025-01-31T10:00Z"), says_no_offset(None)
    (True, False, False)
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return False
    return isinstance(value, date) and getattr(value, "tzinfo", None) is None


def as_json(value: Any) -> Any:
    """A value of a driver as JSON holds it; null for what is none of the kinds that are read, such as bytes.

    >>> as_json(Decimal("1.50")), as_json(date(2025, 1, 31))
    ('1.50', '2025-01-31')
    """
    if value is None or isinstance(value, str | int | dict | list):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return None if isinstance(value, bytes | memoryview) else str(value)


def text_of(value: Any) -> str | None:
    """A value as a text, null if it says nothing."""
    if value is None or value == "":
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def number_of(value: Any) -> Decimal | None:
    """A value as an exact number, null if it is none."""
    if value is None or isinstance(value, dict | list):
        return None
    try:
        found = Decimal(int(value)) if isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _extra_value(value: Any) -> ExtraValue | None:
    if value is None or isinstance(value, bool | str | int):
        return value
    return number_of(value) if isinstance(value, float) else json.dumps(value, sort_keys=True)
