"""The tables of a finding on its page: cells in words, groups and counts leading to their requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from deskwise.analyses.finding import Cell, Finding, NumberColumn, NumberTable
from deskwise.kernel.language import say
from deskwise.kernel.periods import day_start
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.number_words import change_words, value_words
from deskwise.reports.stat_words import without_words
from deskwise.web.analysis_parts import FindingAddresses

LONG = 40


# So many letters of a few words stand on one line of a table; a sentence is broken.
LONGEST_LINE = 32


@dataclass(frozen=True)
class CellView:
    """A cell in words; `link` is empty where it leads nowhere, `nothing` says that there is no value.

    `short` says that it is a few words that stand on one line.
    """

    words: str
    link: str
    number: bool
    nothing: bool
    short: bool = False


@dataclass(frozen=True)
class HeadView:
    """The title of a column."""

    words: str
    number: bool


@dataclass(frozen=True)
class TableView:
    """A table in words; `title` is empty of the first one, where the page has words of its own for it."""

    name: str
    title: str
    heads: tuple[HeadView, ...]
    rows: tuple[tuple[CellView, ...], ...]
    csv: str


def table_views(addresses: FindingAddresses) -> tuple[TableView, ...]:
    """The tables of a finding that have rows; a long one stands below the short ones."""
    found = sorted(addresses.finding.tables(), key=lambda each: len(each.rows) > LONG)
    return tuple(_view(addresses, each) for each in found)


def _view(addresses: FindingAddresses, table: NumberTable) -> TableView:
    return TableView(
        name=table.name,
        title=say(table.label) if table.label else "",
        heads=tuple(HeadView(say(each.label), each.unit is not None) for each in table.columns),
        rows=tuple(
            tuple(_cell(addresses, table, each, row) for each in table.columns) for row in table.records()
        ),
        csv=addresses.links.page(
            "analysis_csv",
            addresses.chosen.changed(more={**addresses.chosen.more, "table": table.name}).query(),
            name=addresses.name,
        ),
    )


def _cell(
    addresses: FindingAddresses, table: NumberTable, column: NumberColumn, row: Mapping[str, Cell]
) -> CellView:
    cell = row[column.name]
    words = cell_words(column, cell)
    if not words:
        return CellView(say("none"), "", column.unit is not None, nothing=True)
    return CellView(
        words,
        _link(addresses, table, column, row),
        column.unit is not None,
        nothing=False,
        short=column.said and len(words) <= LONGEST_LINE,
    )


def cell_words(column: NumberColumn, cell: Cell) -> str:
    """A cell in words; empty where there is no value."""
    if column.dimension and cell is None:
        return without_words(dimension(column.dimension).label)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return say("yes") if cell else say("no")
    if column.said and not cell:
        return ""
    if isinstance(cell, str) or column.unit is None:
        return say(str(cell)) if column.said else str(cell)
    return change_words(cell, column.unit) if column.signed else value_words(cell, column.unit)


def _link(
    addresses: FindingAddresses, table: NumberTable, column: NumberColumn, row: Mapping[str, Cell]
) -> str:
    if column.ticket_of:
        source, ticket = row[column.ticket_of], row[column.name]
        return addresses.links.ticket(str(source), str(ticket)) if source and ticket else ""
    if not column.opens or not row[column.name]:
        return ""
    groups = {each.dimension: row[each.name] for each in table.columns if each.dimension}
    finding: Finding = addresses.finding
    return addresses.opened(column.opens, groups, cases_of(finding, column, row), column.part)


def cases_of(finding: Finding, column: NumberColumn, row: Mapping[str, Cell]) -> ReadPeriod:
    """Of when the cases of a cell are: the finding's, or days of its row's own."""
    if column.days is None:
        return finding.rests_on.period
    first, last = (date.fromisoformat(str(row[name])) for name in column.days)
    zone = finding.rests_on.zone
    return ReadPeriod(day_start(first, zone), day_start(last + timedelta(days=1), zone), partial=False)
