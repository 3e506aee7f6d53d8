"""Two weeks at a Request Tracker that really runs, synced in three goes with kills, give a hand's figures.

Without its packages the test is skipped and says which are missing; where `.ci/run` runs it, it fails.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from deskwise.app.settings_document import settings_from_table
from deskwise.stores.workspace_folder import WorkspaceFolder
from golden.case_files import mismatches, parse_expectation
from golden.product import ask
from sources.request_tracker import server, two_weeks
from sources.request_tracker.people import Desk
from sources.request_tracker.relay import Relay, relay
from sources.request_tracker.seed import LIFECYCLES, READER, SEED

HERE = Path(__file__).parent
MISSING = server.missing()
MUST_RUN = bool(os.environ.get("MUST_START_REQUEST_TRACKER"))
OPTIONS = {
    "category_field": "Category",
    "rating_field": "Satisfaction",
    "higher_queues": "Second line",
    "problem_queues": "Problems",
    "problem_links": "RefersTo",
    "statuses": "at the workshop = on_hold",
}


class Deskwise:
    """The command line, in a workspace of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = os.environ | {"DESKWISE_HOME": str(home), "READERS_PASSWORD": f"{READER}-secret"}

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """A command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "deskwise.cli.main", *words],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> Any:
        """What a command prints as JSON; fails if it does."""
        with self.begin(*words, "--format", "json") as process:
            said, complaint = process.communicate()
        assert process.returncode == 0, complaint
        return json.loads(said)

    def sync(self, *words: str) -> dict[str, Any]:
        """Sync the desk; what it said."""
        (summary,) = self.run("sync", "desk", *words)["syncs"]
        return dict(summary)

    def sync_and_die(self, between: Relay, question: int) -> int:
        """A sync that is killed while it waits for the answer to its `question`th question."""
        with self.begin("sync", "desk") as process:
            first = len(between.asked)

            def kill(number: int) -> None:
                if number == first + question:
                    process.send_signal(signal.SIGKILL)

            between.at_question = kill
            process.communicate()
            between.at_question = None
        return process.returncode

    def figures(self, asked: dict[str, Any], compiled: Path) -> list[str]:
        """What is otherwise than expected."""
        workspace = WorkspaceFolder(self.home, compiled=compiled)
        found = []
        for one in asked["expect"]:
            expected = parse_expectation(one)
            found += mismatches(expected, ask(workspace, expected.selection))
        return found


@pytest.mark.skipif(MISSING is not None and not MUST_RUN, reason=MISSING or "")
def test_two_weeks(tmp_path: Path, compiled: Path) -> None:
    asked = tomllib.loads((HERE / "two_weeks.toml").read_text("utf-8"))
    deskwise = Deskwise(tmp_path / "workspace")
    document = settings_from_table(asked["settings"])
    WorkspaceFolder(deskwise.home).save_settings(document.to_toml(), document.rules(), keep_text=False)
    tracker = server.start(tmp_path / "rt", seed=SEED, further=LIFECYCLES, now="2025-03-03 08:00:00")
    desk = Desk(tracker.url)

    def live(after: str, until: str) -> None:
        for at, act in two_weeks.acts(after, until):
            tracker.now(at)
            act(desk)
        tracker.now(until)

    try:
        with relay(tracker.url) as between:
            live("2025-03-03 08:00:00", two_weeks.FIRST_SYNC)
            options = [word for name, value in OPTIONS.items() for word in ("--option", f"{name}={value}")]
            connected = deskwise.run(
                "connect", "desk", "--kind", "request_tracker", "--url", between.url, "--user", READER,
                "--token-from", "env:READERS_PASSWORD", *options,
            )  # fmt: skip
            assert connected["who"] == READER

            # Killed in the middle of its first sync, it has nothing, and begins again.
            assert deskwise.sync_and_die(between, question=8) == -signal.SIGKILL
            first = deskwise.sync()
            assert (first["records"], first["conflicts"], first["rejected"]) == (8, 0, 0)
            assert first["complete_to"].startswith("2025-03-05T08:20:0")

            # Killed in a later one, it has what it had, and goes on there.
            live(two_weeks.FIRST_SYNC, two_weeks.SECOND_SYNC)
            assert deskwise.sync_and_die(between, question=12) == -signal.SIGKILL
            assert received(deskwise) == 8
            second = deskwise.sync()
            assert (second["conflicts"], second["rejected"], second["duplicates"] > 0) == (0, 0, True)
            # 15 tickets so far, less the deleted one.
            assert received(deskwise) == 14

            live(two_weeks.SECOND_SYNC, two_weeks.THIRD_SYNC)
            third = deskwise.sync()
            assert (third["conflicts"], third["rejected"]) == (0, 0)
            assert third["complete_to"].startswith("2025-03-17T08:00:0")
            assert third["unknown"] == [{"field": "Status", "value": "waiting for parts", "count": 1}]
            assert second["unknown"] == [{"field": "CF.{Serial number}", "value": None, "count": 1}]
            assert deskwise.figures(asked, compiled) == []

            # All of it once more, ids and contents: nothing is new, and nothing is told otherwise.
            again = deskwise.sync("--full")
            assert (again["records"], again["accepted"], again["conflicts"]) == (two_weeks.TICKETS, 0, 0)
            assert again["duplicates"] == again["read"] == 125
    finally:
        tracker.stop()


def received(deskwise: Deskwise) -> int:
    """How many requests were received, by the command line."""
    (reading,) = deskwise.run("metrics", "requests_received")["readings"]
    return int(reading["value"])
