"""Questions to Request Tracker's REST2, each with its traps handled: see docs/sources/request_tracker.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from deskwise.kernel.errors import SourceMissingError, SourcePermissionError, SourceSchemaError
from deskwise.sources.http.client import HttpClient
from deskwise.sources.request_tracker_answers import (
    ASKED_OF_TICKETS,
    ASKED_OF_TRANSACTIONS,
    NOBODY,
    instant,
    reference,
)

REST = "/REST/2.0"
# It shows no more of a list at once, whatever it is asked for.
MOST_AT_ONCE = 100
# What may not be seen leaves a gap in a list: so many pages of nothing are looked through for the newest.
HIDDEN_PAGES = 20
# Letters that went out are a third of all transactions and say nothing here: they are not even asked for.
HISTORIES = "ObjectType = 'RT::Ticket' AND Type != 'EmailRecord' AND Type != 'CommentEmailRecord'"
TEXT_BEARING_TYPES = ("Create", "Correspond", "Comment")
INTERFACE = re.compile(r"^X-RT-Interface:[ \t]*(\S+)", re.MULTILINE | re.IGNORECASE)
Item = Mapping[str, Any]
Asked = Mapping[str, str | int]


class RequestTrackerReading:
    """What can be asked of a Request Tracker; people, queues and fields are asked for once."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._users: dict[str, dict[str, Any] | None] = {}
        self._queues: dict[str, Item] = {}

    def version(self) -> str:
        """Which version answers."""
        return str(self._get("/rt").get("Version") or "")

    def privileged(self, user: str) -> bool:
        """Whether a user is one of those who work there."""
        found = self.user(user)
        return found is not None and bool(found["privileged"])

    def queue_names(self) -> tuple[str, ...]:
        """The queues that may be seen."""
        return tuple(str(item.get("Name") or "") for item in self._all("/queues/all", {"fields": "Name"}))

    def newest_transaction(self) -> int:
        """The number of the newest transaction of a ticket that may be seen; 0 if there are no tickets.

        Raises `SourcePermissionError` where there are tickets and nothing of what happened to them is seen.
        """
        asked: Asked = {"query": HISTORIES, "orderby": "id", "order": "DESC", "per_page": MOST_AT_ONCE}
        for page in range(1, HIDDEN_PAGES + 1):
            items = self._page("/transactions", {**asked, "page": page})
            if items:
                return int(items[0]["id"])
            if not self._page("/tickets", {"query": "id > 0", "per_page": 1}):
                return 0
        raise SourcePermissionError(
            f"none of the {HIDDEN_PAGES * MOST_AT_ONCE:,} newest transactions may be seen, but tickets may",
            do="grant the connection's user ShowTicket and ShowTicketComments",
        )

    def first_transaction_since(self, since: datetime, newest: int) -> int:
        """The lowest number from which on every transaction is of `since` or later; at most `newest` + 1.

        Searches for dates are read in the zone of whoever asks, which nobody can see from outside. Numbers
        grow with time, and an answer's instants are in UTC: so it is found by halving.
        """
        low, high = 1, newest + 1
        while low < high:
            middle = (low + high) // 2
            at = self._instant_from(middle)
            if at is None or at >= since:
                high = middle
            else:
                low = middle + 1
        return low

    def tickets_changed(self, first: int, last: int, *, created: bool = False) -> dict[str, int]:
        """The tickets with a transaction from `first` to `last`, each with the number of its last one there.

        `created` are only those that were created there.

        At most as many numbers as one answer can hold: so it is whole, whatever else may not be seen.
        """
        assert last - first < MOST_AT_ONCE
        query = f"{HISTORIES} AND id >= {first} AND id <= {last}" + (
            " AND Type = 'Create'" if created else ""
        )
        asked: Asked = {"query": query, "fields": "ObjectId", "orderby": "id", "per_page": MOST_AT_ONCE}
        found: dict[str, int] = {}
        for item in self._page("/transactions", asked):
            found[str(item.get("ObjectId") or "")] = int(item["id"])
        return found

    def tickets(self, numbers: Sequence[str]) -> dict[str, Item]:
        """Tickets as they stand, merged and deleted ones too; those that are gone are left out.

        A search leaves out merged tickets, unless it names their EffectiveId, and deleted ones always: these
        are asked for one by one. They come as the ticket they were merged into, where that was deleted.
        """
        found = {str(item["id"]): item for item in self._tickets(numbers, ASKED_OF_TICKETS)}
        for number in numbers:
            if number not in found:
                try:
                    found[number] = self._get(f"/ticket/{number}")
                except SourceMissingError:
                    continue
        return found

    def ticket_numbers(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these tickets are still there, deleted ones too."""
        found = {str(item["id"]) for item in self._tickets(numbers, ())}
        for number in set(numbers) - found:
            try:
                self._get(f"/ticket/{number}")
            except SourceMissingError:
                continue
            found.add(number)
        return frozenset(found)

    def histories(self, numbers: Sequence[str]) -> dict[str, list[Item]]:
        """The transactions of tickets, oldest first, each under the ticket it happened to.

        A ticket's own history would show a merged ticket's as well, and under the other's number nothing.
        """
        of_these = " OR ".join(f"ObjectId = {int(number)}" for number in numbers)
        asked = {"query": f"{HISTORIES} AND ({of_these})", "fields": ",".join(ASKED_OF_TRANSACTIONS)}
        found: dict[str, list[Item]] = {number: [] for number in numbers}
        for item in self._all("/transactions", {**asked, "orderby": "id"}):
            number = str(item.get("ObjectId") or "")
            if number in found:
                found[number].append(item)
        return found

    def interfaces(self, transactions: Sequence[str]) -> dict[str, str]:
        """How letters and forms came in, by the number of their transaction, in Request Tracker's words."""
        found = {}
        for item in self._attachments(
            transactions, [{"field": "Parent", "value": 0}], "TransactionId,Headers"
        ):
            said = INTERFACE.search(str(item.get("Headers") or ""))
            if said is not None:
                found[str(item["TransactionId"])] = said[1]
        return found

    def texts(self, transactions: Sequence[str]) -> dict[str, str]:
        """What was written, by the number of the transaction: the first plain text of each."""
        plain = [{"field": "ContentType", "value": "text/plain"}]
        found: dict[str, str] = {}
        for item in self._attachments(transactions, plain, "TransactionId,Content"):
            found.setdefault(str(item["TransactionId"]), str(item.get("Content") or ""))
        return found

    def user(self, said: str) -> dict[str, Any] | None:
        """A user by name or number: its name, number, and whether it works there; null if it is gone."""
        if said not in self._users:
            try:
                answer = self._get(f"/user/{quote(said, safe='')}")
            except SourceMissingError:
                self._users[said] = None
            else:
                user = _user(answer)
                for key in (said, user["name"], str(user["id"])):
                    self._users[key] = user
        return self._users[said]

    def queue(self, number: str) -> Item:
        """A queue: its name, and the custom fields of its tickets; empty if it may not be seen."""
        if number not in self._queues:
            try:
                self._queues[number] = self._get(f"/queue/{number}")
            except SourceMissingError:
                self._queues[number] = {}
        return self._queues[number]

    def _instant_from(self, number: int) -> datetime | None:
        asked = {
            "query": f"ObjectType = 'RT::Ticket' AND id >= {number}",
            "fields": "Created",
            "orderby": "id",
        }
        for item in self._all("/transactions", {**asked, "per_page": 10}):
            if item.get("Created"):
                return instant(str(item["Created"]))
        return None

    def _tickets(self, numbers: Sequence[str], fields: Sequence[str]) -> Iterator[Item]:
        these = " OR ".join(f"id = {int(number)}" for number in numbers)
        asked = {"query": f"EffectiveId > 0 AND ({these})", "fields": ",".join(fields), "orderby": "id"}
        return self._all("/tickets", {**asked, "fields[Requestor]": "Organization"}, most_pages=1)

    def _attachments(
        self, transactions: Sequence[str], further: Sequence[Item], fields: str, pages: int | None = None
    ) -> Iterator[Item]:
        for start in range(0, len(transactions), MOST_AT_ONCE // 2):
            some = transactions[start : start + MOST_AT_ONCE // 2]
            query = [*({"field": "TransactionId", "value": int(one)} for one in some), *further]
            asked: Asked = {"query": json.dumps(query), "fields": fields, "orderby": "id"}
            yield from self._all("/attachments", asked, pages)

    def _all(self, path: str, asked: Asked, most_pages: int | None = None) -> Iterator[Item]:
        """Every item of a list. It says how many there are only to those who may see everything.

        What may not be seen is taken out of a page after it was cut: so a page that is not full ends nothing,
        and the first empty one does, or the last of `most_pages`, if so many hold all there can be.
        """
        page = 0
        while True:
            page += 1
            answer = self._get(path, {"per_page": MOST_AT_ONCE, **asked, "page": page})
            items = _items(path, answer)
            yield from items
            pages = answer.get("pages") or most_pages
            if not items or (pages is not None and page >= pages):
                return

    def _page(self, path: str, asked: Asked) -> Sequence[Item]:
        return _items(path, self._get(path, asked))

    def _get(self, path: str, asked: Asked | None = None) -> Item:
        answer = self._client.get_json(REST + path, asked)
        if not isinstance(answer, Mapping):
            raise SourceSchemaError(
                f"{path} answered no record", do="check that Request Tracker 5 answers at the url"
            )
        return answer


def _items(path: str, answer: Item) -> Sequence[Item]:
    """The items of a list; each has an id."""
    items = answer.get("items")
    if not isinstance(items, list) or not all(isinstance(one, Mapping) and one.get("id") for one in items):
        raise SourceSchemaError(
            f"{path} answered no list", do="check that Request Tracker 5 answers at the url"
        )
    return items


def _user(answer: Item) -> dict[str, Any]:
    links = answer.get("_hyperlinks") or ()
    number = answer.get("id") or next((link["id"] for link in links if link.get("ref") == "self"), "")
    return {"id": number, "name": str(answer.get("Name") or ""), "privileged": bool(answer.get("Privileged"))}


def names_in(item: Item) -> set[str]:
    """The users that a ticket or a transaction names: by name, or by number where it changes who has it."""
    named = {reference(item.get(field)) for field in ("Creator", "Owner")}
    named |= {reference(one) for one in item.get("Requestor") or ()}
    if item.get("Field") in ("Owner", "Requestor"):
        named |= {str(item.get(field) or "") for field in ("OldValue", "NewValue")}
    return {name for name in named if name and name != NOBODY}
