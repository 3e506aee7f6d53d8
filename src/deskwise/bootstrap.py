"""The one file that names concrete parts and puts them together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskwise.app.workspace import Workspace
    from deskwise.events.translation import Translation


def open_workspace(home: Path) -> Workspace:
    """The workspace in a folder; nothing is made there before something is written."""
    from deskwise.stores.workspace_folder import WorkspaceFolder  # noqa: PLC0415 slow

    return WorkspaceFolder(home)


def read_mapping(path: Path) -> Translation:
    """What a mapping file says; raises `MappingError` where it contradicts itself."""
    from deskwise.sources.mapping_file import read_mapping_file  # noqa: PLC0415 slow

    return read_mapping_file(path)
