"""Fifty exports in the documented columns of the common systems, each understood without a mapping file."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from deskwise.app.file_understanding import Answers, Understanding
from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.detection.detect import understand
from deskwise.sources.mapping_file import parse_mapping
from deskwise.stores.column_profiles import DuckdbFileProfiler
from deskwise.stores.lake_file import LakeFile
from sources.exports.files import EXPORTS, Export
from sources.exports.tickets import NUMBER, ZONE, calls, in_utc, tickets

NOW = FixedClock(datetime(2026, 1, 1).astimezone())


def understood(path: Path, **said: object) -> Understanding:
    return understand(DuckdbFileProfiler(threads=2).profile(path), Answers(**said))  # type: ignore[arg-type]  # any field


def brought_in(lake: LakeFile, path: Path, mapping: str) -> ImportSummary:
    request = ImportRequest((path,), parse_mapping(mapping, path.name))
    return import_files(lake, request, NOW)


def test_there_are_fifty_of_different_names() -> None:
    assert len({export.name for export in EXPORTS}) == len(EXPORTS) >= 50


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_an_export_is_understood_and_imported(export: Export, tmp_path: Path) -> None:
    path = export.write(tmp_path)
    found = understood(path)
    assert found.vendor == export.shape.system
    assert found.shape == ("calls" if export.shape.calls else "snapshot")
    assert {one.meaning: one.column for one in found.understood} == export.means
    assert [one.key for one in found.questions] == ([] if export.style.zoned else ["timezone"])
    parse_mapping(found.mapping, path.name)
    told = tomllib.loads(found.mapping)
    assert told.get("date_format") == export.style.date_format
    assert told.get("decimal_comma", False) == export.decimal_comma

    mapping = understood(path, timezone=ZONE)
    assert mapping.questions == ()
    lake = LakeFile(tmp_path / "lake", threads=2, wait_seconds=0)
    summary = brought_in(lake, path, mapping.mapping)
    assert (summary.reasons, summary.tickets, summary.records) == ({}, NUMBER, NUMBER)
    with lake.reading() as connection:
        instants = connection.execute(
            "select kind, ticket, min(\"at\"::timestamptz at time zone 'UTC') from log"
            " where kind <> 'status' or status in ('solved', 'closed') group by all"
        ).fetchall()
    at = {(kind, ticket): instant for kind, ticket, instant in instants}
    column = export.headers.index(export.means["ticket"])
    names = [row[column] for row in export.rows()]
    check = _check_calls if export.shape.calls else _check_tickets
    check(export, at, names)


def _utc(export: Export, local: datetime | None) -> datetime | None:
    if local is None:
        return None
    exact = local if export.style.whole_seconds else local.replace(second=0)
    return in_utc(exact).replace(tzinfo=None)


def _check_tickets(export: Export, at: dict[tuple[str, str], datetime], names: list[str]) -> None:
    for name, one in zip(names, tickets(), strict=True):
        assert at[("opened", name)] == _utc(export, one.opened)
        assert at.get(("status", name)) == _utc(export, one.solved)
        if export.shape.first_reply and "first_reply_at" in export.means:
            assert at.get(("message", name)) == _utc(export, one.replied)
        elif export.shape.first_reply:
            assert (at.get(("message", name)) is None) == (one.replied is None)
            if one.replied is not None:
                assert at[("message", name)] - at[("opened", name)] == one.replied - one.opened
        assert (("rated", name) in at) == ("rating" in export.means and _rated(export, one.rating))


def _rated(export: Export, rating: int | None) -> bool:
    # Okay is neither good nor bad, and counts nowhere.
    words_for_three = export.shape.system in ("Zoho Desk", "Help Scout")
    return rating is not None and not (words_for_three and rating == 3)


def _check_calls(export: Export, at: dict[tuple[str, str], datetime], names: list[str]) -> None:
    for name, one in zip(names, calls(), strict=True):
        assert at[("opened", name)] == _utc(export, one.began)
        assert at.get(("answered", name)) == _utc(export, one.answered)
        assert at.get(("abandoned", name)) == (_utc(export, one.ended) if one.answered is None else None)
        assert at.get(("status", name)) == (None if one.answered is None else _utc(export, one.ended))


def test_a_later_export_takes_the_earlier_ones_place(tmp_path: Path) -> None:
    export = next(one for one in EXPORTS if one.name == "zendesk_iso")
    lake = LakeFile(tmp_path / "lake", threads=2, wait_seconds=0)
    path = export.write(tmp_path)
    mapping = understood(path, timezone=ZONE).mapping
    first = brought_in(lake, path, mapping)
    again = brought_in(lake, path, mapping)
    assert (again.accepted, again.duplicates) == (0, first.accepted)
    rows = path.read_text().replace("Pending", "Open")
    (tmp_path / "later.csv").write_text(rows)
    later = brought_in(lake, tmp_path / "later.csv", mapping)
    assert later.superseded > 0
    assert later.tickets == first.tickets
