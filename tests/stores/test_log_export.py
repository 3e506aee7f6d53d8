from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.export_log import export_log
from deskwise.kernel.errors import UsageError
from stores.desk import Desk

ROWS = (
    "event_id,revision,at,kind,ticket,seq,role,customer,status,value,scale,extra\n"
    'e1,0,2025-01-01T10:00:00.000001Z,opened,T1,7,customer,"C ""1"", x",,,,"{""b"": ""1,5"", ""a"": ""é""}"\n'
    "e2,0,2025-01-01T09:00:00Z,note,T1,8,,,,,,\n"
    "e3,0,2025-01-01T11:00:00Z,status,T1,9,agent,,solved,,,\n"
    "e3,1,2025-01-01T12:00:00Z,status,T1,9,agent,,solved,,,\n"
    ",,2025-01-01T12:00:00Z,rated,T1,10,customer,,,4.123456789,1-5,\n"
    ",,2025-01-01T12:00:00Z,rated,T1,11,customer,,,4.123456789,1-5,\n"
)


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet"])
def test_an_export_imports_again_to_the_same_log(desk: Desk, tmp_path: Path, ending: str) -> None:
    desk.bring_in(ROWS)
    path = tmp_path / f"export{ending}"
    assert export_log(desk.lake, path) == 6
    (tmp_path / "second").mkdir()
    second = Desk(tmp_path / "second")
    summary = second.bring_in(path, source="another name that no row needs")
    assert (summary.read, summary.accepted, summary.rejected) == (6, 5, 1)
    assert second.log() == desk.log()
    assert desk.bring_in(path).duplicates == 6


def test_an_export_overwrites_nothing_and_knows_its_endings(desk: Desk, tmp_path: Path) -> None:
    desk.bring_in(ROWS)
    there = desk.write(ROWS)
    with pytest.raises(UsageError, match="is there already"):
        export_log(desk.lake, there)
    with pytest.raises(UsageError, match="none of the endings"):
        export_log(desk.lake, tmp_path / "log.xlsx")
