"""What a team says of its objectives and takes on of them; see the port `app.okr_store.OkrStore`."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from deskwise.app.okr_store import Part, Remark
from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.kernel.language import say
from deskwise.stores.state.instants import from_micros, to_micros
from deskwise.stores.state.okr_ordered_rows import OrderedRows
from deskwise.stores.state.okr_tables import PARTS, REMARKS


class TeamRows(OrderedRows):
    """Remarks and parts, in one transaction."""

    def remarks(self, objective: str) -> tuple[Remark, ...]:
        """What was said of an objective, the oldest first."""
        rows = self._connection.execute(
            sa.select(REMARKS)
            .where(REMARKS.c.objective == objective)
            .order_by(REMARKS.c.at, REMARKS.c.number)
        )
        return tuple(Remark(row.id, row.objective, row.by, from_micros(row.at), row.text) for row in rows)

    def add_remark(self, remark: Remark) -> None:
        """Keep what was said."""
        self._add(
            REMARKS,
            {
                "id": remark.id,
                "objective": remark.objective,
                "by": remark.by,
                "at": to_micros(remark.at),
                "text": remark.text,
            },
        )

    def parts(self, objective: str) -> tuple[Part, ...]:
        """Who has taken on what, in the order they first did."""
        rows = self._connection.execute(
            sa.select(PARTS).where(PARTS.c.objective == objective).order_by(PARTS.c.number)
        )
        return tuple(_part(row) for row in rows)

    def put_part(self, part: Part) -> Part:
        """Keep what somebody takes on."""
        columns = {"text": part.text, "at": to_micros(part.at)}
        now = self._part(part)
        if now is None:
            self._add(PARTS, {"objective": part.objective, "person": part.person, "version": 1, **columns})
        elif now.version == part.version:
            self._connection.execute(
                sa.update(PARTS).where(_same(part)).values(version=part.version + 1, **columns)
            )
        else:
            raise ChangedMeanwhileError(
                say("this part was changed meanwhile"), do=say("look at it as it is now"), now=now
            )
        kept = self._part(part)
        assert kept is not None
        return kept

    def _part(self, part: Part) -> Part | None:
        row = self._connection.execute(sa.select(PARTS).where(_same(part))).first()
        return None if row is None else _part(row)


def _same(part: Part) -> sa.ColumnElement[bool]:
    return sa.and_(PARTS.c.objective == part.objective, PARTS.c.person == part.person)


def _part(row: sa.Row[Any]) -> Part:
    return Part(row.objective, row.person, row.text, from_micros(row.at), row.version)
