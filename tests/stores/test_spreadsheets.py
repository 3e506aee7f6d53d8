"""Workbooks as rows: which sheet, which values, and what is made to do harm."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from deskwise.app.file_understanding import Answers
from deskwise.kernel.errors import InputError
from deskwise.sources.detection.detect import understand
from deskwise.sources.mapping_file import parse_mapping
from deskwise.stores.column_profiles import DuckdbFileProfiler
from deskwise.stores.plain_files import PlainCopies, PlainFile
from deskwise.stores.reading_limits import ReadingLimits
from deskwise.stores.spreadsheets import number_text
from stores.desk import Desk
from stores.workbooks import MAIN, Value, cell, sheet, table, workbook

AT, DAY = datetime(2025, 1, 1, 10, 0, 0, 250_000), date(2025, 1, 1)


def read(folder: Path, content: bytes, limits: ReadingLimits | None = None) -> PlainFile:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    (plain,) = PlainCopies(folder / "spill", limits or ReadingLimits()).plain(path)
    return plain


def text_of(plain: PlainFile) -> str:
    return plain.content.read_bytes().decode()


def test_values_as_a_person_would_write_them(tmp_path: Path) -> None:
    plain = read(
        tmp_path,
        table(
            [
                ["text", "number", "instant", "day", "flag", "mixed"],
                ['a "b", c\nd', 1.1000000000000001, AT, DAY, True, "x"],
                ["_x0041_", 12345678901234567, datetime(1999, 12, 31), date(1999, 12, 31), False, DAY],
            ]
        ),
    )  # fmt: skip
    assert text_of(plain) == (
        "text,number,instant,day,flag,mixed\n"
        '"a ""b"", c\nd",1.1,2025-01-01 10:00:00.250,2025-01-01,true,x\n'
        "A,12345678901234567,1999-12-31 00:00:00,1999-12-31,false,2025-01-01\n"
    )
    assert plain.types == ((2, "TIMESTAMP"), (3, "DATE"))


def test_blank_rows_and_cells_are_left_out_and_rows_keep_their_places(tmp_path: Path) -> None:
    plain = read(tmp_path, table([[], ["a", None, "c"], [], [1], [None, None, None], [None, 2, 3, 4]]))
    assert text_of(plain) == "a,,c\n1,,\n,2,3,4\n"
    assert plain.lines is not None
    assert list(plain.lines) == [4, 6]


def test_formulas_give_the_value_they_last_had(tmp_path: Path) -> None:
    rows = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>a</t></is></c></row>'
        '<row><c><f>1+1</f><v>2</v></c></row><row><c t="str"><f>"x"</f><v>x</v></c></row>'
        '<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row><row><c><f>NEVER()</f></c></row>'
        '<row><c t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></is></c></row>'
        "</sheetData></worksheet>"
    )
    assert text_of(read(tmp_path, workbook(rows))) == "a\n2\nx\n#DIV/0!\nrich\n"


def test_the_first_sheet_or_the_only_filled_one(tmp_path: Path) -> None:
    first, second, empty = sheet([["a"], [1]]), sheet([["b"], [2]]), sheet([])
    plain = read(tmp_path, workbook(first, second))
    assert text_of(plain) == "a\n1\n"
    assert "only the first of its 2 filled sheets" in plain.notes[0]
    assert text_of(read(tmp_path, workbook(empty, second))) == "b\n2\n"
    with pytest.raises(InputError, match=r"first sheet of .* is empty, and 2 others are not"):
        read(tmp_path, workbook(empty, first, second))
    with pytest.raises(InputError, match="without a single filled cell"):
        read(tmp_path, workbook(empty))


@pytest.mark.parametrize(
    ("raw", "meaning", "told"),
    [
        ("1", "date", "1900-01-01"),
        ("59", "date", "1900-02-28"),
        ("61", "date", "1900-03-01"),
        ("0.5", "time", "12:00:00"),
        ("1.5", "duration", "36:00:00"),
        ("1e20", "number", "1e+20"),
        ("-3", "date", "-3"),
        ("2958465.9", "instant", "9999-12-31 21:36:00"),
        ("99999999", "instant", "99999999"),
        ("007", "number", "007"),
    ],
)
def test_numbers_and_dates(raw: str, meaning: str, told: str) -> None:
    assert number_text(raw, meaning, since_1904=False)[0] == told  # type: ignore[arg-type]  # words of a test's table


def test_the_other_calendar(tmp_path: Path) -> None:
    first = '<row><c t="inlineStr"><is><t>day</t></is></c></row><row><c s="2"><v>1</v></c></row>'
    rows = f'<worksheet xmlns="{MAIN}"><sheetData>{first}</sheetData></worksheet>'
    assert text_of(read(tmp_path, workbook(rows, properties='date1904="1"'))) == "day\n1904-01-02\n"


@pytest.mark.parametrize(
    "content",
    [
        workbook("<worksheet><sheetData><row>"),
        workbook('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
        workbook('<worksheet><sheetData><row><c t="s"><v>9</v></c></row></sheetData></worksheet>'),
        workbook("<worksheet><sheetData><row><c><v>x</v></c></row></sheetData></worksheet>"),
        workbook(),
    ],
)
def test_damaged_workbooks_are_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match="is a damaged workbook"):
        read(tmp_path, content)


def test_a_cell_far_out_costs_nothing_but_a_sentence(tmp_path: Path) -> None:
    far = f'<row r="1">{cell("a", "A1")}</row><row r="1048576">{cell("b", "XFD1048576")}</row>'
    with pytest.raises(InputError, match="more than 2,000 columns"):
        read(tmp_path, workbook(f"<worksheet><sheetData>{far}</sheetData></worksheet>"))
    with pytest.raises(InputError, match="more text than is read from a workbook"):
        read(tmp_path, table([["a" * 500]]), ReadingLimits(shared_texts_bytes=400))


def test_rejects_name_the_rows_of_the_sheet(desk: Desk) -> None:
    at = datetime(2025, 1, 1, 10)
    rows: list[Sequence[Value]] = [
        ["at", "kind", "ticket"],
        [],
        [at, "note", "T1"],
        [],
        [at, "bla", "T1"],
        [at, "note", "T1", "more"],
    ]
    path = desk.write(table(rows), ".xlsx")
    assert desk.bring_in(path, timezone="Europe/Berlin").reasons == {"unknown_kind": 1, "malformed_row": 1}
    assert [(one.row, one.line, one.file) for one in desk.rejects()] == [(2, 5, str(path)), (3, 6, str(path))]
    assert desk.column('"at"') == [datetime(2025, 1, 1, 9)]


MIXED: list[Sequence[Value]] = [
    ["Ticket ID", "Created at", "Status", "Agent"],
    [1, datetime(2024, 3, 4, 10, 0), "Open", "ann"],
    [2, "14.03.2024 11:30", "Open", "ann"],
    [3, datetime(2024, 3, 5, 9, 15), "Open", "ben"],
    [4, "15.03.2024 12:00", "Open", "ben"],
    [5, "soon", "Open", "ben"],
]


def test_a_column_of_dates_and_texts_is_said_to_be_one(tmp_path: Path) -> None:
    plain = read(tmp_path, table(MIXED))
    assert (plain.types, plain.dated) == ((), (1,))
    (note,) = plain.notes
    assert note == (
        f"{tmp_path / 'book.xlsx'}: column B has 2 dates and 2 texts that look like dates: "
        "look whether the spreadsheet took days for months in the dates"
    )


def test_dates_beside_other_texts_need_no_word(tmp_path: Path) -> None:
    plain = read(tmp_path, table([["a", "b"], [DAY, 1], ["unknown", 2], [AT, 3]]))
    assert (plain.types, plain.dated, plain.notes) == ((), (0,), ())


@pytest.mark.parametrize(
    ("first", "cell"), [("%d.%m.%Y %H:%M", "14.03.2024 11:30"), ("%m/%d/%Y %I:%M %p", "03/14/2024 11:30 AM")]
)
def test_dates_and_texts_of_one_column_are_both_read(desk: Desk, first: str, cell: str) -> None:
    mapping = parse_mapping(
        f'shape = "snapshot"\ndate_format = "{first}"\n[columns]\nticket = "Ticket ID"\n'
        '[[events]]\nkind = "opened"\nat = "Created at"\n',
        "mixed",
    )
    rows: list[Sequence[Value]] = [*MIXED[:2], [2, cell, "Open", "ann"], MIXED[5]]
    told = desk.bring_in(desk.write(table(rows), ".xlsx"), timezone="Europe/Berlin", mapping=mapping)
    assert desk.column('"at"') == [datetime(2024, 3, 4, 9, 0), datetime(2024, 3, 14, 10, 30)]
    assert told.reasons == {"no_instant": 1}
    # A later import of the same in one way of writing is the same log.
    plain: list[Sequence[Value]] = [*MIXED[:2], [2, datetime(2024, 3, 14, 11, 30), "Open", "ann"]]
    again = desk.bring_in(desk.write(table(plain), ".xlsx"), timezone="Europe/Berlin", mapping=mapping)
    assert (again.accepted, again.duplicates) == (0, 2)


def test_a_mixed_column_is_understood_by_its_texts(desk: Desk) -> None:
    path = desk.write(table(MIXED), ".xlsx")
    profile = DuckdbFileProfiler(threads=2).profile(path)
    found = understand(profile, Answers(timezone="Europe/Berlin"))
    assert (found.questions, found.column_of("opened_at")) == ((), "Created at")
    assert tomllib.loads(found.mapping)["date_format"] == "%d.%m.%Y %H:%M"
    assert found.notes == ("1 cells of Created at are written otherwise and will be refused",)
    told = desk.bring_in(path, mapping=parse_mapping(found.mapping, "found"), source=None)
    assert (told.tickets, told.reasons["no_instant"]) == (4, 3)
    assert desk.column('"at"', "kind = 'opened'") == [
        datetime(2024, 3, 4, 9, 0),
        datetime(2024, 3, 5, 8, 15),
        datetime(2024, 3, 14, 10, 30),
        datetime(2024, 3, 15, 11, 0),
    ]
