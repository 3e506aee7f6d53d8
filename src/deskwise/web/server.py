"""Serving the pages until it is stopped."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from deskwise import bootstrap
from deskwise.app.identity_provider import IdentityProvider, ProviderSettings
from deskwise.app.set_up import first_run_link
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError, WorkspaceError
from deskwise.web.app import app_of
from deskwise.web.background_syncs import BackgroundSyncs
from deskwise.web.own_hosts import LOOPBACK
from deskwise.web.request_log import log_to
from deskwise.web.served import Served, SignInProvider, serve_home
from deskwise.web.visitor import signed_in, signed_in_or_at_the_machine
from deskwise.web.warming import Warming

# What makes an application of its own of the workspace that is served.
Beside = Callable[[Served], ASGIApp]
LOG = logging.getLogger("deskwise.web")
# What is being answered may end; whoever waits longer than this asks again.
GRACE_SECONDS = 10
SHORTEST_TOKEN = 20
# Where a provider of identities sends people back to, below the address of the pages.
BACK = "/sign-in/provider/back"


@dataclass(frozen=True)
class Started:
    """A server that can be asked.

    `set_up_link` is where the first admin is made, null where there is one or the state cannot be written.
    `open_reading` says that as long as nobody is set up, whoever is at the machine may read the pages.
    """

    address: str
    set_up_link: str | None
    open_reading: bool


@dataclass(frozen=True)
class Listening:
    """Where a server listens, and by which ways it is reached.

    `outside` is the address that people open, where a proxy gives it another one. Of `trusted_proxies` it is
    believed who asked, and whether by TLS. `provider` is where people sign in beside their passwords;
    `prometheus_token_from` says where the token is that whatever watches the server shows.
    """

    host: str
    port: int
    root_path: str = ""
    trusted_proxies: tuple[str, ...] = ()
    outside: str | None = None
    provider: ProviderSettings | None = None
    prometheus_token_from: str | None = None


class StoppingServer(uvicorn.Server):
    """A server that says at once when it is told to stop, and not only when it has stopped."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """What a signal does."""
        self._stopping()
        super().handle_exit(sig, frame)

    @contextmanager
    def heeding_sigterm(self) -> Iterator[None]:
        """Within, a SIGTERM stops this server and nothing else: also one that comes before it runs.

        When it has stopped it raises the signal again, which would end the process before the rest is done.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGTERM, self.handle_exit)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)


def serve(
    home: Path,
    at: Listening,
    ready: Callable[[Started], None],
    beside: Mapping[str, Beside],
    sync_command: Sequence[str] = (),
) -> None:
    """Serve the workspace in a folder; returns when it is told to stop, after what is being answered.

    `sync_command` is a command that syncs the connection whose name is added: then those that say how often
    are synced meanwhile. `beside` makes what else answers under a path, from what is served. Port 0 takes a
    free one. `ready` is called once it can be opened. On this machine's own addresses everybody may read as
    long as nobody is set up; else, and on any other address, whoever is signed in.
    Raises `UsageError` where the address cannot be taken, and for a provider without an address to come back
    to.
    """
    log_to()
    provider, token = _provider(at), _prometheus_token(at)
    listening = listen(at.host, at.port)
    own = address(at.host, listening.getsockname()[1], at.root_path)
    by = None if provider is None else SignInProvider(provider, (at.outside or own).rstrip("/") + BACK)
    served = serve_home(home, sign_in_provider=by, prometheus_token=token)
    served.uploads.sweep(served.clock.now())
    of_machine = at.host in LOOPBACK
    visitor = signed_in_or_at_the_machine if of_machine else signed_in
    app = app_of(served, visitor, at.trusted_proxies, {path: make(served) for path, make in beside.items()})
    config = uvicorn.Config(
        app,
        root_path=at.root_path,
        log_config=None,
        access_log=False,
        server_header=False,
        # The application itself believes those proxies that it was told of, and no others.
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    syncs = BackgroundSyncs(served, sync_command, served.metrics.synced) if sync_command else None

    def stopping() -> None:
        served.watch.stop()
        if syncs is not None:
            syncs.ask_to_stop()

    server = StoppingServer(config, stopping)
    with server.heeding_sigterm(), _beside(syncs):
        ready(_started(served, own, at.outside or own, of_machine=of_machine))
        warming = Warming(served)
        try:
            server.run(sockets=[listening])
        finally:
            warming.stop()
    LOG.info("stopped")


def _prometheus_token(at: Listening) -> str | None:
    if at.prometheus_token_from is None:
        return None
    token = bootstrap.secrets().resolve(at.prometheus_token_from)
    if len(token) < SHORTEST_TOKEN:
        raise UsageError(
            "the token for Prometheus can be guessed",
            do=f"make one of {SHORTEST_TOKEN} letters or more: openssl rand -hex 32",
        )
    return token


def _provider(at: Listening) -> IdentityProvider | None:
    if at.provider is None:
        return None
    if at.outside is None and at.host not in LOOPBACK:
        raise UsageError(
            "people who sign in at a provider would not find back here",
            do="say where they open the pages: --address https://support.example",
        )
    return bootstrap.identity_provider(at.provider, SystemClock())


@contextmanager
def _beside(syncs: BackgroundSyncs | None) -> Iterator[None]:
    """Sync what is due within; at the end, let what is under way keep what it brought."""
    if syncs is None:
        yield
        return
    syncs.start()
    try:
        yield
    finally:
        syncs.ask_to_stop()
        syncs.join()


def _started(served: Served, own: str, outside: str, *, of_machine: bool) -> Started:
    try:
        link = first_run_link(served.state, served.clock)
    except WorkspaceError as error:
        # A folder that can only be read has nobody who signs in, and can be shown all the same.
        LOG.info("no link to set up", extra={"fields": {"error": type(error).__name__}})
        return Started(own, None, open_reading=of_machine)
    if link is None:
        return Started(own, None, open_reading=False)
    return Started(own, outside.rstrip("/") + link.path, open_reading=of_machine)


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
