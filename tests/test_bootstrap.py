from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.workspace import Workspace
from deskwise.bootstrap import open_workspace, read_mapping
from deskwise.kernel.errors import MappingError, WorkspaceError


def test_opening_a_workspace_makes_nothing(tmp_path: Path) -> None:
    workspace: Workspace = open_workspace(tmp_path / "home")
    assert workspace.settings_text() == ""
    with pytest.raises(WorkspaceError), workspace.facts():
        pass
    assert not (tmp_path / "home").exists()


def test_a_mapping_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(MappingError):
        read_mapping(tmp_path / "nowhere.toml")
