"""How a file of another system was understood stays with its import."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from deskwise.bootstrap import open_workspace
from deskwise.cli.main import cli
from deskwise.kernel.errors import DeskwiseError

EXPORT = """\
Ticket ID,Created at,Status,Solved at,Assignee
1,2025-03-01T09:00:00Z,Solved,2025-03-01T11:00:00Z,ann
2,2025-03-02T09:00:00Z,Open,,ann
3,2025-03-13T09:00:00Z,Solved,2025-03-14T11:00:00Z,ben
"""


def test_what_was_said_of_a_file_is_kept_without_its_folder(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "secret-folder" / "export.csv"
    path.parent.mkdir()
    path.write_text(EXPORT, "utf-8")
    result = CliRunner().invoke(cli, ["import", str(path), "--home", str(home), "--format", "json"])
    assert not isinstance(result.exception, DeskwiseError), result.exception
    told = json.loads(result.stdout)["notes"]
    assert told[0] == f"{path}: an export, one row a ticket"
    (kept,) = open_workspace(home).lake.past_imports()
    assert kept.notes[0] == "export.csv: an export, one row a ticket"
    assert len(kept.notes) == len(told)
    assert "secret-folder" not in "".join(kept.notes)
