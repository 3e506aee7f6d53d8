from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.in_memory_workspace import InMemoryWorkspace
from deskwise.app.ask_import import import_request
from deskwise.kernel.errors import UsageError


def test_an_as_of_without_an_offset_is_of_the_files_zone_before_the_workspaces() -> None:
    workspace = InMemoryWorkspace()
    asked = import_request(workspace, [Path("a.csv")], None, timezone="Europe/Berlin", as_of="2025-03-01")
    assert asked.as_of == datetime(2025, 2, 28, 23, tzinfo=UTC)
    assert import_request(workspace, [], None, as_of="2025-03-01").as_of == datetime(2025, 3, 1, tzinfo=UTC)


def test_settings_decide_whether_text_is_kept() -> None:
    assert import_request(InMemoryWorkspace(_keep_text=True), [], None).keep_text


def test_a_zone_nobody_knows_is_refused() -> None:
    with pytest.raises(UsageError, match="no time zone is called 'Berlin'"):
        import_request(InMemoryWorkspace(), [], None, timezone="Berlin")
