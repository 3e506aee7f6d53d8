"""Ports: what use cases ask of a workspace as a whole: its log, its facts, its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from deskwise.analyses.stated_waits import StatedWaits
from deskwise.app.articles_found import ArticlesFound
from deskwise.app.contact_reasons import SubjectReasons
from deskwise.app.forgetting import KEEP_ALL, Retention
from deskwise.app.lake import Folded, Lake, LogImport
from deskwise.app.settings_versions import SavedBy, SettingsVersion
from deskwise.facts.rules import Rules
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.timeline import Horizon

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class LoggedEvent:
    """A row of the log as it stands there: with a higher revision beside it, refused, or counted.

    `refusal` is null where it stands. A `late` one lies after its source's as-of, and does not count yet.
    """

    event_id: str
    revision: int
    seq: int
    at: datetime
    kind: str
    actor: str | None
    role: str | None
    team: str | None
    agent: str | None
    customer: str | None
    status: str | None
    channel: str | None
    value: Decimal | None
    scale: str | None
    fields: tuple[tuple[str, str], ...]
    superseded: bool
    refusal: str | None
    late: bool

    @property
    def stands(self) -> bool:
        """Whether it counts: neither superseded nor refused, nor later than its source's as-of."""
        return not self.superseded and self.refusal is None and not self.late


@dataclass(frozen=True)
class SolvingArticle:
    """That an article solved something: in a ticket, at an instant, used by an actor.

    `first_used_at` is when the log first saw that article used, wherever that was. Instants are microseconds
    since 1970 UTC.
    """

    source: str
    ticket: str
    used_at: int
    actor: str | None
    first_used_at: int


@dataclass(frozen=True)
class Facts:
    """The facts of a workspace as known at one as-of, and what reads them.

    `sources` pairs each source with the instant its data is complete to, in microseconds since 1970 UTC.
    `lacking` are the tables that the version which made the facts did not know: they are empty until the next
    import. `remembered` is what was found out of these very facts before; threads may share it. `reasons` are
    what subjects say, null where no texts are kept.
    """

    rules: Rules
    horizon: Horizon
    engine: Engine
    compiled: CompiledSql
    sources: tuple[tuple[str, int], ...] = ()
    lacking: frozenset[str] = frozenset()
    remembered: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    reasons: SubjectReasons | None = None


class Workspace(Protocol):
    """One log with its settings and facts."""

    @property
    def lake(self) -> Lake:
        """Where the log is kept."""
        ...

    def version(self) -> str | None:
        """Which state of the log, facts and settings is current: another one after each write, cheap to ask.

        Null where nothing was ever written.
        """
        ...

    def rules(self) -> Rules:
        """The choices the facts are made with; the book's in a workspace that was never set up."""
        ...

    def keeps_text(self) -> bool:
        """Whether imports keep subjects and messages."""
        ...

    def fold(self, session: LogImport) -> Folded:
        """Make the facts anew within an import, seen with it or not at all."""
        ...

    def facts(self, as_of: int | None = None) -> AbstractContextManager[Facts]:
        """The facts, those of an earlier as-of if one is named.

        Raises `WorkspaceError` where nothing was imported, `UsageError` for an as-of that is yet to come.
        """
        ...

    def tickets(self, ticket: str) -> tuple[tuple[str, str], ...]:
        """Each (source, ticket) of the log whose ticket is called so."""
        ...

    def events(self, source: str, ticket: str) -> tuple[LoggedEvent, ...]:
        """All rows of a ticket, by (`at`, `seq`), refused and superseded ones too."""
        ...

    def solving_articles(self) -> tuple[SolvingArticle, ...]:
        """Each use of an article that solved, by a person."""
        ...

    def used_articles(
        self, start_at: int, end_at: int, by: Sequence[str], where: Mapping[str, Sequence[str | None]]
    ) -> ArticlesFound:
        """The articles used in what was resolved in [start, end) and stands so.

        Raises `WorkspaceError` where nothing was imported.
        """
        ...

    def stated_waits(
        self, field: str, start_at: int, end_at: int, where: Mapping[str, Sequence[str | None]]
    ) -> StatedWaits:
        """How long customers say they expected to wait: a further field of the ratings of [start, end).

        The last answer of each request counts; without a field there are only the fields that may be it.
        Raises `WorkspaceError` where nothing was imported.
        """
        ...

    def settings_text(self) -> str:
        """The settings as they were written; empty in a workspace that was never set up."""
        ...

    def settings_versions(self) -> tuple[SettingsVersion, ...]:
        """Every version of the settings, the first one first; none where nothing was ever saved."""
        ...

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
        """Keep settings as a new version, and make the facts anew where they shape them, as one whole.

        The same text again is no new version. Raises `ChangedMeanwhileError` with the newest version where
        the settings were made from another one.
        """
        ...
