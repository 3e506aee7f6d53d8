"""Joins that leave no second copy of their keys behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

TICKET_KEY = ("ticket_key",)
REQUEST_KEY = ("ticket_key", "request")
EVENT_KEY = ("event_key",)


def beside(
    rows: ir.Table,
    found: ir.Table,
    on: Sequence[str] = TICKET_KEY,
    *,
    only_matching: bool = False,
    also: Callable[[ir.Table, ir.Table], Sequence[ir.BooleanValue]] | None = None,
    found_as: str | None = None,
) -> ir.Table:
    """`rows` with the other columns of `found` beside them, null where nothing is found.

    `found` should hold a key at most once, else rows multiply. `only_matching` leaves the unmatched rows
    out. `also` gives further conditions. `found_as` names a column saying whether anything was found.
    Columns of `found` must not stand in `rows` already, its keys apart.
    """
    import ibis

    renamed = found.rename({f"key_{name}": name for name in on})
    if found_as is not None:
        renamed = renamed.mutate(**{found_as: ibis.literal(True)})
    conditions = [rows[name] == renamed[f"key_{name}"] for name in on]
    if also is not None:
        conditions += list(also(rows, renamed))
    joined = rows.inner_join(renamed, conditions) if only_matching else rows.left_join(renamed, conditions)
    joined = joined.drop(*(f"key_{name}" for name in on))
    if found_as is not None:
        joined = joined.mutate(**{found_as: joined[found_as].fill_null(False)})
    return joined
