"""A sample company's log as a person would read it: rows of text, in the order of the log."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from deskwise.sample.company import SampleCompany

Row = dict[str, Any]


def rows_of(company: SampleCompany, folder: Path) -> list[Row]:
    """Every event, nulls as None, `at` as an instant, `extra` as a map; by instant, ticket and seq."""
    (path,) = company.write(folder / "events.csv", "csv")
    with path.open(newline="", encoding="utf-8") as file:
        rows = [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]
    found: list[Row] = []
    for row in rows:
        assert row["at"] is not None
        assert row["seq"] is not None
        extra = json.loads(row["extra"]) if row["extra"] else {}
        found.append({**row, "at": datetime.fromisoformat(row["at"]), "seq": int(row["seq"]), "extra": extra})
    return sorted(found, key=lambda row: (row["at"], row["ticket"] or "", row["seq"]))


def by_ticket(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows of each ticket that is neither removed nor a problem, in their order."""
    threads: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["ticket"]:
            threads[row["ticket"]].append(row)
    return {
        ticket: sorted(thread, key=lambda row: (row["at"], row["seq"]))
        for ticket, thread in threads.items()
        if all(row["kind"] != "removed" and row["type"] != "problem" for row in thread)
    }
