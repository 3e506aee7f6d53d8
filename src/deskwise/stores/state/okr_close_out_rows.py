"""How objectives ended, in the state; see the port `app.okr_store.OkrStore`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.kernel.language import say
from deskwise.okr.close_out import CloseOut
from deskwise.stores.state.instants import from_micros, to_micros
from deskwise.stores.state.okr_json import all_read, all_written, final_result
from deskwise.stores.state.okr_ordered_rows import OrderedRows
from deskwise.stores.state.okr_tables import CLOSE_OUTS


class CloseOutRows(OrderedRows):
    """Close-outs, in one transaction."""

    def close_outs(self, objectives: Iterable[str]) -> tuple[CloseOut, ...]:
        """How objectives ended, in the order they did."""
        return tuple(_close_out(row) for row in self._of(CLOSE_OUTS.c.objective, objectives))

    def add_close_out(self, close_out: CloseOut) -> None:
        """Keep how an objective ended."""
        for now in self.close_outs((close_out.objective,)):
            raise ChangedMeanwhileError(
                say("somebody else closed this objective meanwhile"),
                do=say("look at it as it is now"),
                now=now,
            )
        self._add(
            CLOSE_OUTS,
            {
                "objective": close_out.objective,
                "by": close_out.by,
                "at": to_micros(close_out.at),
                "score": close_out.score,
                "results": all_written(close_out.results),
                "note": close_out.note,
                "went_well": close_out.went_well,
                "went_badly": close_out.went_badly,
                "next_time": close_out.next_time,
                "carried_to": close_out.carried_to,
            },
        )


def _close_out(row: sa.Row[Any]) -> CloseOut:
    return CloseOut(
        row.objective,
        row.by,
        from_micros(row.at),
        row.score,
        all_read(final_result, row.results),
        row.note,
        row.went_well,
        row.went_badly,
        row.next_time,
        row.carried_to,
    )
