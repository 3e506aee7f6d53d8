"""The public log of an Italian help desk, through its shipped mapping."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.stores.lake_file import LakeFile

LOG = Path(__file__).resolve().parents[3] / "shared" / "data" / "helpdesk_italian" / "Helpdesk.csv"


@pytest.mark.realdata
@pytest.mark.skipif(not LOG.exists(), reason="the Italian help desk log is not at hand")
def test_the_italian_log(tmp_path: Path) -> None:
    lake = LakeFile(tmp_path, threads=2)
    request = ImportRequest((LOG,), read_mapping_file(Path("italian_helpdesk")))
    first = import_files(lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    # 4,580 tickets open; each of 5,060 taken in charge is assigned, answered and open again.
    events = 4_580 + 3 * 5_060 + 4_938 + 1_463 + 119 + 4_983 + 4_574 + 93
    assert (first.records, first.read, first.accepted, first.tickets) == (21_348, events, events, 4_580)
    assert first.reasons == {}
    assert first.as_of == datetime(2014, 1, 3, 11, 20, 58, tzinfo=UTC)
    again = import_files(lake, request, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))
    assert (again.accepted, again.duplicates) == (0, events)
    with lake.reading() as connection:
        told = connection.execute(
            "select kind, status, count(*) from log group by all order by 1, 2"
        ).fetchall()
        resolved_again = connection.execute(
            """select count(*) from (select ticket from log where status = 'solved'
            group by ticket having count(*) > 1)"""
        ).fetchone()
    assert told == [
        ("answered", None, 5_060),
        ("assigned", None, 5_060),
        ("changed", None, 4_938),
        ("escalated", None, 119),
        ("note", None, 93),
        ("opened", None, 4_580),
        ("status", "closed", 4_574),
        ("status", "on_hold", 1_463),
        ("status", "open", 5_060),
        ("status", "solved", 4_983),
    ]
    assert resolved_again == (386,)
