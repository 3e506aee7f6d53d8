"""A workspace as one folder: the lake with log, facts and settings, and what may be thrown away beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from deskwise.analyses.stated_waits import StatedWaits
from deskwise.app.articles_found import ArticlesFound
from deskwise.app.contact_reasons import ReasonNames, nameless
from deskwise.app.forgetting import KEEP_ALL, Retention
from deskwise.app.lake import Folded, LogImport
from deskwise.app.settings_versions import SavedBy, SettingsVersion
from deskwise.app.workspace import Facts, LoggedEvent, Progress, SolvingArticle
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import EmptyWorkspaceError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.kernel.version import __version__
from deskwise.metrics.timeline import Horizon
from deskwise.stores.expiry import Expiry
from deskwise.stores.fact_engine import DuckdbEngine
from deskwise.stores.fact_horizon import facts_made_with, made_with, note_horizon
from deskwise.stores.fact_tables import FoldSql, compile_fold, make_facts, make_inputs
from deskwise.stores.fact_views import FACTS, lacking_facts, make_empty
from deskwise.stores.kept_drawings import KeptDrawings, drawings_folder
from deskwise.stores.kept_settings import KeptSettings, read_settings, read_versions, write_settings
from deskwise.stores.kept_sql import KeptSql, texts_folder
from deskwise.stores.lake_file import BESIDE, PATIENCE_SECONDS, LakeFile
from deskwise.stores.log_import import DuckdbLogImport
from deskwise.stores.open_state import OpenState
from deskwise.stores.partial_fold import PartialFold
from deskwise.stores.stated_waits import stated_waits
from deskwise.stores.subject_reasons import CLUSTERED, LoggedSubjects
from deskwise.stores.used_articles import used_articles

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")

EMPTY = marked("import a log first: deskwise import FILE")


class WorkspaceFolder:
    """The workspace in a folder; see the port `app.workspace.Workspace`.

    `stays_open` is for who asks many questions: the state that was read last is kept open between them.
    `patience_seconds` is how long it waits for another process that writes. `reason_names` tells what people
    call the clusters of subjects.
    """

    def __init__(
        self,
        home: Path,
        progress: Progress | None = None,
        compiled: Path | None = None,
        memory_limit: str | None = None,
        waiting: Callable[[str], None] | None = None,
        *,
        stays_open: bool = False,
        patience_seconds: float = PATIENCE_SECONDS,
        reason_names: ReasonNames = nameless,
    ) -> None:
        self.home = home
        self._lake = LakeFile(
            home,
            memory_limit,
            wait_seconds=patience_seconds,
            waiting=waiting,
            kept_open=OpenState() if stays_open else None,
        )
        self._progress = progress
        self._reason_names = reason_names
        self._compiled = KeptSql(compiled or texts_folder(home))

    @property
    def lake(self) -> LakeFile:
        """Where the log is kept."""
        return self._lake

    def version(self) -> str | None:
        """Which state is current: the name of its file."""
        current = self._lake.states.current()
        return None if current is None else current.stem

    def rules(self) -> Rules:
        """The choices the facts are made with; the book's in a workspace that was never set up."""
        return self._kept().rules

    def keeps_text(self) -> bool:
        """Whether imports keep subjects and messages."""
        return self._kept().keep_text

    def settings_text(self) -> str:
        """The settings as they were written; empty in a workspace that was never set up."""
        return self._kept().text

    def settings_versions(self) -> tuple[SettingsVersion, ...]:
        """Every version of the settings, the first one first; none where nothing was ever saved."""
        if self._lake.states.current() is None:
            return ()
        with self._lake.reading_and_remembering() as (connection, memo):
            return _remembered(memo, "versions", lambda: read_versions(connection))

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
        """Keep settings, and make the facts anew where they shape them, as one whole."""
        with self._lake.writing() as connection:
            before = read_settings(connection)
            kept = KeptSettings(text, rules, keep_text, retention, pseudonyms)
            version = write_settings(connection, kept, saved)
            imported = connection.execute("select count(*) from imports").fetchone()
            if imported is not None and imported[0] and before.rules.fingerprint() != rules.fingerprint():
                self._fold(connection, rules)
        return version

    def fold(self, session: LogImport) -> Folded:
        """Make the facts anew within an import, seen with it or not at all."""
        if not isinstance(session, DuckdbLogImport):
            raise TypeError(f"this workspace folds its own imports, not {type(session).__name__}")
        connection = session.connection
        kept = read_settings(connection)
        rules = kept.rules
        if kept.retention:
            expiry = Expiry(connection, kept.retention)
            expiry.find()
            session.names.refold |= expiry.write(session.at)
            session.names.rewritten |= expiry.rows > 0
        self.forget_compiled_values(session.names.gone)
        part = PartialFold(connection, rules, lambda width: self._fold_sql(rules, width))
        ours = facts_made_with(connection) == made_with(rules) and not session.names.refold
        if not ours or not part.run(session.import_id, self._progress):
            self._fold(connection, rules)
        session.note_facts(FACTS, rules.zone)
        counted = connection.execute(
            f"select count(*) filter (where request = 1), count(*) from {FACTS}.requests"
        ).fetchone()
        assert counted is not None
        return Folded(tickets=int(counted[0]), requests=int(counted[1]))

    def retention(self) -> Retention:
        """How long texts and customers' identifiers are kept."""
        return self._kept().retention

    def wishes_pseudonyms(self) -> bool:
        """Whether imports write pseudonyms of customers."""
        return self._kept().pseudonyms

    def fold_all(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make all facts of a state under way anew, under the settings that are in it."""
        self._fold(connection, read_settings(connection).rules)

    def forget_compiled(self, words: Iterable[str]) -> None:
        """Remove the kept texts of queries that hold one of the words, and whatever was drawn."""
        self._compiled.forget(words)
        KeptDrawings(drawings_folder(self.home)).forget()

    def forget_compiled_values(self, values: frozenset[str]) -> None:
        """The same, of queries that ask for one of many values."""
        if values:
            self._compiled.forget_values(values)
            KeptDrawings(drawings_folder(self.home)).forget()

    def _fold(self, connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
        connection.execute(f"create schema if not exists {FACTS}")
        width = make_inputs(connection, rules, "main")
        make_facts(connection, self._fold_sql(rules, width), FACTS, self._progress)
        note_horizon(connection, "main", rules)

    def _fold_sql(self, rules: Rules, width: int) -> FoldSql:
        rules = rules.in_text()
        key = f"fold and views {__version__} {rules.fingerprint()} {width}"
        kept = self._compiled.get(key)
        if kept is not None:
            return FoldSql.from_json(kept)
        compiled = compile_fold(rules, width)
        self._compiled.put(key, compiled.to_json())
        return compiled

    @contextmanager
    def facts(self, as_of: int | None = None) -> Iterator[Facts]:
        """The facts, those of an earlier as-of if one is named: then they are folded anew in memory."""
        with self._lake.reading_and_remembering() as (connection, memo):
            horizon, sources = _remembered(memo, "horizon", lambda: _horizon(connection))
            kept = _remembered(memo, "kept", lambda: read_settings(connection))
            rules = kept.rules
            if as_of is None or as_of == horizon.as_of:
                connection.execute(f"use {FACTS}")
                lacking = _remembered(memo, "lacking", lambda: lacking_facts(connection))
                make_empty(connection, lacking)
                # Nothing that was found out before depends on names that nobody asked for yet.
                names = dict(self._reason_names()) if kept.keep_text and CLUSTERED in memo else None
                reasons = (
                    LoggedSubjects(connection, memo, self._reason_names if names is None else lambda: names)
                    if kept.keep_text
                    else None
                )
                engine = DuckdbEngine(connection, None if reasons is None else reasons.bind)
                remembered = _found_under(memo, names)
                yield Facts(rules, horizon, engine, self._compiled, sources, lacking, remembered, reasons)
                return
        if as_of > horizon.as_of:
            raise UsageError(
                say("the data is known up to %(instant)s", instant=_instant(horizon.as_of)),
                do=say("ask for that instant or an earlier one"),
            )
        with self._lake.beside() as connection:
            self.fold_beside(connection, rules, as_of)
            horizon, cut = _horizon(connection)
            horizon = Horizon(horizon.first_at, as_of)
            reasons = (
                LoggedSubjects(connection, {}, self._reason_names, f"{BESIDE}.main")
                if kept.keep_text
                else None
            )
            engine = DuckdbEngine(connection, None if reasons is None else reasons.bind)
            yield Facts(rules, horizon, engine, self._compiled, cut, reasons=reasons)

    def fold_beside(
        self, connection: duckdb.DuckDBPyConnection, rules: Rules, as_of: int | None = None
    ) -> None:
        """Make the facts anew in the memory of a connection from `LakeFile.beside`.

        It finds them under their bare names then. `as_of` cuts the log at an earlier instant.
        """
        connection.execute(f"create schema {FACTS}")
        width = make_inputs(connection, rules, f"{BESIDE}.main", as_of)
        make_facts(connection, self._fold_sql(rules, width), FACTS, self._progress)
        note_horizon(connection, f"{BESIDE}.main", rules)
        connection.execute(f"use {FACTS}")

    def tickets(self, ticket: str) -> tuple[tuple[str, str], ...]:
        """Each (source, ticket) of the log whose ticket is called so."""
        with self._lake.reading() as connection:
            found = connection.execute(
                "select distinct source, ticket from log where ticket = ? order by source", [ticket]
            ).fetchall()
        return tuple((str(source), str(name)) for source, name in found)

    def events(self, source: str, ticket: str) -> tuple[LoggedEvent, ...]:
        """All rows of a ticket in its order, refused and superseded ones too."""
        with self._lake.reading() as connection:
            found = connection.execute(
                """select l.event_id, l.revision, l.seq, l."at", l.kind, l.actor, l.role, l.team,
                          l.agent, l.customer, l.status, l.channel, l.value, l.scale, l.extra, l.superseded,
                          l.refusal, l."at" > s.as_of
                   from log l join sources s on s.source = l.source
                   where l.source = ? and l.ticket = ? order by l."at", l.seq, l.event_id, l.revision""",
                [source, ticket],
            ).fetchall()
        # The engine's own instants with a zone need a library that is not here.
        names = tuple(LoggedEvent.__dataclass_fields__)
        shaped: dict[str, Callable[[Any], Any]] = {
            "at": lambda at: at.replace(tzinfo=UTC),
            "fields": lambda extra: tuple(sorted((extra or {}).items())),
        }
        return tuple(
            LoggedEvent(
                **{name: shaped.get(name, _as_is)(value) for name, value in zip(names, row, strict=True)}
            )
            for row in found
        )

    def solving_articles(self) -> tuple[SolvingArticle, ...]:
        """Each use of an article that solved, by a person."""
        with self._lake.reading() as connection:
            found = connection.execute(
                """with used as (
                     select l.source, l.ticket, epoch_us(l."at") as used_at, l.actor,
                       min(epoch_us(l."at")) over (partition by l.extra['article']) as first_used_at,
                       lower(l.extra['solved']) = 'true' and coalesce(l.role, 'agent') = 'agent' as solved
                     from log l join sources s on s.source = l.source
                     where l.kind = 'article_used' and not l.superseded and l.refusal is null
                       and l.ticket is not null and l."at" <= s.as_of
                   )
                   select source, ticket, used_at, actor, first_used_at from used where solved
                   order by source, ticket, used_at"""
            ).fetchall()
        return tuple(SolvingArticle(*row) for row in found)

    def used_articles(
        self, start_at: int, end_at: int, by: Sequence[str], where: Mapping[str, Sequence[str | None]]
    ) -> ArticlesFound:
        """The articles used in what was resolved in [start, end) and stands so."""
        with self._lake.reading() as connection:
            return used_articles(connection, start_at, end_at, by, where)

    def stated_waits(
        self, field: str, start_at: int, end_at: int, where: Mapping[str, Sequence[str | None]]
    ) -> StatedWaits:
        """How long customers say they expected to wait, in ratings of [start, end)."""
        with self._lake.reading() as connection:
            return stated_waits(connection, field, start_at, end_at, where)

    def _kept(self) -> KeptSettings:
        if self._lake.states.current() is None:
            return KeptSettings("", Rules(), False)
        with self._lake.reading_and_remembering() as (connection, memo):
            return _remembered(memo, "kept", lambda: read_settings(connection))


def _remembered(memo: dict[str, Any], name: str, ask: Callable[[], T]) -> T:
    if name not in memo:
        memo[name] = ask()
    found: T = memo[name]
    return found


def _found_under(memo: dict[str, Any], names: Mapping[str, str] | None) -> dict[str, Any]:
    """What was found out under these names of reasons; what was under others, or unknown ones, is let go."""
    known, found = memo.get("found", (names, {}))
    if known != names:
        found = {}
    memo["found"] = (names, found)
    kept: dict[str, Any] = found
    return kept


def _horizon(connection: duckdb.DuckDBPyConnection) -> tuple[Horizon, tuple[tuple[str, int], ...]]:
    there = connection.execute(
        f"select 1 from duckdb_tables() where schema_name = '{FACTS}' and table_name = 'horizon'"
    ).fetchone()
    row = (
        None
        if there is None
        else connection.execute(f"select first_at, as_of from {FACTS}.horizon").fetchone()
    )
    if row is None or row[1] is None:
        raise EmptyWorkspaceError(say("the workspace holds no events yet"), do=say(EMPTY))
    table = connection.execute(
        f"select 1 from duckdb_tables() where schema_name = '{FACTS}' and table_name = 'sources'"
    ).fetchone()
    query = (
        "select source, epoch_us(as_of) from sources"
        if table is None
        else f"select source, as_of from {FACTS}.sources"
    )
    sources = connection.execute(f"{query} order by source").fetchall()
    return Horizon(row[0], int(row[1])), tuple((str(name), int(as_of)) for name, as_of in sources)


def _instant(microseconds: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).isoformat()


def _as_is(value: Any) -> Any:
    return value
