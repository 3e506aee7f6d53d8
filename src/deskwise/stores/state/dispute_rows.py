"""Disputes in the state; see the port `app.disputes.DisputeStore`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from deskwise.app.disputes import Dispute, DisputeState
from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.kernel.language import say
from deskwise.stores.state.instants import from_micros, maybe_from_micros, maybe_to_micros, to_micros
from deskwise.stores.state.tables import DISPUTES


class DisputeRows:
    """Disputes, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, dispute: str) -> Dispute | None:
        """The dispute of an id."""
        row = self._connection.execute(sa.select(DISPUTES).where(DISPUTES.c.id == dispute)).first()
        return None if row is None else _dispute(row)

    def of_ticket(self, source: str, ticket: str) -> tuple[Dispute, ...]:
        """Those on a ticket."""
        return self._in_order(DISPUTES.c.source == source, DISPUTES.c.ticket == ticket)

    def open(self) -> tuple[Dispute, ...]:
        """Those that nobody has decided yet."""
        return self._in_order(DISPUTES.c.state == str(DisputeState.OPEN))

    def decided(self, most: int) -> tuple[Dispute, ...]:
        """Those that were decided."""
        rows = self._connection.execute(
            sa.select(DISPUTES)
            .where(DISPUTES.c.state != str(DisputeState.OPEN))
            .order_by(DISPUTES.c.decided_at.desc(), DISPUTES.c.id)
            .limit(most)
        )
        return tuple(_dispute(row) for row in rows)

    def add(self, dispute: Dispute) -> None:
        """Keep a new dispute."""
        self._connection.execute(
            sa.insert(DISPUTES).values(
                id=dispute.id,
                source=dispute.source,
                ticket=dispute.ticket,
                event=dispute.event,
                metric=dispute.metric,
                why=dispute.why,
                by=dispute.by,
                opened_at=to_micros(dispute.opened_at),
                teams=_names(dispute.teams),
                actors=_names(dispute.actors),
                version=dispute.version,
                **_decision(dispute),
            )
        )

    def decide(self, dispute: Dispute) -> Dispute:
        """Keep what came of one."""
        changed = self._connection.execute(
            sa.update(DISPUTES)
            .where(
                DISPUTES.c.id == dispute.id,
                DISPUTES.c.version == dispute.version,
                DISPUTES.c.state == str(DisputeState.OPEN),
            )
            .values(version=dispute.version + 1, **_decision(dispute))
        )
        now = self.find(dispute.id)
        if now is None or not changed.rowcount:
            raise ChangedMeanwhileError(
                say("somebody else has decided this dispute meanwhile"),
                do=say("look at it as it is now"),
                now=now,
            )
        return now

    def _in_order(self, *where: sa.ColumnElement[bool]) -> tuple[Dispute, ...]:
        rows = self._connection.execute(
            sa.select(DISPUTES).where(*where).order_by(DISPUTES.c.opened_at, DISPUTES.c.id)
        )
        return tuple(_dispute(row) for row in rows)


def _decision(dispute: Dispute) -> dict[str, Any]:
    return {
        "state": str(dispute.state),
        "decided_by": dispute.decided_by,
        "decided_at": maybe_to_micros(dispute.decided_at),
        "answer": dispute.answer,
        "ruling": dispute.ruling,
    }


def _names(names: Iterable[str]) -> str:
    return json.dumps(sorted(names), ensure_ascii=False)


def _dispute(row: sa.Row[Any]) -> Dispute:
    return Dispute(
        row.id,
        row.source,
        row.ticket,
        row.why,
        row.by,
        from_micros(row.opened_at),
        row.event,
        row.metric,
        frozenset(json.loads(row.teams)),
        frozenset(json.loads(row.actors)),
        DisputeState(row.state),
        row.decided_by,
        maybe_from_micros(row.decided_at),
        row.answer,
        row.ruling,
        row.version,
    )
