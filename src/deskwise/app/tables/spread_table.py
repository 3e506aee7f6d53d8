"""How durations are spread, in words."""

from __future__ import annotations

from deskwise.app.tables.table import Column, Table
from deskwise.reports.distribution import Distribution, spread_rows
from deskwise.reports.number_words import count_words, plain_spaces


def spread_table(chart: Distribution) -> Table:
    """A step a row, with what it was in the period before where that has cases."""
    rows = [
        [
            plain_spaces(cell)
            for cell in (
                row["step"],
                count_words(row["n"]),
                row["now_words"],
                "" if row["n_before"] is None else count_words(row["n_before"]),
                row["before_words"],
            )
        ]
        for row in spread_rows(chart)
    ]
    columns = [
        Column("took"), Column("n", "right"), Column("share", "right"), Column("n before", "right"),
        Column("share before", "right"),
    ]  # fmt: skip
    return Table(columns, rows, title=f"{chart.title} ({plain_spaces(' · '.join(chart.lines))})")
