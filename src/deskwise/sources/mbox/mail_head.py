"""What the head of a mail says: its ids, when it was written, by whom and to whom, and what wrote it.

Headers are read as plain text and taken apart here: the library's structured headers raise errors of any
kind on what senders write into them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime

LONGEST_ID = 998
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
ID = re.compile(rf"<([^<>\s]{{1,{LONGEST_ID}}})>")
BARE_ID = re.compile(rf"[^<>\s]{{1,{LONGEST_ID}}}")
ADDRESS = re.compile(r"[^\s@<>,;:\"]{1,64}@[^\s@<>,;:\"]{1,255}")
HEADER_NAME = re.compile(r"[a-z0-9-]{1,40}")
UNREADABLE_NAME = "a header whose name cannot be read"


@dataclass(frozen=True, slots=True)
class MailHead:
    """A mail's head. `at` is null where `fault` says why; `references` begin with the oldest.

    `id` is null where the mail has none. Addresses are in lower case, as mail systems tell none apart by it.
    """

    id: str | None
    references: tuple[str, ...]
    at: datetime | None
    fault: str | None
    sender: str | None
    recipients: tuple[str, ...]
    headers: Message


def read_head(head: bytes) -> MailHead:
    """What a head says, however broken it is."""
    text = head.decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    headers = HeaderParser(policy=compat32).parsestr(text)
    at, fault = _date(_one(headers, "date"))
    senders = _addresses(_all(headers, "from") or _all(headers, "sender"))
    if not headers.keys():
        fault = "it has no header that can be read"
    elif fault is None and not senders:
        fault = "it has no sender"
    own = _own_id(_one(headers, "message-id"))
    before = ID.findall(" ".join(_all(headers, "references"))) or ID.findall(
        " ".join(_all(headers, "in-reply-to"))
    )
    return MailHead(
        id=own,
        references=tuple(one for one in before if one != own),
        at=at,
        fault=fault,
        sender=senders[0] if senders else None,
        recipients=_addresses([*_all(headers, "to"), *_all(headers, "cc")]),
        headers=headers,
    )


def header_names(headers: Message) -> tuple[str, ...]:
    """The names of the headers there are, each once, in lower case."""
    found = dict.fromkeys(name.lower() for name in headers.keys())  # noqa: SIM118 - a mail is no mapping
    return tuple(dict.fromkeys(name if HEADER_NAME.fullmatch(name) else UNREADABLE_NAME for name in found))


def header_word(headers: Message, name: str) -> str:
    """The first word of a header in lower case; empty where it is missing."""
    value = _one(headers, name)
    return re.split(r"[\s;,(]", value, maxsplit=1)[0].lower()


def header_text(headers: Message, name: str) -> str:
    """A header's text with its encoded words read; where they cannot be, as it stands."""
    value = _one(headers, name)
    with suppress(HeaderParseError, LookupError, ValueError):
        value = str(make_header(decode_header(value)))
    return value.encode("utf-8", "replace").decode("utf-8")


def _own_id(value: str) -> str | None:
    found = ID.search(value) or BARE_ID.fullmatch(value)
    return None if found is None else found.group(found.lastindex or 0)


def _date(value: str) -> tuple[datetime | None, str | None]:
    """The instant of a Date, or why there is none."""
    if not value:
        return None, "it has no Date"
    try:
        at = parsedate_to_datetime(value)
        if at.tzinfo is None:
            # -0000 says UTC of a writer whose zone is not told.
            if not re.search(r"-0000\b", value):
                return None, "its Date says no offset"
            at = at.replace(tzinfo=UTC)
        at = at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, "its Date cannot be read"
    return (at, None) if at >= EARLIEST else (None, "its Date is before 1990")


def _addresses(values: Sequence[str]) -> tuple[str, ...]:
    try:
        pairs = getaddresses([" ".join(value.split()) for value in values])
    except (ValueError, IndexError, MessageError):
        return ()
    return tuple(address.lower() for _, address in pairs if ADDRESS.fullmatch(address))


def _one(headers: Message, name: str) -> str:
    found = _all(headers, name)
    return found[0] if found else ""


def _all(headers: Message, name: str) -> list[str]:
    return [str(value).strip() for value in headers.get_all(name, ())]
