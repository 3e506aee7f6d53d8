"""How often signing in may go wrong: waits that grow, by account and by the address a call comes from."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta

from deskwise.app.people import Attempts
from deskwise.app.person_values import checked_email
from deskwise.app.state import Stores
from deskwise.kernel.errors import SignInError, UsageError
from deskwise.kernel.language import number, say

# So many wrong ones are free; then each doubles the wait, from a second up to a quarter of an hour.
FREE_OF_ACCOUNT, FREE_OF_ADDRESS = 4, 20
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
# Whoever has one address of IPv6 commonly has all that begin alike.
IPV6_NETWORK_BITS = 64


def count_attempt(stores: Stores, email: str | None, address: str | None, at: datetime) -> None:
    """Count an attempt before it is known to be wrong, so that many at once are not one.

    `address` is null where the session says already who asks, `email` where nobody has said yet. Raises
    `SignInError` where the next attempt has to wait; it then does not count.
    """
    stores.attempts.forget_before(at - FORGOTTEN_AFTER)
    keys = _keys(email, address)
    found = {key: stores.attempts.find(key) for key, _ in keys}
    free_at = max((one.free_at for one in found.values() if one is not None), default=at)
    if free_at > at:
        wait = (free_at - at).total_seconds()
        raise SignInError(
            say("too many attempts went wrong"),
            do=say("wait %(n)s seconds and try again", n=number(wait)),
            retry_after_seconds=wait,
        )
    for key, free in keys:
        before = found[key]
        failed = 1 if before is None else before.failed + 1
        stores.attempts.keep(key, Attempts(failed, at, at + wait_after(failed, free)))


def attempt_went_well(stores: Stores, email: str | None, address: str | None) -> None:
    """Take back what was counted; only the account starts anew, for an address may be shared by many."""
    if email is not None:
        ((account, _),) = _keys(email, None)
        stores.attempts.forget(account)
    for key, free in _keys(None, address):
        counted = stores.attempts.find(key)
        if counted is not None and counted.failed > 1:
            failed = counted.failed - 1
            free_at = counted.last_at + wait_after(failed, free)
            stores.attempts.keep(key, Attempts(failed, counted.last_at, free_at))
        else:
            stores.attempts.forget(key)


def wait_after(failed: int, free: int) -> timedelta:
    """How long the next attempt has to wait after so many wrong ones, `free` of which cost nothing.

    >>> [wait_after(failed, 4).total_seconds() for failed in (4, 5, 6, 20)]
    [0.0, 1.0, 2.0, 900.0]
    """
    if failed <= free:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failed - free - 1, 20)), LONGEST_WAIT)


def _keys(email: str | None, address: str | None) -> list[tuple[str, int]]:
    """What is counted, the account first. Hashed, so that what is typed in the wrong field is not kept."""
    named = []
    if email is not None:
        named.append(("account", _account(email), FREE_OF_ACCOUNT))
    if address is not None:
        named.append(("address", _network(address), FREE_OF_ADDRESS))
    return [
        (hashlib.sha256(f"{kind}:{text}".encode("utf-8", "surrogatepass")).hexdigest(), free)
        for kind, text, free in named
    ]


def _account(email: str) -> str:
    try:
        return checked_email(email)
    except UsageError:
        return email


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, IPV6_NETWORK_BITS), strict=False))
