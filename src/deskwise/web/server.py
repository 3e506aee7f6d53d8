"""Serving the pages until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from deskwise.kernel.errors import UsageError
from deskwise.web.app import app_of
from deskwise.web.own_hosts import LOOPBACK
from deskwise.web.request_log import log_to
from deskwise.web.served import serve_home
from deskwise.web.visitor import local, nobody
from deskwise.web.warming import warm

# What is being answered may end; whoever waits longer than this asks again.
GRACE_SECONDS = 10


def serve(home: Path, host: str, port: int, root_path: str, ready: Callable[[str], None]) -> None:
    """Serve the workspace in a folder; returns when it is told to stop, after what is being answered.

    Port 0 takes a free one. `ready` is called with the address once it can be opened. On this machine's own
    addresses everybody may read; on any other nobody may, as long as there is no sign-in. Raises
    `UsageError` where the address cannot be taken.
    """
    log_to()
    listening = listen(host, port)
    served = serve_home(home)
    app = app_of(served, local if host in LOOPBACK else nobody)
    config = uvicorn.Config(
        app,
        root_path=root_path,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    ready(address(host, listening.getsockname()[1], root_path))
    warming = warm(served)
    uvicorn.Server(config).run(sockets=[listening])
    warming.join()


def address(host: str, port: int, root_path: str = "") -> str:
    """Where the pages are.

    >>> address("::1", 8650), address("127.0.0.1", 80, "/support")
    ('http://[::1]:8650/', 'http://127.0.0.1:80/support/')
    """
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{root_path}/"


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, on a free port where 0 is asked; raises `UsageError` where there can be none."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise UsageError(
            f"{host} port {port} cannot be listened on ({error.strerror})", do="name another: --port 8651"
        ) from error
    return listening
