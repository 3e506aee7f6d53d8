from __future__ import annotations

from deskwise.app.tables.table import Column, Table

TABLE = Table(
    [Column("name"), Column("n", "right"), Column("note")],
    [["a\x1b", "1", ""], ["bc", "20", ""], ["d", "3", "late"]],
    "A title\x07",
    ["A note\n"],
)


def test_a_column_that_is_empty_in_what_is_shown_is_left_out() -> None:
    assert [column.title for column in TABLE.shown(2).columns] == ["name", "n"]
    assert [column.title for column in TABLE.shown().columns] == ["name", "n", "note"]


def test_nothing_in_it_can_steer_a_terminal() -> None:
    shown = TABLE.shown()
    assert (shown.title, shown.notes) == (
        "A title\N{REPLACEMENT CHARACTER}",
        ["A note\N{REPLACEMENT CHARACTER}"],
    )
    assert shown.rows[0][0] == "a\N{REPLACEMENT CHARACTER}"


def test_a_table_without_rows_has_no_lines() -> None:
    assert Table([Column("name")], []).lines() == []
