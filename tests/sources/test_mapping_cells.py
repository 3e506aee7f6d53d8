"""Cells of a mapping file: columns put together, values translated."""

from __future__ import annotations

import pytest

from deskwise.events.translation import Cell
from deskwise.kernel.errors import MappingError
from deskwise.sources.mapping_file import parse_mapping

COLUMNS = '[columns]\nat = "Time"\nkind = "What"\n'


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ('"Case"', Cell(column="Case")),
        ('["Line", "Call", "Day"]', Cell(column="Line", further=("Call", "Day"))),
        ('{ column = "Case" }', Cell(column="Case")),
        ('{ column = ["Line", "Call"] }', Cell(column="Line", further=("Call",))),
        (
            '{ column = "Case", values = { "0" = "", "a" = "b" } }',
            Cell(column="Case", values=(("0", None), ("a", "b")), unnamed="reject"),
        ),
        (
            '{ column = "Case", values = { "0" = "" }, other = "keep" }',
            Cell(column="Case", values=(("0", None),), unnamed="keep"),
        ),
        (
            '{ column = "Case", values = { "0" = "" }, other = "skip" }',
            Cell(column="Case", values=(("0", None),), unnamed="skip"),
        ),
        (
            '{ column = "Case", values = { "0" = "" }, other = "all" }',
            Cell(column="Case", values=(("0", None),), unnamed="constant", unnamed_value="all"),
        ),
    ],
)
def test_what_fills_a_column(said: str, means: Cell) -> None:
    found = parse_mapping(COLUMNS + f"ticket = {said}\n", "mine")
    assert dict(found.cells)["ticket"] == means


def test_an_events_cell_means_the_same() -> None:
    found = parse_mapping(
        'activity = "What"\n[columns]\nat = "Time"\nticket = "Case"\n'
        '[activities.Move]\nkind = "status"\n'
        'status = { column = "To", values = { "Done" = "solved" }, other = "skip" }\n',
        "mine",
    )
    assert found.emissions[0].cells == (
        ("status", Cell(column="To", values=(("Done", "solved"),), unnamed="skip")),
    )


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (
            'status = { column = "S", values = { "Done" = "finished" } }',
            'status.values."Done": .* is none of',
        ),
        ('status = { column = "S", values = { "Done" = "solved" }, other = "shut" }', "status.other: 'shut'"),
        ('status = { column = "S", other = "skip" }', "columns.status: other is for values not named"),
        ("status = []", "columns.status: List should have at least 1 item"),
        ('status = { column = "S", values = { "Done" = 7 } }', "columns.status.values.Done: Input should be"),
        ('customer = { values = { "Done" = "7" } }', "columns.customer.column: Field required"),
        ('at = ["Day", "Time"]', "columns.at: is no single column"),
    ],
)
def test_faults_of_shared_cells(said: str, says: str) -> None:
    text = COLUMNS.replace('at = "Time"\n', "") if said.startswith("at") else COLUMNS
    with pytest.raises(MappingError, match=says):
        parse_mapping(text + 'ticket = "Case"\n' + said + "\n", "mine")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ('{ column = "A", values = { "x" = "y" }, colour = "red" }', r"\.team: colour: Extra inputs"),
        ('{ column = "A", other = "y" }', r"\.team: other is for values not named"),
        ("{ column = 7 }", r"\.team: column"),
        ("7", r"\.team: is neither a text nor a column"),
    ],
)
def test_faults_of_an_events_cells(said: str, says: str) -> None:
    text = 'activity = "What"\n[columns]\nat = "Time"\nticket = "Case"\n[activities]\n'
    with pytest.raises(MappingError, match=says):
        parse_mapping(text + f'Move = {{ kind = "note", team = {said} }}\n', "mine")
