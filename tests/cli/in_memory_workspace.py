"""A workspace in memory: hand-made facts behind the real readings, and a log that is a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deskwise.analyses.stated_waits import StatedWaits
from deskwise.app.articles_found import ArticlesFound
from deskwise.app.forgetting import KEEP_ALL, Retention
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
from deskwise.app.settings_versions import NEVER_SET, SavedBy, SettingsVersion
from deskwise.app.workspace import Facts, LoggedEvent, SolvingArticle
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError, WorkspaceError
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, DuckdbFacts, KeptSql

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ImportOfNothing:
    """An import that reads as many rows as there are files, and refuses those it is told to."""

    def __init__(self, refused: Mapping[str, int], findings: tuple[Finding, ...] = ()) -> None:
        self.read: list[tuple[Path, FileReading]] = []
        self.declared: datetime | None = None
        self.discarded = False
        self._refused = refused
        self._findings = findings

    def add_file(self, path: Path, reading: FileReading) -> None:
        self.read.append((path, reading))

    def hold_as_of(self, source: str) -> None:
        raise AssertionError(source)

    def admit(self, declared_as_of: datetime | None) -> LogCounts:
        self.declared = declared_as_of
        refused = sum(self._refused.values())
        rows = len(self.read) + refused
        return LogCounts(rows, len(self.read), 0, 0, 0, refused, rows, self._refused)

    def outcomes(self) -> Iterator[RowOutcome]:
        yield from (RowOutcome(row, None) for row in range(1, len(self.read) + 1))

    def count_tickets(self) -> int:
        return 1

    def as_of(self) -> datetime | None:
        return self.declared or EPOCH + timedelta(days=100)

    def judge(self) -> QualityReport:
        return QualityReport(1, self._findings)

    def progress(self) -> ImportProgress:
        return ImportProgress("reading")

    def discard(self) -> None:
        self.discarded = True


@dataclass
class ListLake:
    """A lake whose rejects are a list and whose imports read nothing."""

    rows: list[Reject] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    imports: list[ImportOfNothing] = field(default_factory=list)

    @contextmanager
    def importing(self, at: datetime) -> Iterator[LogImport]:
        session = ImportOfNothing(self.refused, self.findings)
        self.imports.append(session)
        yield session

    def version(self) -> str | None:
        return f"{len(self.imports)}" if self.imports else None

    def rejects(
        self,
        import_id: int | None = None,
        reason: str | None = None,
        file: str | None = None,
        *,
        after: int = 0,
        most: int | None = None,
    ) -> Iterator[Reject]:
        found = [
            row
            for row in self.rows
            if import_id in {None, row.import_id}
            and reason in {None, row.reason}
            and file in {None, row.file}
        ]
        yield from found[after:][:most]

    def count_rejects(self) -> tuple[RejectCount, ...]:
        counted = Counter((row.import_id, row.file, row.reason) for row in self.rows)
        return tuple(RejectCount(*key, count) for key, count in counted.items())

    def quality(self, import_id: int | None = None) -> QualityReport:
        return QualityReport(import_id or 7, self.findings)

    def past_imports(self) -> Iterator[PastImport]:
        yield from ()

    def export_log(self, path: Path, form: ExportFormat) -> int:
        path.write_text(f"{form}\n", encoding="utf-8")
        return 3


@dataclass
class InMemoryWorkspace:
    """A workspace that is empty where `engine` is null."""

    engine: DuckdbFacts | None = None
    lake: ListLake = field(default_factory=ListLake)
    log: tuple[tuple[str, str, LoggedEvent], ...] = ()
    sources: tuple[tuple[str, int], ...] = (("desk", 100 * DAY),)
    as_of: int = 100 * DAY
    kept: KeptSql = field(default_factory=KeptSql)
    _rules: Rules = field(default_factory=Rules)
    _text: str = ""
    _keep_text: bool = False
    _versions: list[SettingsVersion] = field(default_factory=list)

    def version(self) -> str | None:
        return None

    def rules(self) -> Rules:
        return self._rules

    def keeps_text(self) -> bool:
        return self._keep_text

    def fold(self, session: LogImport) -> Folded:
        return Folded(tickets=1, requests=2)

    @contextmanager
    def facts(self, as_of: int | None = None) -> Iterator[Facts]:
        if self.engine is None:
            raise WorkspaceError("it holds no events yet", do="import a log first: deskwise import FILE")
        if as_of is not None and as_of > self.as_of:
            raise UsageError("that is yet to come", do="ask for an earlier --as-of")
        horizon = Horizon(0, self.as_of if as_of is None else as_of)
        yield Facts(self._rules, horizon, self.engine, self.kept, self.sources)

    def tickets(self, ticket: str) -> tuple[tuple[str, str], ...]:
        return tuple(dict.fromkeys((source, name) for source, name, _ in self.log if name == ticket))

    def events(self, source: str, ticket: str) -> tuple[LoggedEvent, ...]:
        return tuple(event for of, name, event in self.log if (of, name) == (source, ticket))

    def solving_articles(self) -> tuple[SolvingArticle, ...]:
        return ()

    def used_articles(
        self, start_at: int, end_at: int, by: Sequence[str], where: Mapping[str, Sequence[str | None]]
    ) -> ArticlesFound:
        return ArticlesFound({}, ())

    def stated_waits(
        self, field: str, start_at: int, end_at: int, where: Mapping[str, Sequence[str | None]]
    ) -> StatedWaits:
        return StatedWaits(())

    def settings_text(self) -> str:
        return self._text

    def settings_versions(self) -> tuple[SettingsVersion, ...]:
        return tuple(self._versions)

    def save_settings(
        self,
        text: str,
        rules: Rules,
        *,
        keep_text: bool,
        retention: Retention = KEEP_ALL,
        pseudonyms: bool = False,
        saved: SavedBy | None = None,
    ) -> SettingsVersion:
        newest = self._versions[-1] if self._versions else NEVER_SET
        if saved is not None and saved.made_from not in {None, newest.number}:
            raise ChangedMeanwhileError("somebody has changed the settings", do="look again", now=newest)
        self._text, self._rules, self._keep_text = text, rules, keep_text
        if newest.number and newest.text == text:
            return newest
        who, at = (None, None) if saved is None else (saved.who, saved.at)
        self._versions.append(SettingsVersion(newest.number + 1, text, at, who))
        return self._versions[-1]


def facts_of(**facts: list[dict[str, Any]]) -> InMemoryWorkspace:
    """A workspace with these facts."""
    return InMemoryWorkspace(DuckdbFacts(**facts))
