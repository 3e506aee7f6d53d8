"""`deskwise serve` as a process: it answers, logs in JSON, and stops when it is told."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cli.conftest import Run
from deskwise.cli import serve
from deskwise.kernel.errors import UsageError
from deskwise.web.server import listen

SERVE = [sys.executable, "-m", "deskwise.cli.main", "--home"]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, and its address."""
    command = [*SERVE, str(tmp_path / "nothing"), "serve", "--port", "0", "--root-path", "/support/"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+/", process.stdout.readline())
    assert found is not None
    yield process, found.group()
    process.kill()
    process.communicate()


def test_it_answers_until_it_is_told_to_stop(served: tuple[subprocess.Popen[str], str]) -> None:
    process, address = served
    assert address.endswith("/support/")
    root = address.removesuffix("support/")
    assert httpx.get(f"{root}health").json()["status"] == "ok"
    assert httpx.get(f"{root}ready").json() == {"status": "ready", "workspace": "empty"}
    page = httpx.get(root).text
    assert "Nothing here yet" in page
    assert 'href="/support/definitions"' in page
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=120)
    lines = [json.loads(line) for line in log.splitlines()]
    answered = [(line["page"], line["status"]) for line in lines if line["event"] == "answered"]
    assert answered == [("/health", 200), ("/ready", 200), ("/", 200)]
    assert (process.returncode, lines[-1]["event"]) == (0, "stopped")


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(UsageError, match="cannot be listened on"):
        serve.start(tmp_path, port=taken.getsockname()[1], opens=False)


@pytest.mark.parametrize("path", ["support", "//elsewhere", "/a?b", "/ä"])
def test_a_path_that_is_none_is_refused(run: Run, path: str) -> None:
    outcome = run("serve", "--root-path", path)
    assert outcome.code == 2
    assert "is no path" in outcome.err


def test_a_browser_is_opened_only_where_it_has_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not serve.has_display()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serve.has_display()


ISSUER = ("--oidc-issuer", "https://login.example")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (ISSUER, "is named by halves"),
        (("--oidc-client-id", "deskwise"), "is named by halves"),
        ((*ISSUER, "--oidc-client-id", "x", "--oidc-secret-from", "s3cret"), "names no secret by reference"),
        (("--oidc-issuer", "http://login.example", "--oidc-client-id", "x"), "which is no https"),
        ((*ISSUER, "--oidc-client-id", "x", "--oidc-secret-from", "file:/nowhere"), "cannot be read"),
        ((*ISSUER, "--oidc-client-id", "x", "--host", "0.0.0.0"), "would not find back here"),
    ],
)
def test_a_provider_that_cannot_work_is_refused_at_once(
    run: Run, options: tuple[str, ...], told: str
) -> None:
    outcome = run("serve", "--port", "0", *options)
    assert outcome.code == 2
    assert told in outcome.err
    assert "s3cret" not in outcome.err


@pytest.mark.parametrize(("token", "told"), [("s3cret", "can be guessed"), ("", "has no TOKEN_OF_TESTS")])
def test_a_token_for_prometheus_that_will_not_do_is_refused_at_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, token: str, told: str
) -> None:
    monkeypatch.setenv("TOKEN_OF_TESTS", token)
    outcome = run("serve", "--port", "0", "--prometheus-token-from", "env:TOKEN_OF_TESTS")
    assert outcome.code == 2
    assert told in outcome.err
    assert "s3cret" not in outcome.err
