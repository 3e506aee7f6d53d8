"""Mails of invented people, and mailboxes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from deskwise.app.source_port import Connection, Translated
from deskwise.sources.mbox.mbox_source import MboxSource

BEGAN = datetime(2025, 3, 3, 9, tzinfo=UTC)
OURS = {"our_domains": "example.org"}
CUSTOMER, AGENT = "Carla <carla@shop.example>", "Ann <ann@example.org>"
SEPARATOR = "From someone@mail.example Mon Mar  3 09:00:00 2025"
WORDS = "my card number is 4111"


def mail(
    name: str | None, minutes: float | None = 0, sender: str | None = CUSTOMER, to: str = "desk@example.org",
    answers: Iterable[str] = (), body: str = WORDS, **further: str,
) -> bytes:  # fmt: skip
    """A mail of a name, so many minutes after all began; `answers` are its References."""
    head = {
        "From": sender,
        "To": to,
        "Subject": further.pop("Subject", f"about {WORDS}"),
        "Date": None if minutes is None else format_datetime(BEGAN + timedelta(minutes=minutes)),
        "Message-ID": None if name is None else f"<{name}@mail.example>",
        "References": " ".join(f"<{one}@mail.example>" for one in answers) or None,
        **{key.replace("_", "-"): value for key, value in further.items()},
    }
    lines = [f"{key}: {value}" for key, value in head.items() if value is not None]
    return "\n".join(
        ["From someone@mail.example Mon Mar  3 09:00:00 2025", *lines, "", body, "", ""]
    ).encode()


def thread(name: str, minutes: float = 0) -> list[bytes]:
    """A customer asks, is answered, and asks again."""
    return [
        mail(name, minutes),
        mail(f"{name}.1", minutes + 5, AGENT, "carla@shop.example", [name]),
        mail(f"{name}.2", minutes + 9, answers=[name, f"{name}.1"]),
    ]


def source_of(path: Path, options: Mapping[str, str] = OURS, *, keep_text: bool = False) -> MboxSource:
    return MboxSource(Connection("desk", "mbox", path.as_uri(), keep_text=keep_text, options=options))


def translated(folder: Path, *mails: bytes, keep_text: bool = False) -> list[Translated]:
    """What becomes of the mails of a mailbox, one by one."""
    path = folder / "one.mbox"
    path.write_bytes(b"".join(mails))
    source = source_of(path, keep_text=keep_text)
    return [source.events(record) for page in source.pull(None, None) for record in page.records]
