"""Check-ins and typed values in the state; see the port `app.okr_store.OkrStore`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskwise.okr.check_in import CheckIn, TypedValue
from deskwise.stores.state.instants import from_micros, maybe_from_micros, maybe_to_micros, to_micros
from deskwise.stores.state.okr_json import known, maybe_read, maybe_written, read, written
from deskwise.stores.state.okr_ordered_rows import OrderedRows
from deskwise.stores.state.okr_tables import CHECK_INS, TYPED_VALUES


class CheckInRows(OrderedRows):
    """Check-ins and typed values, in one transaction."""

    def check_ins(self, key_results: Iterable[str]) -> tuple[CheckIn, ...]:
        """The check-ins of key results, the oldest first."""
        found = (_check_in(row) for row in self._of(CHECK_INS.c.key_result, key_results))
        return tuple(sorted(found, key=lambda each: each.at))

    def add_check_in(self, check_in: CheckIn) -> None:
        """Keep a check-in."""
        self._add(
            CHECK_INS,
            {
                "id": check_in.id,
                "key_result": check_in.key_result,
                "by": check_in.by,
                "at": to_micros(check_in.at),
                "known": written(check_in.known),
                "typed": check_in.typed,
                "confidence": check_in.confidence,
                "moved_by": check_in.moved_by,
                "next_step": check_in.next_step,
            },
        )

    def typed_values(self, key_results: Iterable[str]) -> tuple[TypedValue, ...]:
        """The values that were typed of key results, the oldest first."""
        found = (_typed_value(row) for row in self._of(TYPED_VALUES.c.key_result, key_results))
        return tuple(sorted(found, key=lambda each: each.at))

    def add_typed_value(self, value: TypedValue) -> None:
        """Keep a typed value."""
        self._add(
            TYPED_VALUES,
            {
                "id": value.id,
                "key_result": value.key_result,
                "value": value.value,
                "why": value.why,
                "by": value.by,
                "at": to_micros(value.at),
                "known": maybe_written(value.known),
                "resumed_at": maybe_to_micros(value.resumed_at),
                "resumed_by": value.resumed_by,
            },
        )

    def resume(self, key_result: str, at: datetime, by: str) -> int:
        """End the overrides of a key result that were not ended before; how many there were."""
        ended = self._connection.execute(
            sa.update(TYPED_VALUES)
            .where(TYPED_VALUES.c.key_result == key_result, TYPED_VALUES.c.resumed_at.is_(None))
            .values(resumed_at=to_micros(at), resumed_by=by)
        )
        return ended.rowcount


def _check_in(row: sa.Row[Any]) -> CheckIn:
    return CheckIn(
        row.id,
        row.key_result,
        row.by,
        from_micros(row.at),
        read(known, row.known),
        row.typed,
        row.confidence,
        row.moved_by,
        row.next_step,
    )


def _typed_value(row: sa.Row[Any]) -> TypedValue:
    return TypedValue(
        row.id,
        row.key_result,
        row.value,
        row.why,
        row.by,
        from_micros(row.at),
        maybe_read(known, row.known),
        maybe_from_micros(row.resumed_at),
        row.resumed_by,
    )
