"""The same content in every format gives the same events."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from stores.desk import Desk
from stores.seed_files import NAMES, ROWS, as_csv, as_json_lines, as_objects, as_parquet
from stores.workbooks import Value, table, zipped

WAYS: dict[str, Callable[[Path], bytes]] = {
    "semicolons.csv": lambda _: as_csv(";", "\r\n").encode(),
    "tabs.tsv": lambda _: as_csv("\t").encode("utf-8-sig"),
    "pipes.txt": lambda _: as_csv("|").encode("cp1252"),
    "utf16.csv": lambda _: as_csv().encode("utf-16"),
    "big.csv": lambda _: b"\xfe\xff" + as_csv().encode("utf-16-be"),
    "packed.csv.gz": lambda _: gzip.compress(as_csv().encode()),
    "packed.zip": lambda _: zipped({"log.csv": as_csv()}),
    "book.xlsx": lambda _: table([NAMES, *ROWS]),
    "packed-book.zip": lambda _: zipped({"book.xlsx": table([NAMES, *ROWS])}),
    "log.jsonl": lambda _: as_json_lines().encode(),
    "log.json": lambda _: json.dumps(as_objects()).encode(),
    "wrapped.json": lambda _: json.dumps({"page": 1, "tickets": as_objects()}, indent=2).encode(),
    "log.parquet": as_parquet,
}


def events(folder: Path, content: str | Path) -> list[tuple[object, ...]]:
    folder.mkdir()
    desk = Desk(folder)
    desk.bring_in(content, timezone="Europe/Berlin")
    return desk.log()


@pytest.mark.parametrize("way", WAYS)
def test_a_log_is_the_same_in_every_format(tmp_path: Path, way: str) -> None:
    path = tmp_path / way
    path.write_bytes(WAYS[way](tmp_path))
    found = events(tmp_path / "other", path)
    assert len(found) == len(ROWS)
    assert found == events(tmp_path / "csv", as_csv())


def test_dates_of_a_workbook_are_those_of_typed_parquet(tmp_path: Path) -> None:
    at = [datetime(2025, 1, 1, 10), datetime(2025, 7, 1, 10, 30, 15)]
    book, columnar = tmp_path / "book.xlsx", tmp_path / "log.parquet"
    rows: list[list[Value]] = [[one, "note", 7] for one in at]
    book.write_bytes(table([["at", "kind", "ticket"], *rows]))
    values = ", ".join(f"(timestamp '{one}', 'note', 7)" for one in at)
    duckdb.connect().execute(f"copy (from (values {values}) t(\"at\", kind, ticket)) to '{columnar}'")
    text = "at,kind,ticket\n" + "".join(f"{one},note,7\n" for one in at)
    wanted = events(tmp_path / "csv", text)
    assert len(wanted) == 2
    assert events(tmp_path / "xlsx", book) == wanted
    assert events(tmp_path / "parquet", columnar) == wanted
