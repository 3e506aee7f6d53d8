"""The sources that can be connected: each kind, where it is, and what it says of itself."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from deskwise.app.source_port import Connection, Source, SourceDescription
from deskwise.kernel.errors import SettingsError, UsageError

# The kind, as a connection names it, and where its class is: `module:Class`, loaded when asked for.
SOURCES: dict[str, str] = {
    "directory": "deskwise.sources.directory:Directory",
    "mbox": "deskwise.sources.mbox.mbox_source:MboxSource",
    "request_tracker": "deskwise.sources.request_tracker:RequestTracker",
    "sql": "deskwise.sources.sql:SqlSource",
}


class SourceClass(Protocol):
    """What makes a source: its description, and a source for a connection."""

    description: SourceDescription

    def __call__(self, connection: Connection) -> Source:
        """A source for a connection; nothing is asked yet."""
        ...


def source_kinds() -> tuple[str, ...]:
    """The kinds of source there are, by name."""
    return tuple(sorted(SOURCES))


def source_class(kind: str) -> SourceClass:
    """The class of a kind; raises `UsageError` for an unknown one."""
    if kind not in SOURCES:
        known = ", ".join(source_kinds()) or "none yet"
        raise UsageError(f"no source is of the kind {kind!r}", do=f"use one of: {known}")
    module, name = SOURCES[kind].split(":")
    return cast("SourceClass", getattr(importlib.import_module(module), name))


def describe_source(kind: str) -> SourceDescription:
    """What a kind of source says of itself."""
    return source_class(kind).description


def open_source(connection: Connection) -> Source:
    """The source of a connection; raises `SettingsError` where it lacks what its kind needs."""
    made = source_class(connection.kind)
    has = {"url": connection.url, "user": connection.user, "token": connection.token, **connection.options}
    for setting in made.description.settings:
        if setting.required and not has.get(setting.name):
            raise SettingsError(
                f"the connection {connection.name} has no {setting.name}",
                do=f"{setting.tells}: deskwise connect {connection.name}",
            )
    known = {setting.name for setting in made.description.settings}
    unknown = sorted(set(connection.options) - known)
    if unknown:
        raise SettingsError(
            f"{connection.kind} reads no option called {unknown[0]!r}",
            do=f"take it out of connections.{connection.name}.options",
        )
    return made(connection)
