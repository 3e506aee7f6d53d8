"""Request Tracker 5, asked through its REST2: tickets with their whole histories, found by what changed."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from deskwise.app.source_port import (
    Checked,
    Connection,
    Gap,
    Page,
    Record,
    SourceDescription,
    SourceSetting,
    Translated,
)
from deskwise.kernel.errors import SettingsError, SourcePermissionError, SourceSchemaError
from deskwise.sources.http.client import HttpClient
from deskwise.sources.request_tracker_answers import instant, reference
from deskwise.sources.request_tracker_history import translate
from deskwise.sources.request_tracker_options import OPTIONS, read_options
from deskwise.sources.request_tracker_reading import (
    MOST_AT_ONCE,
    TEXT_BEARING_TYPES,
    Item,
    RequestTrackerReading,
    names_in,
)

TICKETS_AT_ONCE = 25


class RequestTracker:
    """One Request Tracker. Its user reads tickets, comments and custom fields, and may change nothing."""

    description: ClassVar[SourceDescription] = SourceDescription(
        kind="request_tracker",
        title="Request Tracker 5",
        history="Every ticket with its whole history, to the second, from its first day on.",
        derived=(
            "How a ticket was when it was opened: what it is now, with every change taken back.",
            "Roles: requestors of the ticket and whoever is not privileged are customers, the others agents.",
        ),
        missing=(
            Gap("Live calls and chats.", ("abandonment_rate",)),
            Gap("Surveys that went out, and complaints.", ("survey_response_rate", "complaints")),
            Gap("Promises.", ("promises_kept",)),
            Gap("Articles that were used.", ("known_fix_rate",)),
            Gap("Reviews.", ("quality_score",)),
            Gap(
                "sales and stages of customers.", ("sales_after_contact", "sales_revenue", "stage_conversion")
            ),
            Gap("Outages.", ("uptime",)),
            Gap("The task that work was spent on, and time agents were available.", ("occupancy",)),
        ),
        settings=(
            SourceSetting("url", "The address it is used at, without /REST.", "https://rt.example.org"),
            SourceSetting("user", "A privileged user that reads.", "deskwise"),
            SourceSetting("token", "Its password, or a token of its own.", secret=True),
            *OPTIONS,
        ),
    )

    def __init__(
        self,
        connection: Connection,
        client: HttpClient | None = None,
        *,
        transactions_at_once: int = MOST_AT_ONCE,
        tickets_at_once: int = TICKETS_AT_ONCE,
    ) -> None:
        self._connection = connection
        self._transactions_at_once = transactions_at_once
        self._tickets_at_once = tickets_at_once
        self._options = read_options(connection.options)
        self._client = client or HttpClient(connection, {"authorization": authorization(connection)})
        self._reading = RequestTrackerReading(self._client)

    def check(self) -> Checked:
        """Ask who we are and which queues we see; raises `SourceError`."""
        version = self._reading.version()
        if not version.startswith("5."):
            raise SourceSchemaError(
                f"{self._connection.name} is Request Tracker {version or 'of an unknown version'}",
                do="connect to version 5; earlier ones answer in other words",
            )
        user = self._connection.user
        if user is not None and not self._reading.privileged(user):
            raise SourcePermissionError(
                f"the user of {self._connection.name} is not privileged, and sees no history",
                do="let Request Tracker's administrator tick: let this user be granted rights",
            )
        queues = self._reading.queue_names()
        if not queues:
            raise SourcePermissionError(
                f"the user of {self._connection.name} sees no queue",
                do="grant it SeeQueue, ShowTicket, ShowTicketComments and SeeCustomField",
            )
        sees = tuple(f"queue {name}" for name in queues)
        return Checked(who=user or "the token's user", sees=sees, server_now=self._client.answered_at)

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """Every ticket to which something happened since an instant, in pages; see `Source.pull`.

        They are found by the numbers of transactions, which only grow, and are read as they stand then. A
        pull of everything reads each ticket where it was created, and after the transaction that was the
        newest as it began, like any other pull, where something happened to it. The cursor names the last
        transaction looked at, and that newest one.
        """
        newest = self._reading.newest_transaction()
        if cursor is not None:
            first, whole_to = _numbers(cursor)
            first += 1
        elif since is None:
            first, whole_to = 1, newest
        else:
            first, whole_to = self._reading.first_transaction_since(since, newest), 0
        read: dict[str, int] = {}
        waiting: set[str] = set()
        for start, last in self._slices(first, newest, whole_to):
            changed = self._reading.tickets_changed(start, last, created=last <= whole_to)
            waiting |= {
                number for number, transaction in changed.items() if read.get(number, 0) < transaction
            }
            if len(waiting) >= self._tickets_at_once or (last == newest and waiting):
                records = tuple(self._records(sorted(waiting, key=int), read))
                waiting = set()
                yield Page(records, cursor=f"{last}/{whole_to}")

    def _slices(self, first: int, newest: int, whole_to: int) -> Iterator[tuple[int, int]]:
        """The numbers from `first` to `newest` in parts for one answer each; none reaches over `whole_to`."""
        while first <= newest:
            last = min(first + self._transactions_at_once - 1, newest)
            if first <= whole_to:
                last = min(last, whole_to)
            yield first, last
            first = last + 1

    def events(self, record: Record) -> Translated:
        """The events of a ticket; text only if it is to be kept."""
        return translate(record.raw, self._options, keep_text=self._connection.keep_text)

    def present(self, tickets: Sequence[str]) -> frozenset[str]:
        """Which of these tickets are still there; one that was shredded is not, a deleted one is."""
        known = [number for number in tickets if number.isdecimal()]
        found: set[str] = set()
        for start in range(0, len(known), MOST_AT_ONCE):
            found |= self._reading.ticket_numbers(known[start : start + MOST_AT_ONCE])
        return frozenset(found)

    def close(self) -> None:
        """Let go of the connection; it may be asked again."""
        self._client.close()

    def _records(self, numbers: Sequence[str], read: dict[str, int]) -> Iterator[Record]:
        """Tickets with all that is needed to translate them: first as they stand, then their histories.

        In this order a change that comes between is taken back from what did not have it, which is harmless.
        """
        for start in range(0, len(numbers), TICKETS_AT_ONCE):
            some = numbers[start : start + TICKETS_AT_ONCE]
            tickets = self._reading.tickets(some)
            histories = self._reading.histories(some)
            bearing = [
                str(item["id"])
                for history in histories.values()
                for item in history
                if item.get("Type") in TEXT_BEARING_TYPES
            ]
            interfaces = self._reading.interfaces(bearing)
            texts = self._reading.texts(bearing) if self._connection.keep_text else {}
            for number, history in histories.items():
                if history:
                    read[number] = int(history[-1]["id"])
                yield self._record(number, tickets.get(number, {}), history, interfaces, texts)

    def _record(
        self,
        number: str,
        ticket: Item,
        history: Sequence[Item],
        interfaces: Mapping[str, str],
        texts: Mapping[str, str],
    ) -> Record:
        named = names_in(ticket).union(*(names_in(item) for item in history))
        users = [user for user in (self._reading.user(name) for name in sorted(named)) if user is not None]
        queues = {reference(ticket.get("Queue"))} | {
            str(item.get(field) or "")
            for item in history
            if item.get("Field") == "Queue"
            for field in ("OldValue", "NewValue")
        }
        known = {queue: self._reading.queue(queue) for queue in sorted(queues) if queue}
        fields = [ticket.get("CustomFields"), *(queue.get("TicketCustomFields") for queue in known.values())]
        transactions = {str(item["id"]) for item in history}
        raw: dict[str, Any] = {
            "id": number,
            "ticket": ticket,
            "transactions": list(history),
            "users": list({user["id"]: user for user in users}.values()),
            "queues": {queue: str(said["Name"]) for queue, said in known.items() if said.get("Name")},
            "fields": {str(one["id"]): str(one["name"]) for some in fields for one in some or ()},
            "interfaces": {one: said for one, said in interfaces.items() if one in transactions},
            "texts": {one: said for one, said in texts.items() if one in transactions},
        }
        return Record(number, instant(ticket.get("LastUpdated")), raw)


def authorization(connection: Connection) -> str:
    """What is sent to be known: the user's password, or without a user a token of REST2's own."""
    if connection.user is None:
        return f"token {connection.token or ''}"
    said = f"{connection.user}:{connection.token or ''}".encode()
    return f"Basic {base64.b64encode(said).decode('ascii')}"


def _numbers(cursor: str) -> tuple[int, int]:
    last, sign, whole_to = cursor.partition("/")
    if not (sign and last.isdecimal() and whole_to.isdecimal()):
        raise SettingsError(
            f"the cursor {cursor!r} is none of Request Tracker's", do="sync again from the start"
        )
    return int(last), int(whole_to)
