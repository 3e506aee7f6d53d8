"""A help desk over HTTP on this machine, which fails as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sources.fake_desk.world import World, instant

TOKEN = "s3cret-t0ken-of-the-fake-desk"
LAST = "9999"
BROKEN_BODY = '{"tickets": [{"id": "T1", "subject": "my card nu'


@dataclass
class Fault:
    """How a request fails: with a status, or with a body that is not what was promised."""

    status: int = 200
    retry_after: str | None = None
    body: str | None = None
    cut: bool = False
    drop: bool = False


@dataclass
class FakeDesk:
    """What is served. `faults` are used up one by one by requests for tickets; `on_page` is called before
    a page is made. `cap` is how many records one question shows, however it is paged.
    """

    world: World
    cap: int = 1_000_000
    most_a_page: int = 100
    faults: list[Fault | None] = field(default_factory=list)
    on_page: Callable[[int], None] | None = None
    url: str = ""
    asked: list[str] = field(default_factory=list)
    pages: int = 0
    readers: frozenset[str] = frozenset({TOKEN})
    visitors: frozenset[str] = frozenset()

    def answer(self, path: str, query: dict[str, str], body: Any) -> Any:
        if path == "/me":
            return {"user": "deskwise reader", "now": instant(self.world.now)}
        if path == "/count":
            return {"count": len(self.world.between(query["since"], query.get("until", LAST)))}
        if path == "/present":
            return {"ids": [one for one in body["ids"] if one in self.world.tickets]}
        return self._page(query)

    def _page(self, query: dict[str, str]) -> Any:
        self.pages += 1
        if self.on_page is not None:
            self.on_page(self.pages)
        with self.world.lock:
            found = self.world.between(query["since"], query.get("until", LAST))[: self.cap]
            after = query.get("after")
            left = [one for one in found if after is None or f"{one['changed_at']} {one['id']}" > after]
            shown = left[: min(int(query["limit"]), self.most_a_page)]
            return {"tickets": json.loads(json.dumps(shown)), "more": len(left) > len(shown)}


class _Handler(BaseHTTPRequestHandler):
    # An answer of several packets waits for nobody's word that the first has come.
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"
    desk: FakeDesk

    def do_GET(self) -> None:
        self._serve(None)

    def do_POST(self) -> None:
        self._serve(json.loads(self.rfile.read(int(self.headers["content-length"]))))

    def _serve(self, body: Any) -> None:
        parts = urlsplit(self.path)
        self.desk.asked.append(parts.path)
        token = (self.headers["authorization"] or "").removeprefix("Bearer ")
        if token in self.desk.visitors and parts.path != "/me":
            return self._send(403, {"error": "no"})
        if token not in self.desk.readers | self.desk.visitors:
            return self._send(401, {"error": token})
        fault = self.desk.faults.pop(0) if self.desk.faults and parts.path == "/tickets" else None
        if fault is not None:
            return self._fail(fault)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return self._send(200, self.desk.answer(parts.path, query, body))

    def _fail(self, fault: Fault) -> None:
        if fault.drop:
            self.close_connection = True
            self.connection.close()
            return
        body = (fault.body or BROKEN_BODY).encode()
        self.send_response(fault.status)
        if fault.retry_after is not None:
            self.send_header("retry-after", fault.retry_after)
        self.send_header("content-length", str(len(body) + (100 if fault.cut else 0)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _send(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


@contextmanager
def serving(desk: FakeDesk) -> Iterator[FakeDesk]:
    """Serve on a free port until the block ends."""
    handler = type("Handler", (_Handler,), {"desk": desk})
    with _Server(("127.0.0.1", 0), handler) as server:
        desk.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()
