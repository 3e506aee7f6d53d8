"""What the columns of a file hold, over the whole of it."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from deskwise.app.file_profile import CellShape, ColumnProfile, FileProfile
from deskwise.kernel.errors import InputError
from deskwise.stores.column_profiles import COUNTED, DuckdbFileProfiler, shape_of
from stores.workbooks import zipped


def profiled(path: Path, text: str) -> FileProfile:
    path.write_text(text)
    return DuckdbFileProfiler(threads=2).profile(path)


def column(profile: FileProfile, name: str) -> ColumnProfile:
    found = profile.column(name)
    assert found is not None
    return found


def test_counts_are_of_the_whole_column(tmp_path: Path) -> None:
    rows = "".join(f"{number},{'open' if number % 3 else 'done'},{number % 2}\n" for number in range(5000))
    found = profiled(tmp_path / "a.csv", "id,state,flag\n" + rows)
    assert (found.rows, found.format, found.delimiter) == (5000, "csv", ",")
    ids, state = column(found, "id"), column(found, "state")
    assert (ids.filled, ids.nulls, ids.distinct, ids.unique) == (5000, 0, 5000, True)
    assert (ids.shortest, ids.longest, ids.samples) == (1, 4, ("0", "1", "2", "3", "4"))
    assert ids.values == {}
    assert (state.distinct, state.unique, dict(state.values)) == (2, False, {"open": 3333, "done": 1667})
    assert list(state.values) == ["open", "done"]


def test_words_for_nothing_are_no_values(tmp_path: Path) -> None:
    found = column(profiled(tmp_path / "a.csv", "id,when\n1,N/A\n2,\n3,n/a\n4,2024-01-02\n5, - \n"), "when")
    assert (found.filled, found.nulls, found.nothing) == (1, 4, (" - ", "N/A", "n/a"))
    assert dict(found.values) == {"2024-01-02": 1}


def test_shapes_tell_which_part_of_a_date_can_be_a_month(tmp_path: Path) -> None:
    rows = "".join(f"{day:02}/03/2024 10:00\n" for day in range(1, 32)) + "01.04.2024\n"
    found = column(profiled(tmp_path / "a.csv", "when\n" + rows), "when")
    assert found.shapes == (
        CellShape("N/N/Y N:N", 31, (31, 3, 2024), (19, 0, 31)),
        CellShape("N.N.Y", 1, (1, 4, 2024), (0, 0, 1)),
    )


def test_one_odd_cell_at_the_end_is_seen(tmp_path: Path) -> None:
    rows = "03/04/2024\n" * 20_000 + "03/14/2024\n"
    (shape,) = column(profiled(tmp_path / "a.csv", "when\n" + rows), "when").shapes
    assert (shape.cells, shape.over_twelve) == (20_001, (0, 1, 20_001))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("2024-01-31T10:00:00.123Z", "Y-N-NtN:N:N.Hz"),
        ("2024-01-31 10:00:00 +0100", "Y-N-N N:N:N +Y"),
        ("2024-01-31 10:00:00+01:00", "Y-N-N N:N:N+N:N"),
        ("2024-01-31 10:00:00 UTC", "Y-N-N N:N:N utc"),
        ("03/Jan/24 9:15 AM", "N/M/N N:N P"),
        ("Fri, 5 January 2024 9:15pm", "W, N F Y N:NP"),
        ("Sept 5, 2024", "M N, Y"),
        ("May 5, 2024", "M N, Y"),
        ("1704448800", "L"),
        ("1704448800123", "L"),
        ("-1.234,50", "-N.H,N"),
        ("123:04:05", "H:N:N"),
        ("Monday blues in March", "W blues in F"),
        ("market", "market"),
    ],
)
def test_how_a_cell_is_written(text: str, shape: str) -> None:
    assert shape_of("".join("9" if letter.isdigit() else letter for letter in text)) == shape


def test_only_columns_of_dates_and_numbers_have_their_shapes_counted(tmp_path: Path) -> None:
    found = profiled(tmp_path / "a.csv", "a,b,c\nfc42-x,hello,12\n9b12-y,you,1.5\n")
    assert [bool(column(found, name).shapes) for name in "abc"] == [False, False, True]
    assert COUNTED.fullmatch("26/08/2023 18:39")
    assert not COUNTED.fullmatch("fc42f862-7521-472c-b569-8bce866ebe8c")


def test_columns_are_counted_in_several_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskwise.stores.column_profiles.COLUMNS_A_PASS", 10)
    names = [f"c{number}" for number in range(23)]
    found = profiled(tmp_path / "a.csv", ",".join(names) + "\n" + ",".join(names) + "\n")
    assert [one.name for one in found.columns] == names
    assert all(one.samples == (one.name,) for one in found.columns)


def test_rows_that_are_none_count_nowhere(tmp_path: Path) -> None:
    found = profiled(tmp_path / "a.jsonl", '{"id": "1"}\nno json\n{"id": "2"}\n')
    assert (found.rows, found.delimiter, column(found, "id").filled) == (2, None, 2)


def test_typed_columns_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(
        "copy (select 1 as number, timestamptz '2024-01-01 10:00:00Z' as instant,"
        " timestamp '2024-01-01' as local,"
        f" {{'a': 1}} as other, 'x' as text) to '{path}' (format parquet)"
    )
    found = DuckdbFileProfiler(threads=2).profile(path)
    assert {one.name: one.type for one in found.columns} == {
        "number": "number",
        "instant": "instant",
        "local": "local",
        "other": "other",
        "text": "text",
    }


def test_long_texts_are_sampled_by_their_beginnings(tmp_path: Path) -> None:
    found = column(profiled(tmp_path / "a.csv", f"t\n{'x' * 5000}\n"), "t")
    assert (found.longest, [len(one) for one in found.samples], dict(found.values)) == (5000, [60], {})


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        DuckdbFileProfiler().profile(tmp_path / "none.csv")


def test_all_files_of_an_archive_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    first, second = "id,when\n1,03/04/2024\n2,03/05/2024\n", "id,when\n3,14/04/2024\n1,\n"
    path.write_bytes(zipped({"jan.csv": first, "feb.csv": second}))
    found = DuckdbFileProfiler(threads=2).profile(path)
    ids, when = column(found, "id"), column(found, "when")
    assert (found.rows, ids.filled, ids.distinct, ids.unique) == (4, 4, 3, False)
    assert ids.samples == ("1", "2", "3")
    # That the day comes first is in the second file alone.
    assert (when.filled, when.nulls) == (3, 1)
    assert when.shapes == (CellShape("N/N/Y", 3, (14, 5, 2024), (1, 0, 3)),)


def test_a_column_that_only_one_file_of_an_archive_has_is_counted_too(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.jsonl": '{"id": 1}\n{"id": 2}\n', "b.jsonl": '{"id": 3, "state": "open"}\n'}))
    found = DuckdbFileProfiler(threads=2).profile(path)
    assert (found.rows, column(found, "id").filled) == (3, 3)
    state = column(found, "state")
    assert (state.filled, state.nulls, dict(state.values)) == (1, 2, {"open": 1})


def test_damaged_files_of_an_archive_are_counted_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    # An ellipsis in UTF-8 beside a byte that is none: not Windows-1252 either, for it has no 0x81.
    damaged = b"id,note\n%d,ok \xe2\x80\xa6\n%d,\x81 \xe2\x80\xa6\n"
    path.write_bytes(zipped({"a.csv": damaged % (1, 2), "b.csv": damaged % (3, 4)}))
    found = DuckdbFileProfiler(threads=2).profile(path)
    assert column(found, "id").samples == ("1", "3")


def test_an_archive_of_different_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.csv": "id,when\n1,2024-01-01\n", "b.csv": "id,who\n1,x\n"}))
    with pytest.raises(InputError, match="holds tables of different columns"):
        DuckdbFileProfiler(threads=2).profile(path)


def refusal(path: Path) -> InputError | None:
    try:
        DuckdbFileProfiler(threads=1).profile(path)
    except InputError as error:
        return error
    return None


def test_whatever_fails_in_a_damaged_parquet_ends_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.execute(
        "copy (select range as id, md5(range::varchar) as name, 'w' || range % 7 as word from range(20000))"
        f" to '{path}' (format parquet, compression snappy)"
    )
    whole = path.read_bytes()
    draw = random.Random(1)
    causes: set[type] = set()
    for _ in range(40):
        damaged = bytearray(whole)
        at, length = draw.randrange(4, len(whole) - 8), draw.choice([1, 2, 16, 64])
        damaged[at : at + length] = bytes(draw.randrange(256) for _ in range(length))
        path.write_bytes(damaged[: len(whole)])
        error = refusal(path)
        if error is not None:
            assert error.what == f"{path} cannot be read to its end"
            causes.add(type(error.__cause__))
    # A length that cannot be is the engine's own error, of no kind; most else is invalid input.
    assert causes >= {duckdb.Error, duckdb.InvalidInputException}
