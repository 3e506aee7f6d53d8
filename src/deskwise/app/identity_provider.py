"""Port: who somebody is, as a provider of identities tells it that people of the team sign in at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Flow:
    """What ties one way to the provider and back to the browser that went it.

    `state` comes back with the browser, `nonce` stands in what the provider signs, and `verifier` is shown
    to the provider alone, when the code is handed in.
    """

    state: str
    nonce: str
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Identity:
    """What a provider says of somebody.

    `subject` is its own lasting name for them. `email` is null where it tells none.
    """

    issuer: str
    subject: str
    email: str | None
    email_verified: bool


@dataclass(frozen=True)
class ProviderSettings:
    """A provider as whoever keeps the server names it.

    `secret_from` says where the secret is that the provider gave us, null where it gave none. `name` is what
    people call it.
    """

    issuer: str
    client_id: str
    secret_from: str | None
    name: str


class IdentityProvider(Protocol):
    """A provider of identities that this workspace trusts."""

    @property
    def name(self) -> str:
        """What people call it: the word on the button."""
        ...

    @property
    def issuer(self) -> str:
        """Its address, which also stands in all that it signs."""
        ...

    def sign_in_address(self, back: str, flow: Flow) -> str:
        """Where a browser goes to sign in; it comes back to the address `back`.

        Raises `ProviderError` where the provider cannot be asked.
        """
        ...

    def identity(self, back: str, flow: Flow, code: str) -> Identity:
        """Hand in the code that a browser came back with, and learn who it is.

        Raises `SignInError` where the provider or what it signed does not hold, `ProviderError` where it
        cannot be asked.
        """
        ...
