"""What the history of a ticket of Request Tracker becomes: events, and a count of what says nothing here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from deskwise.app.source_port import Refused, Translated
from deskwise.events.event_row import EventRow
from deskwise.sources.request_tracker_answers import (
    NOBODY,
    SYSTEM_USERS,
    Ticket,
    Transaction,
    UnreadableAnswerError,
    read_ticket,
    read_transaction,
    read_users,
)
from deskwise.sources.request_tracker_opening import Beginning, beginning, changes_owner, with_value
from deskwise.sources.request_tracker_options import RequestTrackerOptions

# What bears on no figure: letters that went out, people who are told, dates and plans, reminders, files.
NOISE_TYPES = frozenset({
    "EmailRecord", "CommentEmailRecord", "SetWatcher", "Told", "Subject", "SystemError", "AttachmentTruncate",
    "AttachmentDrop", "AttachmentError", "AddReminder", "OpenReminder", "ResolveReminder", "AddMember",
    "DeleteMember", "AddMembership", "DeleteMembership", "Munge", "Enabled", "Disabled", "PurgeTransaction",
    "Forward Transaction", "Forward Ticket", "Set-TimeWorked", "DeleteLink",
})  # fmt: skip
NOISE_FIELDS = frozenset({
    "Subject", "Due", "Starts", "Started", "Told", "Resolved", "TimeLeft", "TimeEstimated", "TimeWorked",
    "InitialPriority", "FinalPriority", "SLA", "LastUpdated", "Type", "EffectiveId", "IsMerged",
})  # fmt: skip
# How a letter or a form came in, as Request Tracker marks it.
CHANNELS = {"Email": "email", "Web": "web", "Mobile": "web", "REST": "api", "REST2": "api", "API": "api"}
SECONDS_IN_A_MINUTE = 60
# Events of one transaction stand in this order, and are told apart by these words.
ROOM_FOR_EFFECTS = 10


def translate(raw: Mapping[str, Any], options: RequestTrackerOptions, *, keep_text: bool) -> Translated:
    """The events of one ticket: `raw` is its record, its transactions, and the people and queues it names."""
    number = str(raw["id"])
    try:
        ticket = read_ticket(raw["ticket"])
    except UnreadableAnswerError as error:
        return Translated((), refused=(Refused(number, f"the ticket says no {error}"),))
    entries, refused, unseen = [], [], 0
    for said in raw["transactions"]:
        if not said.get("Type"):
            unseen += 1
            continue
        try:
            entries.append(read_transaction(said))
        except UnreadableAnswerError as error:
            refused.append(Refused(number, f"a transaction says no {error}"))
    entries.sort(key=lambda entry: entry.number)
    if not entries or entries[0].type != "Create":
        refused.append(Refused(number, "its first transaction cannot be seen"))
    telling = _Telling(number, ticket, entries, raw, options, keep_text)
    for entry in entries:
        telling.tell(entry)
    if unseen:
        telling.fields.append("transactions that may not be seen")
    return Translated(
        tuple(telling.events),
        refused=tuple(refused),
        unknown_fields=tuple(telling.fields),
        unknown_values=tuple(telling.values),
    )


@dataclass
class _Now:
    """What is known of the ticket after the entries told so far."""

    holder: str
    queue: str
    requestors: tuple[str, ...]
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


class _Telling:
    def __init__(
        self,
        number: str,
        ticket: Ticket,
        entries: Sequence[Transaction],
        raw: Mapping[str, Any],
        options: RequestTrackerOptions,
        keep_text: bool,
    ) -> None:
        self.events: list[EventRow] = []
        self.fields: list[str] = []
        self.values: list[tuple[str, str]] = []
        self._number = number
        self._ticket = ticket
        self._raw = raw
        self._options = options
        self._keep_text = keep_text
        self._users = read_users(raw["users"])
        self._was = beginning(ticket, entries, self._users)
        self._now = _Now(self._was.owner, self._was.queue, self._was.requestors, dict(self._was.fields))
        self._handlers: dict[str, Callable[[Transaction], None]] = {
            "Create": self._opened,
            "Correspond": lambda entry: self._said(entry, "message"),
            "Comment": lambda entry: self._said(entry, "note"),
            "Status": lambda entry: self._status(entry, entry.new, ""),
            "CustomField": self._custom_field,
            "Set": self._set,
            "AddWatcher": self._watcher,
            "DelWatcher": self._watcher,
            "AddLink": self._linked,
        }

    def tell(self, entry: Transaction) -> None:
        if changes_owner(entry):
            self._assigned(entry)
        elif entry.type in self._handlers:
            self._handlers[entry.type](entry)
        elif entry.type not in NOISE_TYPES:
            self.values.append(("Type", entry.type))
        if entry.minutes > 0:
            self._add(entry, "worked", "worked", value=Decimal(entry.minutes * SECONDS_IN_A_MINUTE))
        elif entry.minutes < 0:
            self.values.append(("TimeTaken", "less than nothing"))

    def _opened(self, entry: Transaction) -> None:
        was = self._was
        customer = self._customer(entry.creator, was)
        self._add(
            entry, "opened", "",
            customer=customer,
            organisation=self._ticket.organisations.get(customer or ""),
            channel=self._channel(entry),
            type=self._type(was.fields, was.queue),
            category=self._value(self._options.category_field, was.fields),
            product=self._value(self._options.product_field, was.fields),
            priority=was.priority,
            text=self._text(entry, self._ticket.subject),
            extra=self._extra(was.fields),
        )  # fmt: skip
        self._add(entry, "assigned", "assigned", agent=_agent(was.owner), team=self._team(was.queue))
        for name in was.fields:
            if self._is(self._options.rating_field, name):
                self._rated(entry, was.fields[name][-1:], "rated")
            elif was.fields[name]:
                self._note_unmapped(name)
        if was.status != "new":
            self._status(entry, was.status, "status")

    def _customer(self, creator: str, was: Beginning) -> str | None:
        if creator in was.requestors:
            return creator
        if was.requestors:
            return was.requestors[0]
        return creator if self._role(creator) == "customer" else None

    def _said(self, entry: Transaction, kind: str) -> None:
        channel = self._channel(entry) if kind == "message" else None
        self._add(entry, kind, "", channel=channel, text=self._text(entry))

    def _assigned(self, entry: Transaction) -> None:
        self._now.holder = self._users[entry.new].name if entry.new in self._users else entry.new
        self._add(entry, "assigned", "", agent=_agent(self._now.holder))

    def _set(self, entry: Transaction) -> None:
        if entry.field == "Queue":
            self._moved(entry)
        elif entry.field == "Priority":
            self._add(entry, "changed", "", priority=entry.new or "0")
        elif entry.field not in NOISE_FIELDS:
            self.fields.append(entry.field)

    def _moved(self, entry: Transaction) -> None:
        left, team = self._team(self._now.queue), self._team(entry.new)
        self._now.queue = entry.new
        higher = self._options.higher_queues
        if team in higher and left not in higher:
            self._add(entry, "escalated", "", team=team)
        else:
            self._add(entry, "assigned", "", agent=_agent(self._now.holder), team=team)
        problems = self._options.problem_queues
        if (team in problems) != (left in problems):
            self._add(entry, "changed", "changed", type="problem" if team in problems else "incident")

    def _status(self, entry: Transaction, said: str, effect: str) -> None:
        word = self._options.status(said)
        if word is None:
            self.values.append(("Status", said))
        elif word == "removed":
            self._add(entry, "removed", effect)
        else:
            self._add(entry, "status", effect, status=word)

    def _custom_field(self, entry: Transaction) -> None:
        values = with_value(self._now.values.get(entry.field, ()), entry.old, entry.new)
        self._now.values[entry.field] = values
        told = ", ".join(values)
        columns = (
            ("category", self._options.category_field),
            ("type", self._options.type_field),
            ("product", self._options.product_field),
        )
        meant = [column for column, name in columns if self._is(name, entry.field)]
        kept = self._name_of(entry.field) in self._options.extra_fields
        if self._is(self._options.rating_field, entry.field):
            self._rated(entry, (entry.new,) if entry.new else (), "")
        elif (meant or kept) and not told:
            # The book has no word for a field that was emptied: the last value stays.
            self.values.append((self._name_of(entry.field), "emptied"))
        elif meant or kept:
            extra = {self._name_of(entry.field): told} if kept else None
            self._add(entry, "changed", "", extra=extra, **dict.fromkeys(meant, told))
        else:
            self._note_unmapped(entry.field)

    def _rated(self, entry: Transaction, said: Sequence[str], effect: str) -> None:
        for word in said:
            score = self._options.score(word)
            if score is None:
                self.values.append((self._options.rating_field or "", "no score on its scale"))
            else:
                self._add(entry, "rated", effect, value=score, scale=self._options.rating_scale)

    def _watcher(self, entry: Transaction) -> None:
        if entry.field == "Requestor":
            left, came = (
                self._users[one].name if one in self._users else one for one in (entry.old, entry.new)
            )
            self._now.requestors = with_value(self._now.requestors, left, came)

    def _linked(self, entry: Transaction) -> None:
        target = entry.new.rpartition("/ticket/")[2]
        if entry.field == "MergedInto" and target != self._number:
            self._add(entry, "merged", "", extra={"into": target})
        elif entry.field in self._options.problem_links and target.isdecimal():
            self._add(entry, "linked", "", extra={"problem": target})

    def _add(self, entry: Transaction, kind: str, effect: str, **columns: Any) -> None:
        """One event of a transaction; `effect` tells it from the transaction's others."""
        place = sum(
            event.event_id.split("-")[1] == str(entry.number) for event in self.events[-ROOM_FOR_EFFECTS:]
        )
        self.events.append(
            EventRow(
                event_id=f"txn-{entry.number}" + (f"-{effect}" if effect else ""),
                at=entry.at,
                kind=kind,
                ticket=self._number,
                seq=entry.number * ROOM_FOR_EFFECTS + place,
                actor=entry.creator,
                role=self._role(entry.creator),
                **columns,
            )
        )

    def _role(self, name: str) -> str:
        if name in self._options.bots:
            return "bot"
        if name in SYSTEM_USERS:
            return "system"
        if name in self._now.requestors:
            return "customer"
        if name not in self._users:
            self.fields.append("users that are no longer there")
            return "system"
        return "agent" if self._users[name].privileged else "customer"

    def _team(self, queue: str) -> str | None:
        team: str | None = self._raw["queues"].get(queue)
        if team is None:
            self.fields.append("queues that may not be seen")
        return team

    def _type(self, values: Mapping[str, tuple[str, ...]], queue: str) -> str | None:
        if self._team(queue) in self._options.problem_queues:
            return "problem"
        return self._value(self._options.type_field, values)

    def _value(self, name: str | None, values: Mapping[str, tuple[str, ...]]) -> str | None:
        told = (", ".join(said) for number, said in values.items() if self._is(name, number))
        return next(told, None) or None

    def _extra(self, values: Mapping[str, tuple[str, ...]]) -> dict[str, str] | None:
        kept = self._options.extra_fields
        named = ((self._name_of(number), said) for number, said in values.items())
        return {name: ", ".join(said) for name, said in named if name in kept and said} or None

    def _is(self, name: str | None, number: str) -> bool:
        return name is not None and name in (number, self._name_of(number))

    def _name_of(self, number: str) -> str:
        return str(self._raw["fields"].get(number, number))

    def _note_unmapped(self, number: str) -> None:
        meant = (self._options.category_field, self._options.type_field, self._options.product_field)
        name = self._name_of(number)
        if name not in self._options.extra_fields and not any(self._is(one, number) for one in meant):
            self.fields.append(f"CF.{{{name}}}")

    def _channel(self, entry: Transaction) -> str | None:
        came = self._raw["interfaces"].get(str(entry.number))
        if came is None:
            return None
        if came not in CHANNELS:
            self.values.append(("X-RT-Interface", came))
        return CHANNELS.get(came)

    def _text(self, entry: Transaction, subject: str = "") -> str | None:
        if not self._keep_text:
            return None
        said = self._raw["texts"].get(str(entry.number), "")
        return "\n\n".join(part for part in (subject, said) if part) or None


def _agent(name: str) -> str | None:
    return None if name in ("", NOBODY) else name
