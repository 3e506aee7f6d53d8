"""Until when sources are known, by what an import declares and what a sync says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from deskwise.app.lake import FileReading
from deskwise.stores.lake_file import LakeFile
from stores.desk import Desk

ROWS = "source,at,kind,ticket\ndesk,2025-01-01T00:00:00Z,opened,1\nother,2025-01-02T00:00:00Z,opened,2\n"


def ends(lake: LakeFile) -> dict[str, str]:
    with lake.reading() as connection:
        return {name: str(at) for name, at in connection.execute("select * from sources").fetchall()}


def bring_in(desk: Desk, kept: dict[str, datetime | None], declared: datetime | None) -> dict[str, str]:
    path: Path = desk.write(ROWS)
    with desk.lake.importing(datetime(2026, 1, 1, tzinfo=UTC)) as session:
        session.add_file(path, FileReading(source="desk"))
        for source, as_of in kept.items():
            session.ends.keep(source, as_of)
        session.admit(declared)
    return ends(desk.lake)


def test_what_is_said_of_one_source_holds_for_it_alone(desk: Desk) -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    assert bring_in(desk, {"desk": at}, None) == {
        "desk": "2025-03-01 00:00:00", "other": "2025-01-02 00:00:00",
    }  # fmt: skip


def test_it_goes_before_what_is_declared_for_the_whole_import(desk: Desk) -> None:
    declared = datetime(2025, 6, 1, tzinfo=UTC)
    assert bring_in(desk, {"desk": None}, declared) == {
        "desk": "1970-01-01 00:00:00", "other": "2025-06-01 00:00:00",
    }  # fmt: skip


def test_a_source_without_rows_is_known_all_the_same(desk: Desk) -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    assert bring_in(desk, {"it's quiet": at}, None)["it's quiet"] == "2025-03-01 00:00:00"


def test_nobody_knows_takes_back_nothing(desk: Desk) -> None:
    bring_in(desk, {"desk": datetime(2025, 3, 1, tzinfo=UTC)}, None)
    assert bring_in(desk, {"desk": None}, None)["desk"] == "2025-03-01 00:00:00"
