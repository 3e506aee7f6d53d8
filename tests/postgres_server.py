"""A PostgreSQL server of the tests' own: started, used over loopback, stopped, and its data thrown away."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER = "owner"
PASSWORD = "pass-of-the-test-server"


def programs() -> Path | None:
    """The folder of the server's programs, null if it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    named = shutil.which("initdb")
    return None if named is None else Path(named).resolve().parent


@contextmanager
def started() -> Iterator[int]:
    """`running`, where the server is installed; elsewhere a test is left out, or fails if CI demands it."""
    folder = programs()
    if folder is None:
        assert not os.environ.get("MUST_START_POSTGRES"), "there is no PostgreSQL: apt-get install postgresql"
        pytest.skip("PostgreSQL is not installed: nothing is tested against it")
    with running(folder) as port:
        yield port


@contextmanager
def running(folder: Path) -> Iterator[int]:
    """While it holds, a server listens on the port it gives of 127.0.0.1, to `USER` with `PASSWORD`."""
    owner: str | None = None
    if os.geteuid() == 0:
        # The server refuses to be root.
        names = {entry.pw_name for entry in pwd.getpwall()}
        owner = "postgres" if "postgres" in names else "nobody"
    # Not below pytest's folder, which another user may not enter.
    home = Path(tempfile.mkdtemp(prefix="deskwise-pg-"))
    try:
        if owner is not None:
            shutil.chown(home, owner)
        data, secret, port = home / "data", home / "secret", _free_port()
        secret.write_text(PASSWORD)
        secret.chmod(0o644)

        def call(*words: str) -> None:
            subprocess.run(
                words, check=True, user=owner, cwd=home, stdout=subprocess.DEVNULL, timeout=120,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip

        call(
            str(folder / "initdb"), "-D", str(data), "-U", USER, "-A", "scram-sha-256",
            f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        control = (str(folder / "pg_ctl"), "-D", str(data), "-s", "-w")
        call(*control, "-l", str(home / "log"), "-o", settings, "start")
        try:
            yield port
        finally:
            call(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
