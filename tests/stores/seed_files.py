"""Small files of real shapes, to be mutated: exports of tickets and logs in every format that is read."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from deskwise.events.translation import Cell, Emission, Translation
from stores.workbooks import Value, table, zipped

NAMES = ("event_id", "ticket", "at", "kind", "actor", "role", "status", "value", "scale", "subject")
ROWS: list[tuple[Value, ...]] = [
    (
        "e1",
        "T1",
        "2025-01-01T10:00:00Z",
        "opened",
        None,
        "customer",
        None,
        None,
        None,
        'Größe, "5 inch"\nscreen',
    ),
    ("e2", "T1", "2025-01-01T10:05:00Z", "message", "ann", "agent", None, None, None, "Hello"),
    ("e3", "T1", "2025-01-01T12:00:00Z", "status", "ann", "agent", "solved", None, None, None),
    ("e4", "T1", "2025-01-02T09:30:00Z", "rated", None, "customer", None, 4, "1-5", "=1+1"),
    ("e5", "T2", "2025-01-02T10:00:00+01:00", "opened", None, "customer", None, None, None, "naïve; café"),
    ("e6", "T2", "2025-01-02T11:00:00+01:00", "note", "bob", "agent", None, None, None, None),
    ("e7", "T2", "2025-01-03T11:00:00Z", "status", "bob", "agent", "closed", None, None, "  "),
    ("e8", "T3", "1999-12-31T23:59:59.123456Z", "opened", None, "agent", None, None, None, "x" * 40),
]
FOREIGN = Translation(
    "seed",
    cells=(("ticket", Cell("ticket")), ("at", Cell("at")), ("kind", Cell("kind"))),
    emissions=(Emission("note"),),
)
NESTED = Translation(
    "nested",
    cells=(("ticket", Cell("ticket.id")), ("at", Cell("ticket.more.at")), ("kind", Cell("kind"))),
    emissions=(Emission("note"),),
)


@dataclass(frozen=True)
class Seed:
    """A file to mutate."""

    name: str
    ending: str
    content: bytes
    mapping: Translation | None = None


def as_csv(delimiter: str = ",", line_end: str = "\n") -> str:
    """The rows as CSV, quoted where they must be."""

    def cell(value: Value) -> str:
        text = "" if value is None else str(value)
        special = any(letter in text for letter in (delimiter, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if special else text

    return "".join(delimiter.join(map(cell, row)) + line_end for row in (NAMES, *ROWS))


def as_objects() -> list[dict[str, Value]]:
    """The rows as objects; what is missing is left out."""
    return [
        {name: value for name, value in zip(NAMES, row, strict=True) if value is not None} for row in ROWS
    ]


def as_json_lines() -> str:
    """The rows as JSON lines."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in as_objects())


def as_parquet(folder: Path) -> bytes:
    """The rows as Parquet, all text but for the value."""
    source, path = folder / "seed.jsonl", folder / "seed.parquet"
    source.write_text(as_json_lines(), encoding="utf-8")
    types = ", ".join(f"'{name}': '{'decimal(9,2)' if name == 'value' else 'varchar'}'" for name in NAMES)
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * from read_json('{source}', format='newline_delimited', columns={{{types}}}))"
            f" to '{path}' (format parquet)"
        )
    return path.read_bytes()


def seeds(folder: Path) -> list[Seed]:
    """Every seed file."""
    text, lines = as_csv().encode(), as_json_lines().encode()
    nested = "".join(
        json.dumps({"ticket": {"id": one["ticket"], "more": {"at": one["at"]}}, "kind": one["kind"]}) + "\n"
        for one in as_objects()
    )
    wrapped = json.dumps({"count": 8, "tickets": as_objects(), "next": None}, indent=1, ensure_ascii=False)
    spaced = "ticket at kind\n" + "".join(f"{row[1]}   {row[2]}  {row[3]}\n" for row in ROWS)
    dated = [
        [datetime(2025, 1, 1, 10) if name == "at" else value for name, value in zip(NAMES, row, strict=True)]
        for row in ROWS
    ]
    return [
        Seed("csv", ".csv", text),
        Seed("csv, mapped", ".csv", text, FOREIGN),
        Seed("semicolons, returns", ".csv", as_csv(";", "\r\n").encode()),
        Seed("tabs, utf-16", ".tsv", as_csv("\t", "\r\n").encode("utf-16")),
        Seed("pipes, latin-1", ".txt", as_csv("|").encode("latin-1")),
        Seed("blanks", ".txt", spaced.encode()),
        Seed("json lines", ".jsonl", lines),
        Seed("nested json lines", ".jsonl", nested.encode(), NESTED),
        Seed("json list", ".json", json.dumps(as_objects()).encode()),
        Seed("json object", ".json", wrapped.encode()),
        Seed("parquet", ".parquet", as_parquet(folder)),
        Seed("xlsx", ".xlsx", table([NAMES, *ROWS])),
        Seed("xlsx with dates", ".xlsx", table([NAMES, *dated])),
        Seed("gzip", ".csv.gz", gzip.compress(text, mtime=0)),
        Seed(
            "zip", ".zip", zipped({"a.csv": text, "b.csv": text.replace(b"T1", b"T9").replace(b"T2", b"T8")})
        ),
    ]
