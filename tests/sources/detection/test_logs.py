"""Event logs: known by an activity and tickets that come again, and read activity by activity."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from deskwise.app.file_understanding import Answers, Understanding
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.detection.detect import understand
from deskwise.sources.mapping_file import parse_mapping
from deskwise.stores.column_profiles import DuckdbFileProfiler
from deskwise.stores.lake_file import LakeFile

STEPS = ("Ticket created", "Assigned", "Agent reply", "Resolved", "Closed")
MINED = "case:concept:name,concept:name,time:timestamp,org:resource\n"


def log(folder: Path, head: str, activities: tuple[str, ...]) -> Path:
    rows = [
        f"{ticket},{activity},2024-01-{ticket + 10}T10:{minute:02}:00Z,Ann\n"
        for ticket in range(1, 5)
        for minute, activity in enumerate(activities)
    ]
    path = folder / "log.csv"
    path.write_text(head + "".join(rows))
    return path


def understood(path: Path, **said: object) -> Understanding:
    return understand(DuckdbFileProfiler(threads=2).profile(path), Answers(**said))  # type: ignore[arg-type]  # any field


def test_a_log_is_known_and_imported(tmp_path: Path) -> None:
    path = log(tmp_path, MINED, STEPS)
    found = understood(path)
    assert (found.shape, found.questions) == ("log", ())
    assert {one.meaning: one.column for one in found.understood} == {
        "ticket": "case:concept:name",
        "at": "time:timestamp",
        "activity": "concept:name",
        "actor": "org:resource",
    }
    lake = LakeFile(tmp_path / "lake", threads=2, wait_seconds=0)
    request = ImportRequest((path,), parse_mapping(found.mapping, "log"))
    summary = import_files(lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    assert (summary.accepted, summary.reasons, summary.tickets) == (20, {}, 4)
    with lake.reading() as connection:
        told = connection.execute(
            "select kind, status, count(*) from log group by all order by 1, 2"
        ).fetchall()
    assert told == [
        ("assigned", None, 4),
        ("message", None, 4),
        ("opened", None, 4),
        ("status", "closed", 4),
        ("status", "solved", 4),
    ]


def test_without_an_opening_the_first_record_opens(tmp_path: Path) -> None:
    found = understood(log(tmp_path, MINED, STEPS[1:]))
    assert tomllib.loads(found.mapping)["opened"]["from"] == "first_row"
    assert found.notes == (
        "no activity opens tickets: each is taken to be raised by its customer at its first record",
    )


def test_unknown_activities_are_asked_for(tmp_path: Path) -> None:
    path = log(tmp_path, "Ticket ID,Activity,Timestamp,User\n", ("Created", "Frobnicated", "Closed"))
    (question,) = understood(path).questions
    assert (question.key, question.values) == ("activities", (("Frobnicated", 4),))
    said = understood(path, activities=(("Frobnicated", "solved"),))
    assert said.questions == ()
    assert tomllib.loads(said.mapping)["activities"]["Frobnicated"] == {
        "kind": "status",
        "status": "solved",
        "role": "agent",
    }
