"""What an import asks before it begins, and what it tells after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.export_log import export_log
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.lake import (
    ExportFormat,
    FileReading,
    Finding,
    Folded,
    ImportProgress,
    LogCounts,
    LogImport,
    PastImport,
    QualityReport,
    Reject,
    RejectCount,
    RowOutcome,
)
from deskwise.app.list_rejects import list_rejects
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError

CLOCK = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
REJECT = Reject(1, "a.csv", 2, 1, "desk", "T1", None, "no_ticket", None)


@dataclass
class FakeImport:
    steps: list[str] = field(default_factory=list)

    def add_file(self, path: Path, reading: FileReading) -> None:
        self.steps.append(f"read {path}")

    def hold_as_of(self, source: str) -> None:
        raise AssertionError(source)

    def admit(self, declared_as_of: datetime | None) -> LogCounts:
        self.steps.append("admit")
        return LogCounts(5, 2, 1, 1, 0, 1, 5, {"no_ticket": 1, "conflict": 1})

    def outcomes(self) -> Iterator[RowOutcome]:
        yield RowOutcome(1, None)

    def count_tickets(self) -> int:
        return 2

    def as_of(self) -> datetime | None:
        return CLOCK.now()

    def judge(self) -> QualityReport:
        self.steps.append("judge")
        return QualityReport(1, (Finding("nobody", "replies", "serious", 3, 4, 3),))

    def progress(self) -> ImportProgress:
        return ImportProgress("reading")

    def discard(self) -> None:
        self.steps.append("discard")


class FakeLake:
    def __init__(self) -> None:
        self.session = FakeImport()

    @contextmanager
    def importing(self, at: datetime) -> Iterator[FakeImport]:
        yield self.session
        self.session.steps.append("held")

    def version(self) -> str | None:
        return None

    def rejects(
        self,
        import_id: int | None = None,
        reason: str | None = None,
        file: str | None = None,
        *,
        after: int = 0,
        most: int | None = None,
    ) -> Iterator[Reject]:
        yield REJECT

    def count_rejects(self) -> tuple[RejectCount, ...]:
        return (RejectCount(REJECT.import_id, REJECT.file, REJECT.reason, 1),)

    def quality(self, import_id: int | None = None) -> QualityReport:
        return QualityReport(1, ())

    def past_imports(self) -> Iterator[PastImport]:
        yield from ()

    def export_log(self, path: Path, form: ExportFormat) -> int:
        return 0


def fold(session: LogImport) -> Folded:
    assert isinstance(session, FakeImport)
    session.steps.append("fold")
    return Folded(tickets=3, requests=4)


def test_files_are_read_in_their_order_then_admitted_then_folded() -> None:
    lake = FakeLake()
    summary = import_files(lake, ImportRequest((Path("a"), Path("b"))), CLOCK, fold)
    assert lake.session.steps == ["read a", "read b", "admit", "fold", "judge", "held"]
    assert (summary.tickets, summary.requests, summary.as_of) == (3, 4, CLOCK.now())
    assert summary.read == summary.accepted + summary.duplicates + summary.conflicts + summary.rejected


def test_without_a_fold_requests_are_not_known() -> None:
    summary = import_files(FakeLake(), ImportRequest((Path("a"),)), CLOCK)
    assert (summary.tickets, summary.requests) == (2, None)


def test_what_is_doubtful_comes_with_the_counts() -> None:
    summary = import_files(FakeLake(), ImportRequest((Path("a"),)), CLOCK, fold)
    (found,) = summary.quality
    assert found.says == "3 of 4 acts belong to nobody: replies"
    assert summary.to_json()["quality"] == [found.to_json()]
    assert "quality" not in summary.counts()


def test_a_dry_run_is_folded_and_discarded() -> None:
    lake = FakeLake()
    import_files(lake, ImportRequest((Path("a"),), dry_run=True), CLOCK, fold)
    assert lake.session.steps == ["read a", "admit", "fold", "judge", "discard", "held"]


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (ImportRequest(()), "no file was named"),
        (ImportRequest((Path("a"),), source=""), "the source's name is empty"),
        (ImportRequest((Path("a"),), as_of=datetime(2025, 1, 1)), "the as-of says no offset"),
        (ImportRequest((Path("a"),), timezone="Berlin"), "no time zone is called 'Berlin'"),
        (ImportRequest((Path("a"),), timezone="../etc/passwd"), "no time zone is called"),
    ],
)
def test_a_request_that_cannot_be_is_refused_before_anything_is_read(
    request_: ImportRequest, says: str
) -> None:
    lake = FakeLake()
    with pytest.raises(UsageError, match=says):
        import_files(lake, request_, CLOCK)
    assert lake.session.steps == []


def test_rejects_come_with_what_they_mean() -> None:
    (found,) = list_rejects(FakeLake())
    assert found.reject == REJECT
    assert found.reason.do == "Name the ticket."
    with pytest.raises(UsageError, match="no reason is called 'x': use one of malformed_row"):
        list_rejects(FakeLake(), reason="x")


def test_an_export_names_its_format_by_its_ending(tmp_path: Path) -> None:
    assert export_log(FakeLake(), tmp_path / "a.jsonl.gz") == 0
    with pytest.raises(UsageError, match="none of the endings"):
        export_log(FakeLake(), tmp_path / "a.xls")
