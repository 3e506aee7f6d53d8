"""Facts made import by import are those of a fold from scratch, bit for bit, in whatever order rows come."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from deskwise.app.import_files import ImportRequest, import_files
from deskwise.facts.rules import Rules
from deskwise.facts.schema import FACT_TABLES
from deskwise.kernel.clock import FixedClock
from deskwise.sample.company import SampleCompany
from deskwise.stores import partial_fold
from deskwise.stores.fact_views import FACTS
from deskwise.stores.lake_file import BESIDE
from deskwise.stores.workspace_folder import WorkspaceFolder
from facts.chosen_rules import AGREED
from soundness.adversarial_logs import as_csv, logs

CLOCK = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
RULES = {"the book's": Rules(), "agreed": AGREED}


class Growing:
    """A workspace that grows import by import, its facts always made of the part that changed."""

    def __init__(self, home: Path, compiled: Path, rules: Rules | None) -> None:
        self.home = home
        self.workspace = WorkspaceFolder(home, compiled=compiled)
        if rules is not None:
            self.workspace.save_settings("", rules, keep_text=False)
        self.rules = rules or Rules()
        self.imports = 0

    def add(self, rows: list[dict[str, str]], as_of: datetime | None = None) -> None:
        self.imports += 1
        path = self.home / f"{self.imports}.csv"
        path.write_text(as_csv(rows), "utf-8")
        import_files(self.workspace.lake, ImportRequest((path,), as_of=as_of), CLOCK, self.workspace.fold)

    def differences(self) -> dict[str, list[tuple[Any, ...]]]:
        """By fact the rows that the kept tables and a fold from scratch do not share."""
        found = {}
        with self.workspace.lake.beside() as connection:
            self.workspace.fold_beside(connection, self.rules)
            for fact in (*FACT_TABLES, "horizon"):
                kept, made = f"{BESIDE}.{FACTS}.{fact}", f"{FACTS}.{fact}"
                rows = connection.execute(
                    f"""select 'kept', * from (from {kept} except all from {made})
                    union all select 'from scratch', * from (from {made} except all from {kept})"""
                ).fetchall()
                if rows:
                    found[fact] = rows
        return found


@st.composite
def revisions(draw: st.DrawFn, row: dict[str, str]) -> dict[str, str]:
    """The row as its source tells it later: of another time, customer or status."""
    at = datetime.fromisoformat(row["at"]) + timedelta(hours=draw(st.sampled_from((-30, -1, 1, 30))))
    customer = draw(st.sampled_from(("c1", "c2", ""))) if row["customer"] else ""
    status = draw(st.sampled_from(("open", "solved"))) if row["status"] else ""
    return row | {"revision": "1", "at": at.isoformat(), "customer": customer, "status": status}


@st.composite
def batches(draw: st.DrawFn, longest: int) -> list[list[dict[str, str]]]:
    """A log in two to five parts, shuffled or in its order, some rows in two of them."""
    rows = draw(logs(longest=longest))
    if draw(st.booleans()):
        rows = draw(st.permutations(rows))
    parts: list[list[dict[str, str]]] = [[] for _ in range(draw(st.integers(2, 5)))]
    for number, row in enumerate(rows):
        place = number * len(parts) // len(rows)
        parts[place].append(row)
        again = draw(st.integers(0, 9))
        if again < 2:
            another = draw(revisions(row)) if again else row
            parts[draw(st.integers(0, len(parts) - 1))].append(another)
    return [part for part in parts if part]


def check(parts: list[list[dict[str, str]]], rules: Rules, compiled: Path, ends: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        growing = Growing(Path(folder), compiled, rules)
        for part, days in zip(parts, ends, strict=False):
            as_of = None if days == 0 else datetime(2025, 4, days, tzinfo=UTC)
            growing.add(part, as_of)
            assert growing.differences() == {}
    event(f"{len(parts)} imports")


ENDS = st.lists(st.sampled_from((0, 0, 5, 10, 12, 20, 28)), min_size=5, max_size=5)


@given(batches(30), st.sampled_from(sorted(RULES)), ENDS)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_import_by_import(
    compiled: Path, parts: list[list[dict[str, str]]], rules: str, ends: list[int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # In so small a log nearly everything is touched: it is to be folded in parts all the same.
        patch.setattr(partial_fold, "MOST_OF_THE_LOG", 2.0)
        check(parts, RULES[rules], compiled, ends)


@pytest.mark.long
@given(batches(60), st.sampled_from(sorted(RULES)), ENDS)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_import_by_import_at_length(
    compiled: Path, parts: list[list[dict[str, str]]], rules: str, ends: list[int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partial_fold, "MOST_OF_THE_LOG", 2.0)
        check(parts, RULES[rules], compiled, ends)


def test_a_company_that_exports_every_few_months(compiled: Path, tmp_path: Path) -> None:
    """Real courses instead of random ones: what is late, matures, is linked or bought months after."""
    files = [str(path) for path in SampleCompany(tickets=150).write(tmp_path / "log")]
    growing = Growing(tmp_path / "home", compiled, None)
    workspace = growing.workspace
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as engine:
        patch.setattr(partial_fold, "MOST_OF_THE_LOG", 2.0)
        engine.execute("set TimeZone = 'UTC'")
        engine.execute(f"create table log as select * from read_parquet({files!r})")
        in_order = 'ntile(5) over (order by "at", ticket, seq)'
        engine.execute(f"create table parts as select *, {in_order} as part from log")
        for part in range(1, 6):
            path = tmp_path / f"{part}.parquet"
            engine.execute(f"copy (select * exclude (part) from parts where part = {part}) to '{path}'")
            import_files(workspace.lake, ImportRequest((path,), source="sample"), CLOCK, workspace.fold)
            assert growing.differences() == {}, part
