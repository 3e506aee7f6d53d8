"""The one file that names concrete parts and puts them together."""

from __future__ import annotations

from pathlib import Path

from deskwise.app.workspace import Workspace
from deskwise.events.translation import Translation
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.stores.workspace_folder import WorkspaceFolder


def open_workspace(home: Path) -> Workspace:
    """The workspace in a folder; nothing is made there before something is written."""
    return WorkspaceFolder(home)


def read_mapping(path: Path) -> Translation:
    """What a mapping file says; raises `MappingError` where it contradicts itself."""
    return read_mapping_file(path)
