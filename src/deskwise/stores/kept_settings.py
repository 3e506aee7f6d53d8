"""The settings as the lake keeps them: those that count, and every version there was."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from deskwise.app.forgetting import KEEP_ALL, Retention
from deskwise.app.settings_versions import NEVER_SET, SavedBy, SettingsVersion
from deskwise.facts.rules import Rules
from deskwise.facts.rules_json import rules_from_json, rules_to_json
from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.kernel.language import say
from deskwise.stores.sql_text import literal
from deskwise.stores.tombstones import make_key

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class KeptSettings:
    """The settings as they stand in the lake."""

    text: str
    rules: Rules
    keep_text: bool
    retention: Retention = KEEP_ALL
    pseudonyms: bool = False


def read_settings(connection: duckdb.DuckDBPyConnection) -> KeptSettings:
    """The settings that count; the book's where none were ever saved."""
    found = connection.execute("select * from settings") if _there(connection, "settings") else None
    row = None if found is None else found.fetchone()
    if found is None or row is None:
        return KeptSettings("", Rules(), False)
    kept = dict(zip([name for name, *_ in found.description], row, strict=True))
    # A lake of an older layout says nothing of the retention, or of pseudonyms.
    retention = kept.get("retention")
    return KeptSettings(
        kept["text"],
        rules_from_json(kept["rules"]),
        bool(kept["keep_text"]),
        KEEP_ALL if retention is None else Retention(**json.loads(retention)),
        bool(kept.get("pseudonyms")),
    )


def write_settings(
    connection: duckdb.DuckDBPyConnection, settings: KeptSettings, saved: SavedBy | None
) -> SettingsVersion:
    """Put settings in the place of those there are, as a version of their own unless they say the same.

    Raises `ChangedMeanwhileError` with the newest version where they were made from another one.
    """
    connection.execute(
        "create table if not exists settings"
        " (text varchar, rules json, keep_text boolean, retention json, pseudonyms boolean)"
    )
    connection.execute(
        "create table if not exists settings_versions"
        ' (number integer, text varchar, "at" timestamp, who varchar)'
    )
    versions = read_versions(connection)
    newest = versions[-1] if versions else NEVER_SET
    if saved is not None and saved.made_from is not None and saved.made_from != newest.number:
        raise ChangedMeanwhileError(
            say(
                "somebody has changed the settings since: they are at version %(number)s, not %(made_from)s",
                number=newest.number,
                made_from=saved.made_from,
            ),
            do=say("look at what they are now, and change that"),
            now=newest,
        )
    if newest.number and connection.execute("select 1 from settings_versions").fetchone() is None:
        # Saved before versions were kept.
        connection.execute("insert into settings_versions values (1, ?, null, null)", [newest.text])
    connection.execute("delete from settings")
    connection.execute(
        "insert into settings values (?, ?, ?, ?, ?)",
        [
            settings.text,
            rules_to_json(settings.rules),
            settings.keep_text,
            json.dumps(asdict(settings.retention)),
            settings.pseudonyms,
        ],
    )
    if settings.pseudonyms:
        make_key(connection)
    if newest.number and newest.text == settings.text:
        return newest
    number = newest.number + 1
    at = None if saved is None else saved.at.astimezone(UTC).replace(tzinfo=None)
    who = None if saved is None else saved.who
    connection.execute("insert into settings_versions values (?, ?, ?, ?)", [number, settings.text, at, who])
    return SettingsVersion(number, settings.text, None if saved is None else saved.at, who)


def read_versions(connection: duckdb.DuckDBPyConnection) -> tuple[SettingsVersion, ...]:
    """Every version, the first one first; none where nothing was ever saved."""
    rows = (
        connection.execute('select number, text, "at", who from settings_versions order by number').fetchall()
        if _there(connection, "settings_versions")
        else []
    )
    if rows:
        return tuple(
            SettingsVersion(int(number), text, None if at is None else at.replace(tzinfo=UTC), who)
            for number, text, at, who in rows
        )
    saved = (
        connection.execute("select text from settings").fetchone() if _there(connection, "settings") else None
    )
    return () if saved is None else (SettingsVersion(1, saved[0]),)


def forget_in_versions(connection: duckdb.DuckDBPyConnection, identifiers: tuple[str, ...]) -> None:
    """Drop the texts of earlier versions that hold one of these; the newest is whoever keeps it to change."""
    if not _there(connection, "settings_versions"):
        return
    for identifier in identifiers:
        connection.execute(
            """update settings_versions set text = null where contains(text, ?)
            and number < (select max(number) from settings_versions)""",
            [identifier],
        )


def _there(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    # No parameter: with one the engine's binding loads pandas, before any figure.
    asked = f"select 1 from duckdb_tables() where table_name = {literal(table)}"
    return connection.execute(asked).fetchone() is not None
