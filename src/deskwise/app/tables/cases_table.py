"""The cases behind a figure in words."""

from __future__ import annotations

from deskwise.app.list_requests import Opened
from deskwise.app.tables.period_names import instant_words
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.units import format_value
from deskwise.metrics.drill import CaseRow


def cases_table(opened: Opened) -> Table:
    """Cases as a table, each with what it gave."""
    cases = opened.cases
    by = tuple(dict.fromkeys(name for row in cases.rows for name, _ in row.by))
    columns = [
        Column("ticket"), Column("request", "right"), Column("counted at"), *(Column(name) for name in by),
        Column("agent"), Column("team"), Column("gave", "right"), Column("state"), Column("source"),
    ]  # fmt: skip
    rows = [_row(row, by, cases.unit, opened.zone) for row in cases.rows]
    title = f"{cases.metric}, as of {instant_words(opened.as_of, opened.zone)}"
    return Table(columns, rows, title, () if rows else ("No case is in this selection.",))


def _row(row: CaseRow, by: tuple[str, ...], unit: str, zone: str) -> list[str]:
    values = dict(row.by)
    return [
        row.ticket or "",
        "" if row.request is None else str(row.request),
        "" if row.anchor_at is None else instant_words(row.anchor_at, zone),
        *(values.get(name) or "" for name in by),
        row.agent or "",
        row.team or "",
        gave_words(row.gave, values.get("currency") or unit),
        state_words(row),
        row.source or "",
    ]


def state_words(row: CaseRow) -> str:
    """The state of a case, with the reason if it is left out for one."""
    return row.state if row.reason is None else f"{row.state} ({row.reason})"


def gave_words(gave: float | bool | None, unit: str) -> str:
    """What a case gave, in words: of a share whether it counts above the line.

    >>> gave_words(True, "share"), gave_words(3600, "seconds"), gave_words(None, "count")
    ('yes', '1 h', '')
    """
    if gave is None:
        return ""
    if isinstance(gave, bool):
        return "yes" if gave else "no"
    return format_value(gave, unit)
