"""The shipped mappings of known systems read their exports as detection does, and know all of their words."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deskwise.app.file_understanding import Answers
from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.detection.detect import understand
from deskwise.sources.mapping_file import parse_mapping, read_mapping_file, what_it_is_for
from deskwise.stores.column_profiles import DuckdbFileProfiler
from deskwise.stores.lake_file import LakeFile
from deskwise.stores.workspace_folder import WorkspaceFolder
from sources.exports.tickets import NUMBER, ZONE
from write_mappings import MADE, MadeMapping

NOW = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
IDS = [made.name for made in MADE]
# The columns that hold what a ticket, or a call, has come to.
STATUS_COLUMNS = {
    "zendesk": "Status",
    "freshdesk": "Status",
    "hubspot": "Ticket status",
    "jira": "Status",
    "servicenow": "State",
    "zoho_desk": "Status (Ticket)",
    "help_scout": "Status",
    "salesforce": "Status",
    "github": "state",
    "acd": "Call outcome",
}


def by_name(lake: LakeFile, path: Path, name: str) -> ImportSummary:
    request = ImportRequest((path,), read_mapping_file(Path(name)), timezone=ZONE)
    return import_files(lake, request, NOW)


def log_of(lake: LakeFile) -> list[tuple[Any, ...]]:
    with lake.reading() as connection:
        return connection.execute(
            # A further event that no row becomes moves the numbers, and not their order.
            "select * exclude (source, import_id, file, seq), row_number() over (order by seq) from log"
            " order by seq"
        ).fetchall()


@pytest.mark.parametrize("made", MADE, ids=IDS)
def test_by_its_name_an_export_gives_the_same_log_as_detection(made: MadeMapping, tmp_path: Path) -> None:
    path = made.export.write(tmp_path)
    shipped, found = LakeFile(tmp_path / "shipped"), LakeFile(tmp_path / "found")
    told = by_name(shipped, path, made.name)
    drafted = understand(DuckdbFileProfiler(threads=1).profile(path), Answers(timezone=ZONE))
    again = import_files(found, ImportRequest((path,), parse_mapping(drafted.mapping, "found")), NOW)
    assert told.counts() == again.counts()
    assert (told.records, told.tickets, told.rejected) == (NUMBER, NUMBER, 0)
    rows = log_of(shipped)
    assert len(rows) == told.accepted > NUMBER
    assert rows == log_of(found)


@pytest.mark.parametrize("name", ["zendesk", "acd"])
def test_the_facts_are_the_same_too(name: str, tmp_path: Path) -> None:
    made = next(one for one in MADE if one.name == name)
    path = made.export.write(tmp_path)
    drafted = understand(DuckdbFileProfiler(threads=1).profile(path), Answers(timezone=ZONE))
    folded = []
    for folder, mapping in (
        ("shipped", read_mapping_file(Path(name))),
        ("found", parse_mapping(drafted.mapping, "found")),
    ):
        workspace = WorkspaceFolder(tmp_path / folder)
        request = ImportRequest((path,), mapping, timezone=ZONE)
        summary = import_files(workspace.lake, request, NOW, workspace.fold)
        folded.append((summary.requests, [one.finding for one in summary.quality]))
    assert folded[0] == folded[1]
    assert folded[0][0] is not None


@pytest.mark.parametrize("name", STATUS_COLUMNS)
def test_every_word_that_the_system_has_for_a_status_is_known(name: str, tmp_path: Path) -> None:
    made = next(one for one in MADE if one.name == name)
    words = made.words[STATUS_COLUMNS[name]]
    column = made.export.headers.index(STATUS_COLUMNS[name])
    rows = made.export.rows()
    for number, row in enumerate(rows):
        row[column] = words[number % len(words)]
    path = tmp_path / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([made.export.headers, *rows])
    told = by_name(LakeFile(tmp_path / "lake"), path, name)
    assert "unknown_status" not in told.reasons
    assert "unmapped_value" not in told.reasons
    assert told.tickets == NUMBER


@pytest.mark.parametrize("made", MADE, ids=IDS)
def test_each_says_what_it_is_for(made: MadeMapping) -> None:
    assert what_it_is_for(made.name) == f"{made.says}, in its documented columns"
