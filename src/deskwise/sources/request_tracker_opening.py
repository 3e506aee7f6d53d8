"""How a ticket of Request Tracker was when it was opened: what it is now, with its history taken back.

The first entry of a history says that a ticket was created, and not with what. Each later change says the
value before it; what was never changed is as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from deskwise.sources.request_tracker_answers import Ticket, Transaction, User

OWNER_TYPES = ("Take", "Untake", "Steal", "Give", "Force")


@dataclass(frozen=True)
class Beginning:
    """A ticket as it was opened; `owner` and `requestors` are names, `queue` and custom fields numbers."""

    status: str
    owner: str
    queue: str
    priority: str
    requestors: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]


def beginning(ticket: Ticket, history: Sequence[Transaction], users: Mapping[str, User]) -> Beginning:
    """The ticket as it was before any of its history but the first entry."""
    was = Beginning(
        ticket.status, ticket.owner, ticket.queue, ticket.priority, ticket.requestors, dict(ticket.fields)
    )
    for entry in reversed(history):
        was = _taken_back(was, entry, users)
    return was


def changes_owner(entry: Transaction) -> bool:
    """Whether an entry hands the ticket over. `SetWatcher` tells the same once more, and does not count."""
    return entry.type in OWNER_TYPES or (entry.type == "Set" and entry.field == "Owner")


def with_value(values: Sequence[str], old: str, new: str) -> tuple[str, ...]:
    """The values of a custom field after one of them was taken away, another one added, or both.

    >>> with_value(("a", "b"), "a", "c")
    ('b', 'c')
    """
    kept = [value for value in values if value not in (old, new)]
    return (*kept, new) if new else tuple(kept)


def _taken_back(was: Beginning, entry: Transaction, users: Mapping[str, User]) -> Beginning:
    if changes_owner(entry):
        return replace(was, owner=_name(entry.old, users))
    if entry.type == "Status":
        return replace(was, status=entry.old)
    if entry.type == "Set" and entry.field == "Queue":
        return replace(was, queue=entry.old)
    if entry.type == "Set" and entry.field == "Priority":
        return replace(was, priority=entry.old or "0")
    if entry.type == "CustomField":
        values = with_value(was.fields.get(entry.field, ()), entry.new, entry.old)
        return replace(was, fields={**was.fields, entry.field: values})
    if entry.type in ("AddWatcher", "DelWatcher") and entry.field == "Requestor":
        people = with_value(was.requestors, _name(entry.new, users), _name(entry.old, users))
        return replace(was, requestors=people)
    return was


def _name(said: str, users: Mapping[str, User]) -> str:
    return users[said].name if said in users else said
