"""Imports as a whole: formats, soundness, places, as-of."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from deskwise.kernel.errors import InputError
from stores.desk import Desk

CANONICAL = (
    "source,event_id,revision,ticket,seq,at,kind,actor,role,customer,status,value,scale,extra\n"
    'desk,e1,0,T1,1,2025-01-01T10:00:00Z,opened,,customer,C1,,,,"{""plan"": ""pro""}"\n'
    "desk,e2,0,T1,2,2025-01-01T10:00:00Z,message,ann,agent,,,,,\n"
    "desk,e3,0,T1,3,2025-01-01T12:00:00Z,status,ann,agent,,solved,,,\n"
    "desk,e4,0,T1,4,2025-01-02T12:00:00Z,rated,,customer,C1,,4,1-5,\n"
    "phone,e1,0,T1,1,2025-01-01T10:00:00Z,opened,,customer,C2,,,,\n"
    "desk,e5,0,T2,5,2025-01-01T09:00:00Z,note,bob,agent,,,,,\n"
    "desk,e6,0,T2,6,2025-01-01T10:00:00Z,opened,,customer,C3,,,,\n"
    "desk,e3,1,T1,7,2025-01-01T13:00:00Z,status,ann,agent,,solved,,,\n"
    "desk,s1,0,,8,2025-01-05T10:00:00Z,sale,,,C1,,19.9,EUR,\n"
)
JSON_LINES = """\
{"at": "2025-01-01T10:00:00Z", "kind": "opened", "ticket": 17, "seq": 1, "extra": \
{"a": 1.5, "b": true, "c": null, \
"d": {"e": [1]}}, "colour": "red"}
{"at": "2025-01-01T11:00:00Z", "kind": "rated", "ticket": 17, "seq": 2, "value": 4.5, "scale": "1-5"}
"""


def test_shuffled_split_or_twice_it_is_the_same_log(tmp_path: Path) -> None:
    header, *rows = CANONICAL.splitlines(keepends=True)
    whole = Desk(tmp_path / "whole")
    (tmp_path / "whole").mkdir()
    whole.bring_in(CANONICAL)
    assert len(whole.log()) == 9
    for number in range(4):
        folder = tmp_path / f"shuffled-{number}"
        folder.mkdir()
        desk = Desk(folder)
        # Revisions are taken in the order they come: only what has none may be shuffled freely.
        first = [row for row in rows if not row.startswith("desk,e3,1")]
        random.Random(number).shuffle(first)
        mixed = [*first, *(row for row in rows if row.startswith("desk,e3,1"))]
        if number % 2:
            for row in mixed:
                desk.bring_in(header + row)
            desk.bring_in(CANONICAL)
        else:
            cut = 3 + number
            desk.bring_in(header + "".join(mixed[:cut]), header + "".join(mixed[cut:]))
        assert desk.log() == whole.log()
        assert desk.ask("from sources order by source") == whole.ask("from sources order by source")


def test_a_log_in_three_formats_is_one(tmp_path: Path) -> None:
    logs = []
    for ending in (".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet"):
        folder = tmp_path / ending
        folder.mkdir()
        desk = Desk(folder)
        text = desk.write(CANONICAL)
        path = folder / f"log{ending}"
        if ending == ".csv.gz":
            path.write_bytes(gzip.compress(CANONICAL.encode()))
        elif ending != ".csv":
            form = "parquet" if ending == ".parquet" else "json"
            read = f"read_csv('{text}', types={{'at': 'timestamptz', 'value': 'decimal(9, 2)'}})"
            if form == "json":
                read = f"read_csv('{text}', all_varchar=true)"
            plain = folder / f"log.{form}"
            duckdb.connect().execute(f"copy (select * from {read}) to '{plain}' (format {form})")
            packed = gzip.compress(plain.read_bytes()) if ending.endswith("gz") else plain.read_bytes()
            path.write_bytes(packed)
        desk.bring_in(text if ending == ".csv" else path)
        logs.append(desk.log())
    assert len(logs[0]) == 9
    assert [log == logs[0] for log in logs] == [True] * 5


def test_json_lines(desk: Desk) -> None:
    path = desk.write("\n" + JSON_LINES + '{"at": \n[1]\n7\n', ".jsonl")
    summary = desk.bring_in(path)
    assert (summary.accepted, summary.reasons) == (2, {"malformed_row": 3})
    assert desk.column("(ticket, value::varchar, extra)") == [
        ("17", None, {"a": "1.5", "b": "true", "colour": "red", "d": '{"e":[1]}'}),
        ("17", "4.500000000", None),
    ]
    assert [(one.row, one.line) for one in desk.rejects()] == [(4, 4), (5, 5), (6, 6)]


@pytest.mark.parametrize(
    "extra",
    [
        "map {'b': 'x', 'a': '1.5', 'n': null}",
        "{'a': 1.5, 'b': 'x', 'n': null::integer}",
        '\'{"b": "x", "a": 1.5, "n": null}\'::json',
        '\'{"b": "x", "a": 1.5}\'',
        "map {'a': 1.5::json, 'b': '\"x\"'::json}",
        "map {'a': '1.5', 'b': 'x'}",
    ],
)
def test_parquet_with_further_fields_of_any_shape(desk: Desk, extra: str) -> None:
    path = desk.home / "log.parquet"
    duckdb.connect().execute(
        f"""copy (
            select timestamptz '2025-01-01 10:00:00+00' as "at", 'note' as kind, 7 as ticket, {extra} as extra
            union all select timestamptz '2025-01-01 11:00:00+00', 'note', 7, null
        ) to '{path}' (format parquet)"""
    )
    desk.bring_in(path)
    assert desk.column("(ticket, extra)") == [("7", {"a": "1.5", "b": "x"}), ("7", None)]


@pytest.mark.parametrize(
    ("kind", "zone", "reasons"),
    [
        ("timestamp", None, {"zone_undeclared": 1}),
        ("timestamp", "Europe/Berlin", {}),
        ("timestamp_ns", "Europe/Berlin", {}),
        ("date", "Europe/Berlin", {}),
        ("varchar", "Europe/Berlin", {}),
    ],
)
def test_local_times_in_parquet_need_a_zone(
    desk: Desk, kind: str, zone: str | None, reasons: dict[str, int]
) -> None:
    path = desk.home / "log.parquet"
    duckdb.connect().execute(
        f"""copy (select '2025-01-01 00:00:00'::{kind} as "at", 'note' as kind, 'T1' as ticket)
        to '{path}' (format parquet)"""
    )
    assert desk.bring_in(path, timezone=zone).reasons == reasons
    assert desk.column('"at"') == ([] if zone is None else [datetime(2024, 12, 31, 23)])


def test_columns_the_log_does_not_know_travel_in_extra(desk: Desk) -> None:
    desk.bring_in(
        "at,kind,ticket,colour,extra,Größe\n"
        '2025-01-01T10:00:00Z,note,T1,red,"{""colour"": ""blue"", ""x"": null}",\n'
        "2025-01-01T11:00:00Z,note,T1,red,,9\n"
        "2025-01-01T12:00:00Z,note,T1,,{},\n"
    )
    assert desk.column("extra") == [{"colour": "blue"}, {"Größe": "9", "colour": "red"}, None]


def test_lines_and_rows_of_what_is_refused(desk: Desk) -> None:
    text = (
        "at,kind,ticket,note\r\n"
        '2025-01-01T10:00:00Z,opened,T1,"a\r\nb"\r\n'
        "\r\n"
        "2025-01-01T10:00:00Z,note\r\n"
        "2025-01-01T11:00:00Z,bla,T1,\r\n"
        "2025-01-01T11:00:00Z,note,T1,,more\r\n"
        '2025-01-01T09:00:00Z,note,T1,"x\r\n\r\ny"\r\n'
        '2025-01-01T11:00:00Z,note,T1,"\xff"\r\n'
        "2025-01-01T11:00:00Z,gone,T1,\r\n"
        '2025-01-01T11:00:00Z,note,T1,"open\r\n'
    ).encode("latin-1")
    summary = desk.bring_in(text)
    assert [(one.row, one.line, one.reason, one.detail) for one in desk.rejects()] == [
        (2, 5, "malformed_row", "too few cells"),
        (3, 6, "unknown_kind", "bla"),
        (4, 7, "malformed_row", "too many cells"),
        (5, 8, "before_opened", None),
        (6, 11, "malformed_row", "not UTF-8"),
        (7, 12, "unknown_kind", "gone"),
        (8, 13, "malformed_row", "a quote is left open or misplaced"),
    ]
    assert (summary.read, summary.accepted, summary.rejected) == (8, 1, 7)


def test_rows_keep_their_numbers_behind_malformed_ones(desk: Desk) -> None:
    rows = ["2025-01-01T10:00:00Z,note,T1" if number % 7 else "2025-01-01" for number in range(1, 50)]
    desk.bring_in("at,kind,ticket\n" + "\n".join(rows) + "\n")
    assert desk.column("seq") == [number for number in range(1, 50) if number % 7]
    assert desk.column("row") == desk.column("seq")
    assert [row for row, _ in desk.reasons()] == [7, 14, 21, 28, 35, 42, 49]


@pytest.mark.parametrize("given", ["1.5", "x", "99999999999999999999"])
@pytest.mark.parametrize("column", ["seq", "revision"])
def test_a_seq_or_revision_that_is_no_whole_number_is_malformed(desk: Desk, column: str, given: str) -> None:
    desk.bring_in(f"at,kind,ticket,{column}\n2025-01-01T10:00:00Z,note,T1,{given}\n")
    assert desk.reasons() == [(1, "malformed_row")]


def test_missing_columns_are_named(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"no column at and none called kind \(it has: when, what\).*--map"):
        desk.bring_in("when,what\n1,2\n")
    assert desk.lake.states.current() is None or desk.ask("select count(*) from imports") == [(0,)]


def test_a_file_without_tickets_refuses_what_needs_one(desk: Desk) -> None:
    summary = desk.bring_in(
        "at,kind,customer\n2025-01-01T10:00:00Z,customer_known,C1\n2025-01-01T10:00:00Z,note,\n"
    )
    assert (summary.accepted, summary.reasons) == (1, {"no_ticket": 1})


def test_the_source_is_the_rows_own_else_the_named_else_the_files_name(desk: Desk) -> None:
    text = "at,kind,ticket,source\n2025-01-01T10:00:00Z,note,T1,a\n2025-01-01T10:00:00Z,note,T2,\n"
    desk.bring_in(text, source="named")
    path = desk.home / "my.desk.csv.gz"
    path.write_bytes(gzip.compress(b"at,kind,ticket\n2025-01-01T10:00:00Z,note,T3\n"))
    desk.bring_in(path, source=None)
    assert desk.column("(ticket, source)") == [("T1", "a"), ("T3", "my.desk"), ("T2", "named")]


def test_as_of_is_declared_or_the_latest_event_and_never_goes_back(desk: Desk) -> None:
    rows = "at,kind,ticket\n2025-01-02T10:00:00Z,note,T1\n2025-01-01T10:00:00Z,status,T1\n"
    assert desk.bring_in(rows).as_of == datetime(2025, 1, 2, 10, tzinfo=UTC)
    earlier = datetime(2024, 1, 1, tzinfo=UTC)
    assert desk.bring_in(rows, as_of=earlier).as_of == datetime(2025, 1, 2, 10, tzinfo=UTC)
    later = datetime(2025, 3, 1, tzinfo=UTC)
    assert desk.bring_in(rows, as_of=later).as_of == later
    other = desk.bring_in("at,kind,ticket\n2025-02-01T10:00:00Z,note,T1\n", source="phone")
    assert other.as_of == later
    assert desk.ask("select source, as_of from sources order by source") == [
        ("desk", datetime(2025, 3, 1)),
        ("phone", datetime(2025, 2, 1, 10)),
    ]


def test_each_import_is_noted(desk: Desk) -> None:
    desk.bring_in(CANONICAL)
    desk.bring_in(CANONICAL)
    noted = desk.ask(
        "select import_id, len(files), latest_event, counts->>'accepted' from imports order by 1"
    )
    assert noted == [(1, 1, datetime(2025, 1, 5, 10), "8"), (2, 1, datetime(2025, 1, 5, 10), "0")]


def test_a_name_that_looks_like_a_pattern_is_a_name(desk: Desk) -> None:
    rows = b"at,kind,ticket\n2025-01-01T10:00:00Z,note,T1\n"
    (desk.home / "logs-1.csv").write_bytes(rows.replace(b"T1", b"T2"))
    path = desk.home / "logs-[1]*.csv"
    path.write_bytes(rows)
    desk.bring_in(path)
    assert desk.column("ticket") == ["T1"]


def test_a_file_with_nothing_but_its_header_is_empty_and_no_fault(desk: Desk) -> None:
    summary = desk.bring_in("at,kind,ticket\n", as_of=datetime(2025, 1, 1, tzinfo=UTC))
    assert (summary.read, summary.as_of) == (0, datetime(2025, 1, 1, tzinfo=UTC))
    with pytest.raises(InputError, match="has no column at"):
        desk.bring_in(desk.write('{"a": 1}\n', ".jsonl"))
