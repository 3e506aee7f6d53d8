"""Findings, and the analyses there are, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.finding import Cell, Finding, Number, NumberColumn, NumberTable
from deskwise.analyses.what_changed_words import OTHERS
from deskwise.app.tables.period_names import instant_words, period_name
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.language import say
from deskwise.kernel.units import NOTHING
from deskwise.metrics.dimensions import dimension
from deskwise.reports.number_words import change_words, plain_spaces, value_words
from deskwise.reports.sentence_words import plain_sentence
from deskwise.reports.stat_words import without_words


def finding_lines(finding: Finding) -> list[str]:
    """What a finding says, a sentence a line, the doubts after a word that tells them apart."""
    zone = finding.rests_on.zone
    said = [plain_sentence(each, zone) for each in finding.sentences]
    return [*said, *(f"Doubt: {plain_sentence(each, zone)}" for each in finding.doubts)]


def rests_on_line(finding: Finding) -> str:
    """What a finding rests on."""
    found = finding.rests_on
    words = [
        f"{found.definition}, {found.stat}",
        *([] if found.clock is None else ["working time" if found.clock == "working" else "elapsed time"]),
        f"{period_name(found.period, None, found.zone)} (n {found.n:,})",
        *(
            []
            if found.before is None
            else [f"against {period_name(found.before, None, found.zone)} (n {found.n_before or 0:,})"]
        ),
        *([f"with {', '.join(found.beside)}"] if found.beside else []),
        f"as of {instant_words(found.as_of, found.zone)}",
        f"{finding.analysis}@{finding.version}",
    ]
    return "Rests on " + ", ".join(words)


def finding_tables(finding: Finding) -> tuple[Table, ...]:
    """The numbers of a finding, and its tables, those that have rows."""
    numbers = Table(
        [Column("number"), Column("value", "right"), Column("95 % interval", "right")],
        [[each.label, number_words(each), _interval(each)] for each in finding.numbers],
    )
    return numbers, *(_table(finding, each) for each in finding.tables())


def _table(finding: Finding, told: NumberTable) -> Table:
    columns = [
        Column(_title(finding, each), "left" if each.unit is None else "right") for each in told.columns
    ]
    rows = [[cell_words(finding, each, row) for each in told.columns] for row in told.records()]
    return Table(columns, rows, say(told.label) or None)


def number_words(number: Number) -> str:
    """A number with its unit, and with its sign where it is a difference."""
    return _amount(number.value, number.unit, signed=number.signed)


def cell_words(finding: Finding, column: NumberColumn, row: Mapping[str, Cell]) -> str:
    """A cell of a row in words: a group by its name, a mark of noise as yes or no."""
    cell, members = row[column.name], row.get("members", 1)
    several = isinstance(members, int) and members > 1
    if column.name == "group":
        alone = str(cell or without_words(dimension(finding.rests_on.by or "").label))
        return OTHERS if several else alone
    if column.name == "members" and not several:
        return ""
    if column.dimension and cell is None:
        return without_words(dimension(column.dimension).label)
    if cell is None:
        return NOTHING
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str) or column.unit is None:
        return say(str(cell)) if column.said else str(cell)
    return _amount(cell, column.unit, signed=column.signed)


def analyses_table(entries: Iterable[AnalysisEntry]) -> Table:
    """The analyses in a line each."""
    return Table([Column("analysis"), Column("what it tells")], [[each.name, each.tells] for each in entries])


def _title(finding: Finding, column: NumberColumn) -> str:
    return finding.rests_on.by or column.label if column.name == "group" else column.label


def _interval(number: Number) -> str:
    if number.low is None or number.high is None:
        return ""
    low, high = (_amount(side, number.unit, signed=number.signed) for side in (number.low, number.high))
    return f"{low} to {high}"


def _amount(value: float | None, unit: str, *, signed: bool) -> str:
    return plain_spaces(change_words(value, unit) if signed else value_words(value, unit))
