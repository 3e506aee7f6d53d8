"""One-time links: made, looked at, and used up; a link's secret is shown once and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from deskwise.app.bearer_secrets import new_secret, secret_hash
from deskwise.app.people import Link, Purpose
from deskwise.app.state import Stores
from deskwise.kernel.errors import LinkError
from deskwise.kernel.language import marked, say

LASTS: dict[Purpose, timedelta] = {
    Purpose.FIRST_RUN: timedelta(hours=24),
    Purpose.SET_UP: timedelta(hours=1),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=24),
}
SET_UP_PURPOSES = frozenset({Purpose.FIRST_RUN, Purpose.SET_UP})
JOIN_PURPOSES = frozenset({Purpose.INVITATION, Purpose.PASSWORD})
# The page that each opens.
PAGES: dict[Purpose, str] = {
    Purpose.FIRST_RUN: "set-up",
    Purpose.SET_UP: "set-up",
    Purpose.INVITATION: "join",
    Purpose.PASSWORD: "new-password",
}
_ANOTHER = marked("ask whoever gave it to you for another one")


@dataclass(frozen=True)
class MadeLink:
    """A link as it is given away. `path` is what stands behind the address of the pages."""

    purpose: Purpose
    secret: str
    expires_at: datetime

    @property
    def path(self) -> str:
        """The path of the page that it opens."""
        return f"/{PAGES[self.purpose]}/{self.secret}"


def make_link(stores: Stores, purpose: Purpose, person: str | None, at: datetime) -> MadeLink:
    """A new link; the unused ones for the same do not work any more."""
    stores.links.cancel(purpose, person)
    secret = new_secret()
    expires_at = at + LASTS[purpose]
    stores.links.add(Link(secret_hash(secret), purpose, person, at, expires_at))
    return MadeLink(purpose, secret, expires_at)


def find_link(stores: Stores, secret: str, purposes: frozenset[Purpose], at: datetime) -> Link:
    """The link of a secret, if it works; raises `LinkError` if not."""
    link = stores.links.find(secret_hash(secret))
    if link is None or link.purpose not in purposes:
        raise LinkError(say("nothing is known of this link"), do=say(_ANOTHER))
    if link.used_at is not None:
        raise LinkError(say("this link was used already"), do=say(_ANOTHER))
    if link.expires_at <= at:
        raise LinkError(say("this link has run out"), do=say(_ANOTHER))
    return link


def use_link(stores: Stores, secret: str, purposes: frozenset[Purpose], at: datetime) -> Link:
    """The link of a secret, used up by this; raises `LinkError` if it does not work (any more)."""
    link = find_link(stores, secret, purposes, at)
    if not stores.links.use(link.secret_hash, at):
        raise LinkError(say("this link was used already"), do=say(_ANOTHER))
    return link
