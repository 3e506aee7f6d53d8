"""The connections of a workspace: kept in its settings, and opened with the secrets they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.secret_references import Secrets
from deskwise.app.settings_connections import ConnectionSettings
from deskwise.app.settings_document import settings_from_table
from deskwise.app.settings_versions import SavedBy
from deskwise.app.source_port import Connection
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError


def connections(workspace: Workspace) -> Mapping[str, ConnectionSettings]:
    """The connections by name, in the order of the settings."""
    return show_settings(workspace).connections


def named_connections(workspace: Workspace, name: str | None) -> tuple[str, ...]:
    """The connection called so, or all; raises `UsageError` where there is none."""
    known = tuple(connections(workspace))
    if name is None:
        if not known:
            raise UsageError("no help desk is connected", do="connect one: deskwise connect NAME")
        return known
    if name not in known:
        there = f"; there are: {', '.join(known)}" if known else ""
        raise UsageError(f"no connection is called {name!r}", do=f"deskwise connect {name}{there}")
    return (name,)


def opened_connection(workspace: Workspace, name: str, secrets: Secrets) -> Connection:
    """A connection with its secret; raises `UsageError` for an unknown one, `SettingsError` without it."""
    named_connections(workspace, name)
    return with_secret(name, connections(workspace)[name], secrets, keep_text=workspace.keeps_text())


def with_secret(name: str, settings: ConnectionSettings, secrets: Secrets, *, keep_text: bool) -> Connection:
    """A connection as a source is opened with it."""
    return Connection(
        name=name,
        kind=settings.kind,
        url=settings.url,
        user=settings.user,
        token=None if settings.token is None else secrets.resolve(settings.token),
        requests_per_minute=settings.requests_per_minute,
        plain_http=settings.plain_http,
        keep_text=keep_text,
        options=dict(settings.options),
    )


def drafted_connection(workspace: Workspace, name: str, table: Mapping[str, Any]) -> ConnectionSettings:
    """A connection as it would be kept; raises `SettingsError` where it does not hold."""
    return settings_from_table(_table_with(workspace, name, table)).connections[name]


def save_connection(
    workspace: Workspace, name: str, table: Mapping[str, Any], saved: SavedBy | None = None
) -> None:
    """Keep a connection in the settings, in the place of the one called so."""
    save_document(workspace, settings_from_table(_table_with(workspace, name, table)), saved)


def _table_with(workspace: Workspace, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    whole = show_settings(workspace).table()
    return {**whole, "connections": {**whole.get("connections", {}), name: dict(table)}}
