"""Files with exactly the columns of a shipped mapping are read by it, unasked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.file_profile import ColumnProfile, FileProfile
from deskwise.app.file_understanding import Answers
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.detection.detect import understand
from deskwise.sources.detection.known_files import understand_file_of_any_kind
from deskwise.sources.mapping_file import parse_mapping, shipped_for, shipped_text
from deskwise.stores.column_profiles import DuckdbFileProfiler
from deskwise.stores.lake_file import LakeFile

ROWS = (
    "concept:name,lifecycle:transition,org:resource,time:timestamp,Activity,Resource,case:concept:name,"
    "case:variant,case:variant-index,case:creator\n"
    "Assign seriousness,complete,V1,2012-10-09 14:50:17+02:00,Assign seriousness,V1,Case 1,V,1,F\n"
    "Resolve ticket,complete,V1,2012-10-09 15:50:17+02:00,Resolve ticket,V1,Case 1,V,1,F\n"
    "Closed,complete,V5,2012-10-24 15:50:17+02:00,Closed,V5,Case 1,V,1,F\n"
)
# fmt: off
CALLS = [
    "vru+line", "call_id", "customer_id", "priority", "type", "date", "vru_entry", "vru_exit", "vru_time",
    "q_start", "q_exit", "q_time", "outcome", "ser_start", "ser_exit", "ser_time", "server",
]
# fmt: on


def profile_of(names: list[str]) -> FileProfile:
    return FileProfile(Path("a.csv"), "csv", ",", 0, tuple(ColumnProfile(name) for name in names))


def test_the_file_is_read_by_its_mapping_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(ROWS)
    found = understand_file_of_any_kind(DuckdbFileProfiler(threads=1).profile(path), Answers())
    assert found.notes == (
        "it has exactly the columns that the shipped mapping italian_helpdesk is for, which reads it",
    )
    assert (found.questions, found.shape, found.vendor) == ((), "log", None)
    assert found.mapping == shipped_text("italian_helpdesk")
    assert [(one.meaning, one.column) for one in found.understood] == [
        ("ticket", "case:concept:name"),
        ("at", "time:timestamp"),
        ("activity", "Activity"),
    ]
    assert "lifecycle:transition" in found.unused
    assert "Resource" not in found.unused
    request = ImportRequest((path,), parse_mapping(found.mapping, "log"))
    told = import_files(LakeFile(tmp_path / "lake"), request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    # Each record is an event, and the first one opens the ticket as well.
    assert (told.records, told.accepted, told.rejected, told.tickets) == (3, 4, 0, 1)


def test_the_order_of_the_columns_is_no_matter() -> None:
    assert shipped_for(CALLS) == shipped_for(reversed(CALLS)) == "anonymous_bank_calls"


@pytest.mark.parametrize("change", ["one more", "one less", "another case"])
def test_other_columns_are_understood_as_any_others(change: str) -> None:
    names = CALLS
    changed = {
        "one more": [*names, "x"],
        "one less": names[1:],
        "another case": [names[0].upper(), *names[1:]],
    }
    profile = profile_of(changed[change])
    assert understand_file_of_any_kind(profile, Answers()) == understand(profile, Answers())


def test_a_zone_and_a_source_that_are_said_come_before_the_mappings_own() -> None:
    profile = profile_of(CALLS)
    assert (
        parse_mapping(understand_file_of_any_kind(profile, Answers()).mapping, "a").timezone
        == "Asia/Jerusalem"
    )
    said = understand_file_of_any_kind(profile, Answers(timezone="Europe/Rome", source="mine"))
    mapping = parse_mapping(said.mapping, "a")
    assert mapping.timezone == "Europe/Rome"
    assert "source" not in dict(mapping.cells)


def test_whoever_says_more_of_the_file_is_believed() -> None:
    profile = profile_of(CALLS)
    answers = Answers(timezone="Europe/Rome", columns=(("ticket", "vru+line"),))
    assert understand_file_of_any_kind(profile, answers) == understand(profile, answers)
