"""What a mapping says of a table's columns beside how they become events."""

from __future__ import annotations

from dataclasses import replace

from deskwise.events.translation import Translation

INSTEAD_OF_A_MAPPING = ("shape", "columns", "kinds", "statuses", "roles", "scale", "extra")


def ticket_column(mapping: Translation) -> str | None:
    """The column that a mapping takes for the ticket, null where several make it up or it is changed."""
    cell = dict(mapping.cells).get("ticket")
    return None if cell is None or cell.further or cell.values else cell.column


def text_columns(mapping: Translation) -> frozenset[str]:
    """The columns that are read for what customers wrote, and for nothing else."""
    rest = replace(
        mapping,
        cells=tuple(pair for pair in mapping.cells if pair[0] != "text"),
        emissions=tuple(
            replace(one, cells=tuple(pair for pair in one.cells if pair[0] != "text"))
            for one in mapping.emissions
        ),
    )
    return frozenset(mapping.columns_used()) - frozenset(rest.columns_used())
