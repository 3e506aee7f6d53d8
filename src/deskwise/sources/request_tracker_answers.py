"""What Request Tracker's REST2 answers, read: a ticket, its transactions, and the people these name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SYSTEM_USERS = ("RT_System", "Nobody")
NOBODY = "Nobody"
# How it writes a date that was never set.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
ASKED_OF_TICKETS = (
    "Created", "LastUpdated", "Creator", "Owner", "Queue", "Requestor", "Status", "Priority", "CustomFields",
    "EffectiveId", "Subject",
)  # fmt: skip
ASKED_OF_TRANSACTIONS = (
    "ObjectId",
    "Type",
    "Field",
    "OldValue",
    "NewValue",
    "Created",
    "Creator",
    "TimeTaken",
)


class UnreadableAnswerError(ValueError):
    """An answer lacks what every answer of its kind has; says which part, never its content."""


@dataclass(frozen=True)
class User:
    """A user: `privileged` are those who work there, in Request Tracker's own word."""

    name: str
    privileged: bool


@dataclass(frozen=True)
class Transaction:
    """One entry of a ticket's history; `minutes` is its TimeTaken, `creator` a name, `number` only grows."""

    number: int
    type: str
    field: str
    old: str
    new: str
    at: datetime
    creator: str
    minutes: int


@dataclass(frozen=True)
class Ticket:
    """A ticket as it stands: `fields` are the values of its custom fields by their number.

    `owner` and `requestors` are names, `queue` is a number; `organisations` are those requestors have.
    """

    id: str
    status: str
    owner: str
    queue: str
    priority: str
    requestors: tuple[str, ...]
    organisations: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]
    subject: str


def read_ticket(said: Mapping[str, Any]) -> Ticket:
    """A ticket from a search's item or from its own page, which differ in what they nest."""
    people = [one for one in _list(said.get("Requestor")) if isinstance(one, Mapping)]
    return Ticket(
        id=str(_needed(said, "id")),
        status=str(_needed(said, "Status")),
        owner=reference(said.get("Owner")) or NOBODY,
        queue=reference(_needed(said, "Queue")),
        priority=str(said.get("Priority") or "0"),
        requestors=tuple(reference(one) for one in people),
        organisations={reference(one): one["Organization"] for one in people if one.get("Organization")},
        fields={
            str(one["id"]): tuple(_value(value) for value in one.get("values") or ())
            for one in _list(said.get("CustomFields"))
        },
        subject=str(said.get("Subject") or ""),
    )


def read_transaction(said: Mapping[str, Any]) -> Transaction:
    """A transaction; one without a type is one that the reader may not see."""
    number = int(_needed(said, "id"))
    at = instant(str(_needed(said, "Created")))
    if at is None:
        raise UnreadableAnswerError("Created")
    return Transaction(
        number=number,
        type=str(said.get("Type") or ""),
        field=str(said.get("Field") or ""),
        old=str(said.get("OldValue") or ""),
        new=str(said.get("NewValue") or ""),
        at=at,
        creator=reference(_needed(said, "Creator")),
        minutes=int(said.get("TimeTaken") or 0),
    )


def read_users(said: Sequence[Mapping[str, Any]]) -> dict[str, User]:
    """Users by their number and by their name, for a history names them in both ways."""
    found = {}
    for one in said:
        user = User(str(one["name"]), bool(one["privileged"]))
        found[user.name] = user
        found[str(one["id"])] = user
    return found


def reference(said: Any) -> str:
    """The id in a reference to a user, a queue or a ticket; empty where there is none.

    >>> reference({"type": "user", "id": "ana"})
    'ana'
    """
    if isinstance(said, Mapping):
        return str(said.get("id") or "")
    return str(said or "")


def instant(said: str | None) -> datetime | None:
    """An instant as it writes them; null for one that was never set.

    >>> instant("1970-01-01T00:00:00Z")
    >>> instant("2025-03-03T09:00:00Z")
    datetime.datetime(2025, 3, 3, 9, 0, tzinfo=datetime.timezone.utc)
    """
    if not said:
        return None
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise UnreadableAnswerError("an instant") from error
    if at.tzinfo is None:
        raise UnreadableAnswerError("the offset of an instant")
    return None if at <= NEVER else at.astimezone(UTC)


def _needed(said: Mapping[str, Any], name: str) -> Any:
    value = said.get(name)
    if value in (None, "", {}):
        raise UnreadableAnswerError(name)
    return value


def _list(said: Any) -> Sequence[Any]:
    return said if isinstance(said, list) else []


def _value(said: Any) -> str:
    # The value of a field of files is a reference to the file.
    return str(said.get("filename") or "") if isinstance(said, Mapping) else str(said)
