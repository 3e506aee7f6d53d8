"""What somebody wrote in a mail: its first part of plain text."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32

LONGEST_TEXT = 100_000


def plain_text(head: bytes, body: bytes) -> str | None:
    """The plain text of a mail, null where it has none; a text that is too long is cut."""
    try:
        mail = message_from_bytes(head + b"\n" + body, policy=compat32)
        part = next((one for one in mail.walk() if _is_text(one)), None)
        found = None if part is None else part.get_payload(decode=True)
        charset = None if part is None else part.get_content_charset()
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError):
        return None
    if not isinstance(found, bytes):
        return None
    text = _decoded(found, charset or "utf-8").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return text.replace("\r\n", "\n").strip()[:LONGEST_TEXT] or None


def _is_text(part: Message) -> bool:
    return part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment"


def _decoded(found: bytes, charset: str) -> str:
    try:
        text = found.decode(charset, "replace")
    except (LookupError, ValueError):
        text = found.decode("utf-8", "replace")
    return text.encode("utf-8", "replace").decode("utf-8")
