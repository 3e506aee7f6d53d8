"""How long reasons take to be found in subjects, half of them like others and half in words of their own."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.conftest import SIZES
from benchmarks.measured import Run, in_a_process

IMPORTED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.facts.rules import Rules
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
workspace = WorkspaceFolder(Path(sys.argv[1]), memory_limit="1GB")
workspace.save_settings("keep_text = true", Rules(), keep_text=True)
request = ImportRequest((Path(sys.argv[2]),), source="sample", keep_text=True)
import_files(workspace.lake, request, FixedClock(datetime(2027, 1, 1, tzinfo=UTC)), workspace.fold)
print(0)
"""
ASKED = """
import sys, time
import deskwise
workspace = deskwise.open(sys.argv[1])
workspace.metrics("requests_received")
began = time.perf_counter()
found = workspace.analyse("contact_reasons", by="subject", since="2026-01-01", until="2027-01-01")
print(time.perf_counter() - began)
assert len(found.rows()) >= 5
"""
LIKE_OTHERS = (
    "Product setup #", "Refund request for order #", "AW: Rechnung # ist falsch", "Account access",
    "Login does not work (#)",
)  # fmt: skip
# Five thousand words, some far more frequent than others.
WORD = "translate(floor(5000 * pow(random(), 4))::int::varchar, '0123456789', 'abcdefghij')"


def subjects(path: Path, tickets: int) -> None:
    """A ticket a half minute, each with a subject."""
    one = ", ".join(f"'{each}'" for each in LIKE_OTHERS)
    like = f"replace(([{one}])[1 + floor({len(LIKE_OTHERS)} * random())::int], '#', i::varchar)"
    own = " || ' ' || ".join([f"'w' || {WORD}"] * 4)
    with duckdb.connect() as engine:
        engine.execute("set threads = 1; select setseed(0.5)")
        engine.execute(
            f"""copy (
                select concat('T', i) as ticket,
                    strftime(timestamp '2026-01-01' + i * interval 30 second, '%Y-%m-%dT%H:%M:%SZ') as "at",
                    'opened' as kind, 'customer' as role, concat('c', i % 200000) as customer,
                    case when random() < 0.5 then {like} else {own} || ' ' || i end as text
                from range({tickets}) t(i)) to '{path}' (format parquet)"""
        )


@pytest.mark.bench
@pytest.mark.parametrize("tickets", SIZES)
def test_reasons_of_subjects(tmp_path: Path, run: Run, tickets: int) -> None:
    subjects(tmp_path / "log.parquet", tickets)
    in_a_process(IMPORTED, str(tmp_path / "home"), str(tmp_path / "log.parquet"))
    (seconds,), peak = in_a_process(ASKED, str(tmp_path / "home"))
    run.note(
        "contact_reasons of subjects, cold",
        tickets,
        seconds,
        gigabytes=peak,
        most_seconds=5.0,
        most_gigabytes=2.0,
    )
