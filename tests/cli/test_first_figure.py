"""A first figure from a fresh process loads what it needs, and nothing that is slow beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from deskwise.cli.main import cli

ROWS = "at,kind,ticket\n2025-01-01T10:00:00Z,opened,T1\n2025-01-02T10:00:00Z,opened,T2\n"
ASKED = """
import atexit, sys
from deskwise.cli.main import run
slow = ("pandas", "ibis", "altair", "sqlalchemy", "duckdb")
atexit.register(lambda: print([name for name in slow if name in sys.modules]))
sys.argv = ["deskwise", "--home", sys.argv[1], "metrics", "requests_received"]
run()
"""


def test_a_figure_whose_sql_is_known_loads_no_more_than_the_engine(tmp_path: Path) -> None:
    log, home = tmp_path / "log.csv", str(tmp_path / "home")
    log.write_text(ROWS)
    asked = ("metrics", "requests_received")
    for words in (("import", str(log)), asked):
        assert CliRunner().invoke(cli, ["--home", home, *words], catch_exceptions=False).exit_code == 0
    done = subprocess.run([sys.executable, "-c", ASKED, home], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['duckdb']", done.stdout
