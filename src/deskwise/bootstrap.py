"""The one file that names concrete parts and puts them together."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.machine_memory import memory_bytes

# The rest is left to the system, which keeps what was read of files in it, and to other programs.
SHARE_OF_MEMORY = 0.5
# The type that charts are drawn with; brought with what pages are served with.
FONTS = Path(__file__).parent / "web" / "vendor" / "fonts"

if TYPE_CHECKING:
    from deskwise.app.comments import CommentStore
    from deskwise.app.contact_reasons import ReasonNames
    from deskwise.app.file_profile import FileProfile
    from deskwise.app.file_understanding import Answers, Understanding
    from deskwise.app.held_on_person import PersonalData
    from deskwise.app.identity_provider import IdentityProvider, ProviderSettings
    from deskwise.app.keep_workspace import Keeper
    from deskwise.app.passwords import Passwords
    from deskwise.app.secret_references import Secrets
    from deskwise.app.source_port import Connection, Source, SourceDescription
    from deskwise.app.state import State
    from deskwise.app.sync_store import SyncStore
    from deskwise.app.understand_files import FileReader
    from deskwise.app.uploads import FirstLook, UploadStore
    from deskwise.app.workspace import Progress, Workspace
    from deskwise.events.translation import Translation
    from deskwise.kernel.clock import Clock
    from deskwise.reports.chart_drawing import ChartDrawer
    from deskwise.stores.state.database import Database
    from deskwise.stores.workspace_folder import WorkspaceFolder


def open_workspace(
    home: Path,
    waiting: Callable[[str], None] | None = None,
    *,
    stays_open: bool = False,
    patience_seconds: float | None = None,
    progress: Progress | None = None,
) -> Workspace:
    """The workspace in a folder; nothing is made there before something is written.

    `waiting` is told when another process writes, and which. `stays_open` is for a process that asks many
    questions. `patience_seconds` is how long a write waits for another process, null for as long as an import
    may take. `progress` is told how far the making of facts is. Raises `UsageError` if DESKWISE_MEMORY is set
    to what is no size or DESKWISE_THREADS to what is no number.
    """
    return _workspace_folder(
        home, waiting, stays_open=stays_open, patience_seconds=patience_seconds, progress=progress
    )


def open_keeper(home: Path, waiting: Callable[[str], None] | None = None) -> Keeper:
    """What proves, copies and restores the workspace in a folder; raises as `open_workspace` does."""
    from deskwise.stores.state.state_keeper import StateKeeper  # noqa: PLC0415 slow
    from deskwise.stores.workspace_keeper import FolderKeeper  # noqa: PLC0415 slow

    return FolderKeeper(_workspace_folder(home, waiting), StateKeeper(_state_database(home), SystemClock()))


def open_forgetter(
    home: Path, waiting: Callable[[str], None] | None = None, *, patience_seconds: float | None = None
) -> PersonalData:
    """What finds and forgets people in the workspace in a folder; raises as `open_workspace` does."""
    from deskwise.stores.workspace_forgetter import FolderForgetter  # noqa: PLC0415 slow

    return FolderForgetter(_workspace_folder(home, waiting, patience_seconds=patience_seconds))


def open_syncs(home: Path, waiting: Callable[[str], None] | None = None) -> SyncStore:
    """What syncs keep in the workspace in a folder; raises as `open_workspace` does."""
    from deskwise.stores.workspace_syncs import FolderSyncs  # noqa: PLC0415 slow

    return FolderSyncs(_workspace_folder(home, waiting), waiting)


def open_uploads(home: Path) -> UploadStore:
    """The files that were sent to be imported into the workspace in a folder.

    Raises `UsageError` if DESKWISE_UPLOAD_LIMIT, the most that is taken, is set to what is no size.
    """
    from deskwise.stores.uploads_folder import LIMIT_BYTES, UploadsFolder  # noqa: PLC0415 slow

    said = os.environ.get("DESKWISE_UPLOAD_LIMIT", "").strip()
    return UploadsFolder(home, size_bytes(said, "DESKWISE_UPLOAD_LIMIT") if said else LIMIT_BYTES)


def first_look() -> FirstLook:
    """What looks at the first of what an import under way brings."""
    from deskwise.stores.import_preview import first_of_import  # noqa: PLC0415 slow

    return first_of_import


def column_meanings() -> list[tuple[str, str, tuple[str, ...]]]:
    """What a column can mean: the meaning's name, what it says, and in files of which shapes."""
    from deskwise.sources.detection.meanings import MEANINGS  # noqa: PLC0415 slow

    return [(one.name, one.says, one.shapes) for one in MEANINGS]


def open_comments(home: Path, *, stays_open: bool = False) -> CommentStore:
    """What reads customers' comments in the workspace in a folder; raises as `open_workspace` does."""
    from deskwise.stores.rating_comments import RatingComments  # noqa: PLC0415 slow

    return RatingComments(_workspace_folder(home, None, stays_open=stays_open).lake)


def open_state(home: Path, *, stays_open: bool = False) -> State:
    """The state beside the workspace in a folder: people, sessions, tokens, annotations, audit.

    It is the file state.sqlite there, or the PostgreSQL that DESKWISE_STATE names, its password where
    DESKWISE_STATE_PASSWORD_FROM says. `stays_open` is for a process that asks it again and again. Raises
    `UsageError` if DESKWISE_STATE names neither, `SettingsError` where there is no password.
    """
    from deskwise.stores.state.sql_state import SqlState  # noqa: PLC0415 slow

    return SqlState(_state_database(home, stays_open=stays_open))


def chart_drawer(home: Path) -> ChartDrawer:
    """What draws charts, and keeps them beside the workspace in a folder."""
    from deskwise.reports.chart_drawing import ChartDrawer  # noqa: PLC0415 slow
    from deskwise.stores.kept_drawings import KeptDrawings, drawings_folder  # noqa: PLC0415 slow

    return ChartDrawer(KeptDrawings(drawings_folder(home)), FONTS)


def passwords() -> Passwords:
    """How passwords are kept."""
    from deskwise.stores.argon2_passwords import Argon2Passwords  # noqa: PLC0415 slow

    return Argon2Passwords()


def identity_provider(settings: ProviderSettings, clock: Clock) -> IdentityProvider:
    """The provider of identities that settings name; it is asked when somebody signs in.

    Raises `UsageError` for an address that is not https, `SettingsError` where its secret is not to be found.
    """
    from deskwise.stores.oidc_provider import OidcProvider  # noqa: PLC0415 slow

    secret = None if settings.secret_from is None else secrets().resolve(settings.secret_from)
    return OidcProvider(settings.issuer, settings.client_id, secret, settings.name, clock)


def secrets() -> Secrets:
    """The secrets of this machine, by reference."""
    from deskwise.stores.kept_secrets import KeptSecrets  # noqa: PLC0415 slow

    return KeptSecrets(os.environ)


def open_source(connection: Connection) -> Source:
    """The source of a connection; raises `UsageError` and `SettingsError` where there can be none."""
    from deskwise.sources.registry import open_source  # noqa: PLC0415 slow

    return open_source(connection)


def describe_sources() -> tuple[SourceDescription, ...]:
    """What each kind of source says of itself, by kind."""
    from deskwise.sources.registry import describe_source, source_kinds  # noqa: PLC0415 slow

    return tuple(describe_source(kind) for kind in source_kinds())


def _workspace_folder(
    home: Path,
    waiting: Callable[[str], None] | None,
    *,
    stays_open: bool = False,
    patience_seconds: float | None = None,
    progress: Progress | None = None,
) -> WorkspaceFolder:
    from deskwise.stores.engine_threads import threads_allowed  # noqa: PLC0415 slow
    from deskwise.stores.lake_file import PATIENCE_SECONDS  # noqa: PLC0415 slow
    from deskwise.stores.workspace_folder import WorkspaceFolder  # noqa: PLC0415 slow

    threads_allowed()  # what is no number is said now, not in the middle of the work
    return WorkspaceFolder(
        home,
        progress,
        memory_limit=memory_limit(os.environ.get("DESKWISE_MEMORY")),
        waiting=waiting,
        stays_open=stays_open,
        patience_seconds=PATIENCE_SECONDS if patience_seconds is None else patience_seconds,
        reason_names=_reason_names(home, stays_open=stays_open),
    )


def _reason_names(home: Path, *, stays_open: bool) -> ReasonNames:
    """What the state says that reasons are called; it is opened when somebody asks."""

    @cache
    def opened() -> State:
        return open_state(home, stays_open=stays_open)

    def names() -> Mapping[str, str]:
        from deskwise.app.name_reasons import kept_names  # noqa: PLC0415 slow

        return kept_names(opened())

    return names


def _state_database(home: Path, *, stays_open: bool = False) -> Database:
    from deskwise.stores.state.database import (  # noqa: PLC0415 slow
        PASSWORD_FROM_VARIABLE,
        VARIABLE,
        PostgresServer,
        SqliteFile,
    )

    url = os.environ.get(VARIABLE, "").strip()
    if not url:
        return SqliteFile(home, stays_open=stays_open)
    where = os.environ.get(PASSWORD_FROM_VARIABLE, "").strip()
    return PostgresServer(url, password=secrets().resolve(where) if where else None)


def memory_limit(said: str | None) -> str:
    """What the engine may take before it spills to the disk: what was said, else half of what there is.

    >>> memory_limit(" 1.5 gib ")
    '1.5 gib'
    """
    if said is None or not said.strip():
        return f"{int(memory_bytes() * SHARE_OF_MEMORY / 1024**2)}MiB"
    size_bytes(said, "DESKWISE_MEMORY")
    return said.strip()


def size_bytes(said: str, variable: str) -> int:
    """A size as bytes; raises `UsageError` for what is none.

    >>> size_bytes("1.5 kB", "X"), size_bytes("2GiB", "X")
    (1500, 2147483648)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?([KMGT])(i?)B", said.strip(), re.IGNORECASE)
    if found is None:
        raise UsageError(f"{variable} is {said!r}, which is no size", do="write it as 2GB or 800MB")
    base = 1024 if found[3] else 1000
    return int(float(found[1]) * base ** ("KMGT".index(found[2].upper()) + 1))


def read_mapping(path: Path) -> Translation:
    """What a mapping file says; raises `MappingError` where it contradicts itself."""
    from deskwise.sources.mapping_file import read_mapping_file  # noqa: PLC0415 slow

    return read_mapping_file(path)


def shipped_mappings() -> list[tuple[str, str]]:
    """The names of the mappings that come with Deskwise, and what files each is for."""
    from deskwise.sources.mapping_file import shipped_mappings, what_it_is_for  # noqa: PLC0415 slow

    return [(name, what_it_is_for(name)) for name in shipped_mappings()]


def file_reader() -> FileReader:
    """What reads files of unknown systems and finds out what they say; loaded when there is one."""
    from deskwise.app.understand_files import FileReader  # noqa: PLC0415 slow

    return FileReader(_profile, _understand, _parse)


def _profile(path: Path) -> FileProfile:
    from deskwise.stores.column_profiles import DuckdbFileProfiler  # noqa: PLC0415 slow

    return DuckdbFileProfiler().profile(path)


def _understand(profile: FileProfile, answers: Answers) -> Understanding:
    from deskwise.sources.detection.known_files import understand_file_of_any_kind  # noqa: PLC0415 slow

    return understand_file_of_any_kind(profile, answers)


def _parse(text: str, name: str) -> Translation:
    from deskwise.sources.mapping_file import parse_mapping  # noqa: PLC0415 slow

    return parse_mapping(text, name)
