"""A small source: it speaks to the fake help desk, and shows what a source has to do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from deskwise.app.source_port import (
    Checked,
    Connection,
    Gap,
    Page,
    Record,
    Refused,
    SourceDescription,
    SourceSetting,
    Translated,
)
from deskwise.events.event_row import EventRow
from deskwise.kernel.errors import SourceSchemaError
from deskwise.sources.http.client import HttpClient
from deskwise.sources.http.pace import Pace, Patience
from deskwise.sources.http.time_slices import time_slices

EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
FIELDS = {"id", "opened_at", "changed_at", "requester", "subject", "priority", "history"}
ENTRY_FIELDS = {"id", "at", "what", "by", "role", "to", "body", "version"}
STATUSES = {"new": "new", "open": "open", "waiting": "pending", "solved": "solved"}
MOST_AT_ONCE = 1_000


class FakeSource:
    """The fake help desk through one connection."""

    description: ClassVar[SourceDescription] = SourceDescription(
        kind="fake_desk",
        title="The fake help desk of the tests",
        history="Every reply and every change of status, from the first ticket on.",
        derived=(),
        missing=(Gap("It knows no ratings.", ("customer_rating",)),),
        settings=(
            SourceSetting("url", "Where it is.", "https://desk.example"),
            SourceSetting("token", "A token that may read.", "env:FAKE_TOKEN", secret=True),
            SourceSetting("cap", "How many records a question shows.", "1000", required=False),
        ),
        overlap_seconds=120.0,
    )

    def __init__(
        self, connection: Connection, pace: Pace | None = None, patience: Patience | None = None
    ) -> None:
        headers = {"authorization": f"Bearer {connection.token}"}
        self._http = HttpClient(connection, headers, pace, patience)
        self._cap = int(connection.options.get("cap", "1000000"))
        self._keep_text = connection.keep_text

    def check(self) -> Checked:
        told = self._http.get_json("/me")
        self._count(EARLIEST, EARLIEST)
        return Checked(told["user"], ("tickets",), datetime.fromisoformat(told["now"]))

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        start, after = since or EARLIEST, None
        if cursor is not None:
            told = json.loads(cursor)
            start, after = datetime.fromisoformat(told["from"]), told["after"]
        # What is changed meanwhile moves behind what is still to come: again, until nothing does.
        while True:
            until = datetime.fromisoformat(self._http.get_json("/me")["now"]) + timedelta(milliseconds=1)
            expected = self._count(start, until)
            for first, last, _ in time_slices(start, until, self._count, self._cap):
                for records, last_id in self._slice(first, last, after if first == start else None):
                    yield Page(records, json.dumps({"from": first.isoformat(), "after": last_id}), expected)
                after = None
            if self._count(until, until + timedelta(days=3650)) == 0:
                return
            start, after = until, None

    def events(self, record: Record) -> Translated:
        raw = record.raw
        unknown = [name for name in raw if name not in FIELDS]
        try:
            opened_at = datetime.fromisoformat(raw["opened_at"])
        except (KeyError, TypeError, ValueError):
            return Translated((), (Refused(record.id, "it has no opening"),), tuple(unknown))
        text = raw.get("subject") if self._keep_text else None
        events = [
            EventRow(
                "opened", opened_at, "opened", record.id,
                customer=raw.get("requester"), role="customer", priority=raw.get("priority"), text=text,
            )
        ]  # fmt: skip
        values: list[tuple[str, str]] = []
        for entry in raw.get("history", ()):
            unknown += [f"history.{name}" for name in entry if name not in ENTRY_FIELDS]
            event = self._entry(record.id, entry, values)
            if event is not None:
                events.append(event)
        return Translated(tuple(events), (), tuple(unknown), tuple(values))

    def present(self, tickets: Sequence[str]) -> frozenset[str]:
        return frozenset(self._http.post_json("/present", {"ids": list(tickets)})["ids"])

    def close(self) -> None:
        self._http.close()

    def _entry(self, ticket: str, entry: Mapping[str, Any], values: list[tuple[str, str]]) -> EventRow | None:
        what = entry["what"]
        kind = {"reply": "message", "status": "status"}.get(what)
        status = STATUSES.get(entry.get("to", "")) if kind == "status" else None
        if kind is None:
            values.append(("history.what", what))
        elif kind == "status" and status is None:
            values.append(("history.to", str(entry.get("to"))))
        if kind is None or (kind == "status" and status is None):
            return None
        return EventRow(
            f"entry {entry['id']}", datetime.fromisoformat(entry["at"]), kind, ticket,
            revision=entry.get("version", 0), seq=int(entry["id"]), actor=entry.get("by"),
            role=entry.get("role"), status=status, text=entry.get("body") if self._keep_text else None,
        )  # fmt: skip

    def _slice(
        self, first: datetime, last: datetime, after: str | None
    ) -> Iterator[tuple[tuple[Record, ...], str]]:
        asked: dict[str, str | int] = {"since": _told(first), "until": _told(last), "limit": MOST_AT_ONCE}
        more = True
        while more:
            told = self._http.get_json("/tickets", asked if after is None else {**asked, "after": after})
            try:
                records = tuple(
                    Record(one["id"], datetime.fromisoformat(one["changed_at"]), one)
                    for one in told["tickets"]
                )
                more = told["more"]
            except (KeyError, TypeError, ValueError):
                raise SourceSchemaError(
                    "the fake help desk lists its tickets in a form that is not known",
                    do="see which version of it answers",
                ) from None
            if not records:
                return
            after = f"{records[-1].raw['changed_at']} {records[-1].id}"
            yield records, after

    def _count(self, since: datetime, until: datetime) -> int:
        return int(self._http.get_json("/count", {"since": _told(since), "until": _told(until)})["count"])


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def unknown_of(translated: Translated) -> Counter[str]:
    return Counter(
        [*translated.unknown_fields, *(f"{name}={value}" for name, value in translated.unknown_values)]
    )
