"""The rows that do not count in words."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.app.list_rejects import ExplainedReject
from deskwise.app.tables.table import Column, Table


def rejects_table(found: Sequence[ExplainedReject]) -> Table:
    """Rejects as a table with their places; below it what each reason means and what to do."""
    columns = [Column("file"), Column("line", "right"), Column("ticket"), Column("reason"), Column("")]
    rows = [
        [
            each.reject.file,
            str(each.reject.line or each.reject.row or ""),
            each.reject.ticket or "",
            each.reject.reason,
            each.reject.detail or "",
        ]
        for each in found
    ]
    if not rows:
        return Table(columns, rows, None, ("Every row that was read is an event, or was one already.",))
    meant = sorted({(each.reason.code, each.reason.sentence, each.reason.do) for each in found})
    return Table(columns, rows, None, [f"{code}: {sentence} {do}" for code, sentence, do in meant])
