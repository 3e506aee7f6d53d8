"""The state in a database; see the port `app.state.State`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import sqlalchemy as sa

from deskwise.stores.state.annotation_rows import AnnotationRows
from deskwise.stores.state.audit_rows import AuditRows
from deskwise.stores.state.database import Database, empty_database
from deskwise.stores.state.delivery_rows import DeliveryRows
from deskwise.stores.state.dispute_rows import DisputeRows
from deskwise.stores.state.layouts import is_newest, layout_of
from deskwise.stores.state.okr_rows import OkrRows
from deskwise.stores.state.person_rows import PersonRows
from deskwise.stores.state.reason_name_rows import ReasonNameRows
from deskwise.stores.state.session_rows import AttemptRows, LinkRows, SessionRows
from deskwise.stores.state.token_rows import TokenRows


class SqlStores:
    """The stores within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @cached_property
    def people(self) -> PersonRows:
        """The people."""
        return PersonRows(self._connection)

    @cached_property
    def sessions(self) -> SessionRows:
        """Who is signed in."""
        return SessionRows(self._connection)

    @cached_property
    def links(self) -> LinkRows:
        """The one-time links."""
        return LinkRows(self._connection)

    @cached_property
    def attempts(self) -> AttemptRows:
        """The attempts to sign in that failed."""
        return AttemptRows(self._connection)

    @cached_property
    def tokens(self) -> TokenRows:
        """The tokens of programs."""
        return TokenRows(self._connection)

    @cached_property
    def annotations(self) -> AnnotationRows:
        """The notes on the line of time."""
        return AnnotationRows(self._connection)

    @cached_property
    def disputes(self) -> DisputeRows:
        """What people say is not right."""
        return DisputeRows(self._connection)

    @cached_property
    def reason_names(self) -> ReasonNameRows:
        """What clusters of subjects are called."""
        return ReasonNameRows(self._connection)

    @cached_property
    def deliveries(self) -> DeliveryRows:
        """The signed deliveries that were taken lately."""
        return DeliveryRows(self._connection)

    @cached_property
    def okr(self) -> OkrRows:
        """The objectives, with all that is said and decided of them."""
        return OkrRows(self._connection)

    @cached_property
    def audit(self) -> AuditRows:
        """Who changed what."""
        return AuditRows(self._connection)


class SqlState:
    """The state in a database.

    A state that is there is brought to the newest layout by whoever first asks it; where there is none,
    reading makes none.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._is_ready = False

    @contextmanager
    def reading(self) -> Iterator[SqlStores]:
        """The stores as they are at one instant."""
        if not self._is_ready and not self._made_ready():
            with empty_database() as connection:
                yield SqlStores(connection)
            return
        with self.database.reading() as connection:
            yield SqlStores(connection)

    @contextmanager
    def changing(self) -> Iterator[SqlStores]:
        """The stores, for one who changes them at a time."""
        if not self._is_ready:
            self.database.prepare()
            self._is_ready = True
        with self.database.changing() as connection:
            yield SqlStores(connection)

    def _made_ready(self) -> bool:
        """Whether there is a state; one of an older layout is brought to the newest."""
        if not self.database.is_there():
            return False
        with self.database.reading() as connection:
            if is_newest(connection):
                self._is_ready = True
                return True
            if layout_of(connection) is None:
                return False
        self.database.prepare()
        self._is_ready = True
        return True
