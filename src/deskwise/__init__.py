"""Deskwise: support numbers you can click until you believe them.

`deskwise.open(folder)` gives a workspace in Python: see docs/python.md. What is named here is loaded when it
is asked for, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from deskwise.kernel.version import __version__

if TYPE_CHECKING:
    from deskwise.app.lake import ImportProgress
    from deskwise.app.show_sources import SourceStatus
    from deskwise.app.sync_source import SyncSummary
    from deskwise.kernel.errors import (
        DeskwiseError,
        InputError,
        MappingError,
        SettingsError,
        SourceError,
        UsageError,
        WorkspaceBusyError,
        WorkspaceError,
    )
    from deskwise.python.catalogue import Catalogue, MetricEntry
    from deskwise.python.explanation import Event, Explanation
    from deskwise.python.import_summary import ImportSummary
    from deskwise.python.quality import Finding, Quality
    from deskwise.python.readings import Period, Reading, Readings
    from deskwise.python.rejects import Reject, Rejects
    from deskwise.python.requests import Case, Requests
    from deskwise.python.settings import Settings
    from deskwise.python.syncs import Sources, Syncs
    from deskwise.python.ticket_parts import CountedCase, CountedCases, TicketFacts
    from deskwise.python.workspace import Workspace, demo, open  # noqa: A004 - deskwise.open is its name

__all__ = [
    "Case", "Catalogue", "CountedCase", "CountedCases", "DeskwiseError", "Event", "Explanation",
    "Finding", "ImportProgress", "ImportSummary", "InputError", "MappingError", "MetricEntry", "Period",
    "Quality", "Reading", "Readings", "Reject", "Rejects", "Requests", "Settings", "SettingsError",
    "SourceError", "SourceStatus", "Sources", "SyncSummary", "Syncs", "TicketFacts", "UsageError",
    "Workspace", "WorkspaceBusyError", "WorkspaceError", "__version__",
    "demo", "open",
]  # fmt: skip

# The module each name is loaded from.
HOMES = {
    "Catalogue": "python.catalogue",
    "MetricEntry": "python.catalogue",
    "Event": "python.explanation",
    "Explanation": "python.explanation",
    "ImportProgress": "app.lake",
    "ImportSummary": "python.import_summary",
    "Finding": "python.quality",
    "Quality": "python.quality",
    "Period": "python.readings",
    "Reading": "python.readings",
    "Readings": "python.readings",
    "Reject": "python.rejects",
    "Rejects": "python.rejects",
    "Case": "python.requests",
    "Requests": "python.requests",
    "Settings": "python.settings",
    "SourceStatus": "app.show_sources",
    "Sources": "python.syncs",
    "SyncSummary": "app.sync_source",
    "Syncs": "python.syncs",
    "CountedCase": "python.ticket_parts",
    "CountedCases": "python.ticket_parts",
    "TicketFacts": "python.ticket_parts",
    "Workspace": "python.workspace",
    "demo": "python.workspace",
    "open": "python.workspace",
    "DeskwiseError": "kernel.errors",
    "InputError": "kernel.errors",
    "MappingError": "kernel.errors",
    "SettingsError": "kernel.errors",
    "SourceError": "kernel.errors",
    "UsageError": "kernel.errors",
    "WorkspaceBusyError": "kernel.errors",
    "WorkspaceError": "kernel.errors",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module 'deskwise' has no attribute {name!r}")
    found = getattr(importlib.import_module(f"deskwise.{HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
