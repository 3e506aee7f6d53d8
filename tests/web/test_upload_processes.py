"""Work on files in processes of their own: waiting for another, stopped, and killed with the server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from filelock import FileLock

from deskwise.app.access.holders import Role
from deskwise.stores.uploads_folder import FOLDER, WORK_LOCK
from deskwise.stores.writer_lock import WriterLock
from deskwise.web.secret_cookies import SESSION
from stores.state.state_rig import SetClock
from web.people_rig import PeopleRig
from web.wizard_rig import LOG, imports, words

SERVE = [sys.executable, "-m", "deskwise.cli.main", "--home"]
MOST_ASKED, ENDS_WITHIN_SECONDS = 3_000, 60


@contextmanager
def serving(home: Path, secret: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """A server as it is started from a terminal, and an admin's browser before it."""
    command = [*SERVE, str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://[^/\s]+", process.stdout.readline())
            assert found is not None
            with httpx.Client(base_url=found.group(), cookies={SESSION: secret}, timeout=60) as client:
                yield process, client
        finally:
            process.kill()


def token_of(page: str) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page)
    assert found is not None
    return found.group(1)


def asked_until(client: httpx.Client, path: str, told: str) -> str:
    """The page as soon as it tells something."""
    for _ in range(MOST_ASKED):
        page = client.get(path).text
        if told in page:
            return page
    raise AssertionError(words(page))


def sent(client: httpx.Client) -> str:
    """A file that was sent and read."""
    token = token_of(client.get("/data/import").text)
    answer = client.post("/data/import", data={"form_token": token}, files={"file": ("log.csv", LOG)})
    assert answer.status_code == 303, answer.text
    path = str(answer.headers["location"])
    asked_until(client, path, "What is understood")
    return path


def begun(client: httpx.Client, path: str) -> None:
    token = token_of(client.get(path).text)
    assert client.post(f"{path}/begin", data={"form_token": token, "kind": "import"}).status_code == 303


@pytest.fixture
def rig(tmp_path: Path) -> PeopleRig:
    made = PeopleRig(tmp_path / "home", clock=SetClock(datetime.now(UTC)))
    made.add("admin", Role.ADMIN)
    made.sign_in("admin")
    return made


def test_an_import_that_waits_is_stopped_or_dies_with_the_server_and_is_done_again(rig: PeopleRig) -> None:
    home = rig.home
    with serving(home, rig.secrets["admin"]) as (process, client):
        path = sent(client)
        lock = FileLock(home / FOLDER / path.rpartition("/")[2] / WORK_LOCK)
        with WriterLock(home, 0).held():
            begun(client, path)
            told = f"Process {os.getpid()} is writing in {home}; waiting for it to finish"
            page = asked_until(client, path, told)
            client.post(f"{path}/stop", data={"form_token": token_of(page)})
            page = asked_until(client, path, "It was stopped.")
            assert "Nothing of it came in." in page
            begun(client, path)
            asked_until(client, path, told)
            process.send_signal(signal.SIGKILL)
            process.wait()
            # Its process ends by itself, and lets go of the file.
            lock.acquire(timeout=ENDS_WITHIN_SECONDS)
            lock.release()
    assert imports(home) == 0
    with serving(home, rig.secrets["admin"]) as (process, client):
        page = asked_until(client, path, "The work was interrupted")
        assert "Nothing of it came in, and nothing is half there." in page
        begun(client, path)
        asked_until(client, path, "It is imported.")
        process.send_signal(signal.SIGTERM)
        process.wait()
    assert imports(home) == 1
