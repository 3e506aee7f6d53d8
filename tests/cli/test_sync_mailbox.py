"""A mailbox from its file to a figure, through the commands a user calls."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from deskwise.cli.main import cli
from deskwise.sources.mbox.mbox_source import MboxSource
from sources.mbox.mails import mail, thread


def run(home: Path, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, [*arguments, "--home", str(home)], catch_exceptions=False)
    assert result.exit_code == code, result.stderr
    return result.stdout


def test_a_mailbox_is_connected_synced_and_measured(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "support.mbox"
    mails = [*thread("a"), *thread("b", 20), mail("undated", None), mail("odd", 40, X_Mood="fine")]
    path.write_bytes(b"".join(mails))
    options = ("--kind", "mbox", "--url", path.as_uri(), "--option", "our_domains=example.org")
    assert "Kept." in run(home, "connect", "mailbox", *options)
    (told,) = json.loads(run(home, "sync", "--format", "json"))["syncs"]
    assert (told["records"], told["accepted"], told["rejected"], told["tickets"]) == (8, 7, 1, 3)
    assert {"field": "x-mood", "value": None, "count": 1} in told["unknown"]
    assert "it has no Date" in run(home, "rejects", code=1)
    read = ("--since", "2025-03-01", "--until", "2025-04-01", "--format", "json")
    readings = json.loads(run(home, "metrics", "first_response_time", "first_contact_resolution", *read))
    values = {one["metric"]: one["value"] for one in readings["readings"]}
    assert values == {"first_response_time": 300.0, "first_contact_resolution": None}
    path.write_bytes(b"".join([*mails, *thread("c", 60)]))
    (told,) = json.loads(run(home, "sync", "--format", "json"))["syncs"]
    assert (told["accepted"], told["conflicts"], told["tickets"]) == (3, 0, 4)


def test_what_is_said_to_be_null_is_null(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "support.mbox"
    path.write_bytes(b"".join([*thread("a"), *thread("b", 20)]))
    options = ("--kind", "mbox", "--url", path.as_uri(), "--option", "our_domains=example.org")
    run(home, "connect", "mailbox", *options)
    run(home, "sync")
    readings = json.loads(run(home, "metrics", "--since", "2025-03-01", "--format", "json"))["readings"]
    said = {metric for gap in MboxSource.description.missing for metric in gap.metrics}
    told = [one for one in readings if one["metric"] in said]
    assert {one["metric"] for one in told} == said
    assert [one["metric"] for one in told if one["value"] is not None] == []
