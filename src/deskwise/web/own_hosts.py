"""Answering only under the names of this machine, so that no site a browser visits can borrow its address."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
# What a proxy adds: then others than this machine may be behind it, whatever name it asks for.
PROXIED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip", b"via")


def host_name(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("localhost:8650"), host_name("[::1]:8650"), host_name("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()


def asked_of_this_machine(scope: Scope) -> bool:
    """Whether a request names this machine, and came through no proxy that says it is one."""
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1")
    return host_name(host) in LOOPBACK and not any(name in headers for name in PROXIED)


class OwnHosts:
    """Refuses requests for any other host than this machine's own names."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if host_name(host) not in LOOPBACK:
                refusal = PlainTextResponse(
                    "Without sign-in these pages are for this machine alone: open them under 127.0.0.1.\n",
                    421,
                )
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
