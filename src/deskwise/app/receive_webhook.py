"""Receive what a help desk delivers by itself: signed, lately, and once."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from deskwise.app.connections import connections
from deskwise.app.receive_events import EventBatch, EventLike, Received, receive_events
from deskwise.app.secret_references import Secrets
from deskwise.app.state import State
from deskwise.app.sync_store import SyncStore
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import ReplayedError, SignatureError

# A clock may be so far off, and a delivery so long under way.
TOLERANCE = timedelta(minutes=5)
SCHEME = "v1"
MOST_SIGNATURES = 5
TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True)
class Delivery:
    """What was delivered for a connection, byte for byte.

    `timestamp` is when it was signed, in seconds since 1970; `signatures` are `v1=` and the HMAC-SHA256 of
    the timestamp, a dot and the body, in hexadecimal; several while the secret is being changed.
    """

    connection: str
    timestamp: str
    signatures: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class WebhookReceiver:
    """Takes deliveries for the connections of a workspace."""

    workspace: Workspace
    store: SyncStore
    state: State
    secrets: Secrets
    clock: Clock

    def receive(self, delivery: Delivery, read: Callable[[bytes], tuple[EventLike | None, ...]]) -> Received:
        """Check a delivery, and put its events into the log of the connection's source; `read` reads it.

        Raises `SignatureError` where it is not signed as it has to be, `ReplayedError` where it was taken
        before, `SettingsError` where there is no way to the secret, and as `receive_events` does. What was
        not taken can be delivered again as it was.
        """
        word, until = self._checked(delivery)
        with self.state.changing() as stores:
            if not stores.deliveries.remember(word, until, self.clock.now()):
                raise ReplayedError(
                    "this was delivered before", do="sign each delivery at the time it is sent"
                )
        taken = False
        try:
            told = f"webhook of {delivery.connection}"
            batch = EventBatch(read(delivery.body), delivery.connection, told, forced=True)
            found = receive_events(self.workspace, self.store, self.clock, batch)
            taken = True
        finally:
            if not taken:
                with self.state.changing() as stores:
                    stores.deliveries.forget(word)
        return found

    def _checked(self, delivery: Delivery) -> tuple[str, datetime]:
        """A word for a delivery that is signed as it has to be, and until when it could be replayed."""
        known = connections(self.workspace).get(delivery.connection)
        reference = None if known is None else known.webhook_secret
        # Where there is no secret it takes as long to say no.
        secret = "" if reference is None else self.secrets.resolve(reference)
        signed = signature(secret, delivery.timestamp, delivery.body)
        given = delivery.signatures.split(",")[:MOST_SIGNATURES]
        matches = [
            hmac.compare_digest(f"{SCHEME}={signed}".encode(), each.strip().encode("utf-8", "replace"))
            for each in given
        ]
        at = _instant(delivery.timestamp)
        lately = at is not None and abs(self.clock.now() - at) <= TOLERANCE
        if at is None or not (any(matches) and lately and reference is not None):
            raise SignatureError(
                "the delivery is not signed as it has to be, or not lately",
                do="sign the timestamp, a dot and the body with the secret of this connection",
            )
        return hashlib.sha256(f"{delivery.connection} {signed}".encode()).hexdigest(), at + TOLERANCE


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What a delivery is signed with, in hexadecimal.

    >>> signature("secret", "1772355600", b"[]")[:16]
    '45b6179a36bbc511'
    """
    signed = timestamp.encode("utf-8", "replace") + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _instant(timestamp: str) -> datetime | None:
    if TIMESTAMP.fullmatch(timestamp) is None:
        return None
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None
