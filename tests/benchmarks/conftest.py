"""What the benchmarks share: sizes, a company of each, a workspace that holds it, and what was measured."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import pytest

from benchmarks.measured import Run, in_a_process
from deskwise.sample.company import SampleCompany

# Ten million on request: DESKWISE_BENCH_TICKETS=10000000 make bench
SIZES = tuple(int(one) for one in os.environ.get("DESKWISE_BENCH_TICKETS", "100000,1000000").split(","))
NEW_EVENTS = 1_000
FOLDED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.kernel.clock import FixedClock
from deskwise.stores.workspace_folder import WorkspaceFolder
workspace = WorkspaceFolder(Path(sys.argv[1]), memory_limit="1GB")
request = ImportRequest(tuple(map(Path, sys.argv[2:])), source="sample")
took = []
def fold(session):
    began = time.perf_counter()
    folded = workspace.fold(session)
    took.append(time.perf_counter() - began)
    return folded
began = time.perf_counter()
import_files(workspace.lake, request, FixedClock(datetime(2027, 1, 1, tzinfo=UTC)), fold)
print(time.perf_counter() - began, took[0])
"""


@dataclass(frozen=True)
class Company:
    """A sample company of one size, as files and as a workspace.

    The log is cut in three: all but its last thousand events, these but for one ticket's, and that one's.
    """

    tickets: int
    folder: Path

    @cached_property
    def files(self) -> list[str]:
        """The whole log as Parquet."""
        return [str(path) for path in SampleCompany(tickets=self.tickets).write(self.folder / "log")]

    @cached_property
    def parts(self) -> tuple[Path, Path, Path]:
        """The log but for its last events; these but for those of one ticket; and that one's."""
        parts = tuple(self.folder / f"{name}.parquet" for name in ("before", "later", "one"))
        with duckdb.connect() as engine:
            engine.execute("set preserve_insertion_order = true")
            engine.execute(f"create view log as select * from read_parquet({self.files!r})")
            last = f'select source, event_id, ticket from log order by "at" desc, ticket limit {NEW_EVENTS}'
            engine.execute(f"create table last as {last}")
            (one,) = engine.execute("select min(ticket) from last").fetchone() or (None,)
            known = (
                "log.source = l.source and log.event_id = l.event_id"
                " and log.ticket is not distinct from l.ticket"
            )
            for part, rows in zip(
                parts,
                (
                    f"from log anti join last l on {known}",
                    f"from log semi join last l on {known} where ticket is distinct from '{one}'",
                    f"from log semi join last l on {known} where ticket = '{one}'",
                ),
                strict=True,
            ):
                engine.execute(f"copy ({rows}) to '{part}'")
        return parts[0], parts[1], parts[2]

    @cached_property
    def first_import(self) -> tuple[float, float, float]:
        """The seconds of importing all but the last events, of these the fold's, and the peak gigabytes."""
        self._compile()
        (seconds, folding), peak = in_a_process(FOLDED, str(self.home), str(self.parts[0]))
        return seconds, folding, peak

    def _compile(self) -> None:
        """Bring the texts of the fold in, as an installation has them after its first import."""
        small = [str(path) for path in SampleCompany(tickets=50).write(self.folder / "small")]
        in_a_process(FOLDED, str(self.folder / "warm"), *small)
        self.home.mkdir()
        (self.folder / "warm" / "compiled").rename(self.home / "compiled")

    @property
    def home(self) -> Path:
        """The workspace; empty before `first_import` was asked for."""
        return self.folder / "home"

    @cached_property
    def floor(self) -> float:
        """The seconds of a bare scan of the seven columns that every fold reads, by the engine."""
        (seconds,), _ = in_a_process(SCANNED, repr(self.files))
        return seconds


SCANNED = """
import sys, time, duckdb
columns = 'max(ticket), epoch_us(max("at")), max(seq), max(kind), max(role), max(status), max(agent)'
took = []
for _ in range(3):
    began = time.perf_counter()
    duckdb.sql(f"select count(*), {columns} from read_parquet({sys.argv[1]})").fetchone()
    took.append(time.perf_counter() - began)
print(min(took))
"""


@pytest.fixture(scope="module", autouse=True)
def own_texts() -> Iterator[None]:
    """What is measured keeps its texts where an installation keeps them: in the workspace."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DESKWISE_COMPILED")
        yield


@pytest.fixture(scope="session", params=SIZES, ids=lambda size: f"{size:,}")
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company of each size, made when it is needed."""
    tickets: int = request.param
    return Company(tickets, tmp_path_factory.mktemp(f"company_{tickets}"))


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """What is measured; written as JSON at the end."""
    measured = Run()
    yield measured
    for name, exponent in measured.growth().items():
        print(f"\n{name:46} grows with the tickets to the power of {exponent:.2f}", end="")
    measured.write()
