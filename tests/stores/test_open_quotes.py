"""A quote left open: what it swallowed is counted line by line, and said."""

from __future__ import annotations

import json

import pytest

from stores.desk import Desk

HEADER = "at,kind,ticket,actor,text\n"


def row(number: int, text: str = "hello") -> str:
    return f"2025-01-01T10:{number:02}:00Z,note,T{number},ann,{text}\n"


def rows(first: int, last: int) -> str:
    return "".join(row(number) for number in range(first, last + 1))


def note(path: str, line: int, behind: str) -> str:
    return f"{path}: a quote opens on line {line} and is not closed there: {behind} read as part of one row"


@pytest.mark.parametrize(
    ("text", "line", "refused", "kept"),
    [
        # To the end of the file.
        (rows(0, 4) + row(5, '"open') + rows(6, 25), 7, 21, [*range(5)]),
        # To the next quote, be it a whole text or a stray one.
        (rows(0, 4) + row(5, '"open') + rows(6, 15) + row(16, '"text"') + rows(17, 25), 7, 12,
         [*range(5), *range(17, 26)]),
        (rows(0, 4) + row(5, '"open') + rows(6, 15) + row(16, 'a "b') + rows(17, 25), 7, 12,
         [*range(5), *range(17, 26)]),
        # A text of two lines before it is no row that was swallowed.
        (row(0, '"two\nlines"') + rows(1, 4) + row(5, '"open') + rows(6, 15), 8, 11, [*range(5)]),
        # Nor is one that the row with the quote holds itself.
        (row(0) + 'x,note,"T\n1",ann,"open\n' + rows(2, 5), 4, 5, [0]),
        # In the first row, and in a cell in the middle.
        (row(0, '"open') + rows(1, 15), 2, 16, []),
        (row(0) + 'x,note,"T1,ann,hello\n' + rows(2, 11), 3, 11, [0]),
    ],
)  # fmt: skip
def test_every_line_it_swallowed_is_refused_and_the_quote_is_told(
    desk: Desk, text: str, line: int, refused: int, kept: list[int]
) -> None:
    path = desk.write(HEADER + text)
    told = desk.bring_in(path)
    assert (told.accepted, dict(told.reasons)) == (len(kept), {"malformed_row": refused})
    assert told.read == told.accepted + told.rejected
    assert desk.column("ticket") == [f"T{number}" for number in kept]
    lines = (HEADER + text).splitlines()
    first, *swallowed = desk.rejects()
    assert first.detail == "a quote is left open or misplaced"
    assert {one.detail for one in swallowed} == {f"behind a quote that opens on line {line}"}
    # Each is a row by itself, and stands on the line it is said to stand on.
    assert all(lines[one.line - 1].count(",") == 4 for one in swallowed if one.line is not None)
    assert len({one.line for one in swallowed}) == len(swallowed) == refused - 1
    behind = max(one.line for one in swallowed if one.line is not None) - line
    assert told.notes == (note(str(path), line, f"the {behind} lines behind it were"),)


def test_the_rows_behind_it_keep_their_numbers_and_lines(desk: Desk) -> None:
    text = rows(0, 1) + row(2, '"open') + row(3) + row(4, '"text"') + row(5) + row(6).replace("note", "bla")
    desk.bring_in(HEADER + text)
    assert [(one.row, one.line, one.reason) for one in desk.rejects()] == [
        (3, 4, "malformed_row"),
        (3, 5, "malformed_row"),
        (3, 6, "malformed_row"),
        (5, 8, "unknown_kind"),
    ]


def test_a_quote_that_swallows_nothing_is_a_row_that_cannot_be_read_and_no_more(desk: Desk) -> None:
    told = desk.bring_in(HEADER + rows(0, 2) + row(3, '"a\nb" c') + rows(4, 5))
    assert (told.accepted, dict(told.reasons), told.notes) == (5, {"malformed_row": 1}, ())


def test_many_of_them_are_told_in_four_lines(desk: Desk) -> None:
    some = "".join(
        row(number, '"open') + row(number + 1) + row(number + 2, '"text"') for number in range(0, 18, 3)
    )
    told = desk.bring_in(HEADER + some)
    assert dict(told.reasons) == {"malformed_row": 18}
    assert len(told.notes) == 4
    assert told.notes[3].endswith(": 3 more quotes are left open")


def test_what_was_said_is_kept_with_the_import(desk: Desk) -> None:
    told = desk.bring_in(HEADER + row(0) + row(1, '"open') + rows(2, 3))
    ((counts,),) = desk.ask("select counts from imports")
    assert told.notes
    assert json.loads(counts)["notes"] == list(told.notes)
    assert told.to_json()["notes"] == list(told.notes)


def test_a_quote_that_closes_at_the_end_of_a_later_cell_is_told_by_the_quality_report(desk: Desk) -> None:
    opens = row(2).replace(",ann", ',"ann')
    closes = row(3).replace(",ann", ',ann"')
    text = rows(0, 1) + opens + closes + rows(4, 5)
    told = desk.bring_in(HEADER + text)
    assert (told.read, told.accepted) == (5, 5)
    (finding,) = [one for one in told.quality if one.finding.check == "swallowed_rows"]
    assert (finding.finding.count, finding.finding.total, finding.finding.severity) == (1, 6, "serious")
    assert [(one.row, one.line) for one in finding.finding.examples] == [(3, 4)]
