"""Request Tracker, really started: on loopback, in a folder of its own, with a clock that the tests move."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path("/usr/share/request-tracker5/libexec/rt-server")
SETUP = "rt-setup-database-5"
# Debian's packages; each is said by name where it is missing.
PACKAGES = ("request-tracker5", "rt5-db-sqlite", "rt5-standalone", "dbconfig-no-thanks", "faketime")
STARTING_SECONDS = 60

CONFIGURATION = """\
Set($rtname, 'desk.test');
Set($Organization, 'desk.test');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebPath, '');
Set($WebBaseURL, 'http://127.0.0.1:{port}');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.sqlite3');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($LogToFile, undef);
Set($MailCommand, 'mbox');
Set($Timezone, 'UTC');
Set($WebSessionClass, 'Apache::Session::File');
$RT::MasonDataDir = '{folder}/mason';
$RT::MasonSessionDir = '{folder}/session';
Set($StatementLog, undef);
1;
"""


def missing() -> str | None:
    """Why the server cannot be started here; None where it can."""
    if sys.platform != "linux":
        return "Request Tracker is started on Linux only"
    absent = [
        name
        for name, there in (
            (PACKAGES[0], PROGRAM.exists()),
            (PACKAGES[2], shutil.which("plackup") is not None),
            (PACKAGES[4], fake_clock() is not None),
        )
        if not there
    ]
    return f"not installed: {', '.join(absent)}" if absent else None


def fake_clock() -> Path | None:
    """The library that tells a process another time; None where it is not installed."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    return found[0] if found else None


@dataclass(frozen=True)
class Server:
    """A started Request Tracker: where it answers, and the file that is its clock."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    def now(self, said: str) -> None:
        """Move its clock to an instant in UTC, written `2025-03-03 09:00:00`, where it stands still."""
        fresh = self.folder / "now.new"
        fresh.write_text(f"{said}\n")
        fresh.replace(self.folder / "now")

    def stop(self) -> None:
        """End the server and its workers."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)


def start(folder: Path, *, seed: str, further: str = "", now: str) -> Server:
    """Make a database in `folder`, put `seed` (Perl, as RT reads it) into it, and serve it on a free port.

    `further` is put before the configuration; its clock shows `now`. It answers when this returns.
    """
    for name in ("conf.d", "log", "mason", "session"):
        (folder / name).mkdir(parents=True)
    with socket.socket() as listening:
        # Whoever asks before the server is up waits in the queue: nothing has to be tried again and again.
        listening.bind(("127.0.0.1", 0))
        listening.listen(16)
        port = listening.getsockname()[1]
        (folder / "RT_SiteConfig.pm").write_text(further + CONFIGURATION.format(port=port, folder=folder))
        environment = os.environ | {
            "RT_SITE_CONFIG": str(folder / "RT_SiteConfig.pm"),
            "RT_SITE_CONFIG_DIR": str(folder / "conf.d"),
            "TZ": "UTC",
            "HOME": str(folder),
        }
        (folder / "seed").write_text(seed)
        _set_up(folder, environment, "init")
        _set_up(folder, environment, "insert", "--datafile", str(folder / "seed"))
        (folder / "now").write_text(f"{now}\n")
        server = Server(f"http://127.0.0.1:{port}", folder, _serve(folder, environment, listening, port))
    try:
        _answers(server)
    except BaseException:  # whatever ends it, the process must not stay
        server.stop()
        raise
    return server


def _set_up(folder: Path, environment: dict[str, str], action: str, *further: str) -> None:
    with (folder / "log" / "setup").open("ab") as log:
        subprocess.run(
            [SETUP, "--skip-create", "--dba", "", "--action", action, *further],
            env=environment,
            cwd=folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _serve(
    folder: Path, environment: dict[str, str], listening: socket.socket, port: int
) -> subprocess.Popen[bytes]:
    clock = {
        "LD_PRELOAD": str(fake_clock()),
        "FAKETIME_TIMESTAMP_FILE": str(folder / "now"),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    handed_over = {"SERVER_STARTER_PORT": f"127.0.0.1:{port}={listening.fileno()}"}
    with (folder / "log" / "server").open("ab") as log:
        return subprocess.Popen(
            ["plackup", "-s", "Starlet", "--max-workers", "2", PROGRAM],
            env=environment | clock | handed_over,
            cwd=folder,
            pass_fds=[listening.fileno()],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _answers(server: Server) -> None:
    try:
        urllib.request.urlopen(f"{server.url}/REST/2.0/rt", timeout=STARTING_SECONDS).close()
    except urllib.error.HTTPError as answer:
        answer.close()  # it asks who is there: it runs
    except OSError as error:
        said = (server.folder / "log" / "server").read_text(errors="replace")
        raise RuntimeError(f"Request Tracker does not answer: {said[-2000:]}") from error
