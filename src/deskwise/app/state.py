"""Port: the state, which is what people add beside the log: themselves, and what they decide and note.

All of it that one use case changes is changed at once, with what the audit says of it, or not at all.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from deskwise.app.annotations import AnnotationStore
from deskwise.app.audit import AuditTrail
from deskwise.app.disputes import DisputeStore
from deskwise.app.okr_store import OkrStore
from deskwise.app.people import LinkStore, PeopleStore, SessionStore, SignInAttempts
from deskwise.app.reason_names import ReasonNameStore
from deskwise.app.tokens import TokenStore
from deskwise.app.webhook_deliveries import DeliveryStore


class Stores(Protocol):
    """The stores of the state, as they are within one transaction."""

    @property
    def people(self) -> PeopleStore:
        """The people."""
        ...

    @property
    def sessions(self) -> SessionStore:
        """Who is signed in."""
        ...

    @property
    def links(self) -> LinkStore:
        """The one-time links."""
        ...

    @property
    def attempts(self) -> SignInAttempts:
        """The attempts to sign in that failed."""
        ...

    @property
    def tokens(self) -> TokenStore:
        """The tokens of programs."""
        ...

    @property
    def annotations(self) -> AnnotationStore:
        """The notes on the line of time."""
        ...

    @property
    def disputes(self) -> DisputeStore:
        """What people say is not right."""
        ...

    @property
    def reason_names(self) -> ReasonNameStore:
        """What clusters of subjects are called."""
        ...

    @property
    def deliveries(self) -> DeliveryStore:
        """The signed deliveries that were taken lately."""
        ...

    @property
    def okr(self) -> OkrStore:
        """The objectives, with all that is said and decided of them."""
        ...

    @property
    def audit(self) -> AuditTrail:
        """Who changed what."""
        ...


class State(Protocol):
    """The state of one workspace; any number of processes and threads may use it."""

    def reading(self) -> AbstractContextManager[Stores]:
        """The stores as they are at one instant; empty where nothing was ever written, and nothing is made.

        Raises `WorkspaceError` where the state is of a newer version, or cannot be reached.
        """
        ...

    def changing(self) -> AbstractContextManager[Stores]:
        """The stores, for one who changes them at a time: what was done counts when the block ends well.

        Raises `WorkspaceBusyError` while another changes it for too long, `WorkspaceError` as `reading` does.
        """
        ...
