"""A mail as events: an opening for the first of its thread, a message for every other.

What is said of a mail rests on the mail alone, so that any export of it says the same. Where the first mail
of a thread is missing the system opens the ticket at the earliest one there is; the opening of an earlier
mail, or at last of the first one, has a higher revision and takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from typing import Any

from deskwise.app.source_port import Record, Refused, Translated
from deskwise.events.event_row import EventRow
from deskwise.sources.mbox.known_headers import KNOWN_HEADERS
from deskwise.sources.mbox.mail_head import EARLIEST, MailHead, header_names, header_text
from deskwise.sources.mbox.mail_parties import MailParties, automatic_role, unknown_words

OPENED = "opened"
HIGHEST_REVISION = 2**31 - 1


def mail_record(
    head: MailHead, mail: str, ticket: str, parties: MailParties, *, first: bool, text: str | None
) -> dict[str, Any]:
    """What a record holds of a mail; `first` says that the mail its thread goes back to is not there.

    `text` is null where no texts are kept.
    """
    return {
        "mail": mail,
        "ticket": ticket,
        "first": first,
        "fault": head.fault,
        "at": None if head.at is None else head.at.isoformat(),
        "sender": head.sender,
        "outside": _outside(head, parties),
        "automatic": automatic_role(head),
        "text": text,
        "unknown_fields": [name for name in header_names(head.headers) if name not in KNOWN_HEADERS],
        "unknown_words": [list(pair) for pair in unknown_words(head.headers)],
    }


def mail_text(headers: Message, body: str | None) -> str | None:
    """A mail's text as it is kept: its subject, then what was written."""
    parts = [part for part in (header_text(headers, "subject"), body) if part]
    return "\n\n".join(parts) or None


def mail_events(record: Record, parties: MailParties) -> Translated:
    """The events of a mail."""
    raw = record.raw
    unknown_fields = tuple(raw["unknown_fields"])
    unknown_values = tuple((name, word) for name, word in raw["unknown_words"])
    if raw["fault"] is not None:
        refused = Refused(raw["ticket"], raw["fault"])
        return Translated((), (refused,), unknown_fields, unknown_values)
    at = datetime.fromisoformat(raw["at"])
    role = raw["automatic"] or ("agent" if parties.is_ours(raw["sender"]) else "customer")
    if raw["mail"] == raw["ticket"]:
        events = [_opening(raw, at, role, parties, HIGHEST_REVISION, raw["text"])]
    elif raw["first"]:
        opening = _opening(raw, at, "system", parties, _earlier_is_higher(at), None)
        events = [opening, _message(raw, at, role)]
    else:
        events = [_message(raw, at, role)]
    return Translated(tuple(events), (), unknown_fields, unknown_values)


def _opening(
    raw: Mapping[str, Any], at: datetime, role: str, parties: MailParties, revision: int, text: str | None
) -> EventRow:
    customer = raw["outside"]
    return EventRow(
        OPENED, at, "opened", raw["ticket"], revision=revision, seq=0,
        actor=None if role == "system" else raw["sender"], role=role,
        customer=customer, organisation=parties.organisation(customer), channel="email", text=text,
    )  # fmt: skip


def _message(raw: Mapping[str, Any], at: datetime, role: str) -> EventRow:
    return EventRow(
        f"mail {raw['mail']}", at, "message", raw["ticket"], seq=1, actor=raw["sender"], role=role,
        channel="email", text=raw["text"],
    )  # fmt: skip


def _outside(head: MailHead, parties: MailParties) -> str | None:
    """The customer: the sender from outside, else the first recipient from outside; nobody in a bounce."""
    if automatic_role(head) == "system" or head.sender is None:
        return None
    return next((one for one in (head.sender, *head.recipients) if not parties.is_ours(one)), None)


def _earlier_is_higher(at: datetime) -> int:
    """A revision that is the higher the earlier an instant is, to the second, until the year 2058.

    >>> _earlier_is_higher(EARLIEST) > _earlier_is_higher(datetime.fromisoformat("2025-01-01T00:00Z")) > 0
    True
    """
    return max(HIGHEST_REVISION - 1 - int((at - EARLIEST).total_seconds()), 1)
