"""A Request Tracker's REST2 on this machine: answers from what a real one told, fails as it is told to."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sources.fake_desk.server import BROKEN_BODY, Fault
from sources.request_tracker.record import RECORDED
from sources.request_tracker.seed import READER

Item = dict[str, Any]
END = datetime.fromisoformat("2025-03-17T08:00:00+00:00")
PASSWORD = f"{READER}-secret"
ID_BOUND = re.compile(r"\bid (>=|<=) (\d+)")


@dataclass
class RecordedDesk:
    """What is served. `faults` are used up by questions for histories; `on_history` is called before each.

    `unseen` are transactions that the reader may not see: they leave gaps in the pages they stood on.
    """

    told: dict[str, Any] = field(default_factory=lambda: json.loads(RECORDED.read_text("utf-8")))
    faults: list[Fault | None] = field(default_factory=list)
    on_history: Callable[[int], None] | None = None
    unseen: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    histories: int = 0
    now: datetime = END
    url: str = ""

    def happens(self, ticket: str, **fields: str) -> None:
        """Something happens to a ticket, a second later."""
        self.now += timedelta(seconds=1)
        number = max(int(one["id"]) for one in self.told["transactions"]) + 1
        now = self.now.isoformat().replace("+00:00", "Z")
        entry = {"Field": "", "OldValue": "", "NewValue": "", "TimeTaken": "0", "Creator": {"id": "bea"}}
        self.told["transactions"].append(
            entry | {"id": str(number), "ObjectId": ticket, "Created": now} | fields
        )
        self.ticket(ticket)["LastUpdated"] = now

    def shred(self, ticket: str) -> None:
        """A ticket is no more, and nothing of it."""
        self.told["tickets"].remove(self.ticket(ticket))
        entries = self.told["transactions"]
        entries[:] = [one for one in entries if one["ObjectId"] != ticket]

    def ticket(self, number: str) -> Item:
        """A ticket by its number."""
        return next(one for one in self.told["tickets"] if str(one["id"]) == number)

    def answer(self, path: str, asked: dict[str, str]) -> Any:
        """What is answered; null is not found."""
        parts = path.removeprefix("/REST/2.0/").split("/")
        if parts == ["rt"]:
            return self.told["rt"]
        if parts == ["queues", "all"]:
            return page_of(self.told["queues"], asked)
        if parts[0] == "tickets":
            return page_of(self._tickets(asked["query"]), asked)
        if parts[0] == "transactions":
            return page_of(self._transactions(asked), asked, self.unseen)
        if parts[0] == "attachments":
            wanted = {
                str(one["value"]) for one in json.loads(asked["query"]) if one["field"] == "TransactionId"
            }
            found = [one for one in self.told["attachments"] if one["TransactionId"] in wanted]
            return page_of(found, asked)
        kind, name = parts[0], unquote(parts[1])
        names = [one for one in self.told[f"{kind}s"] if name in (str(one["id"]), one.get("Name"))]
        return names[0] if names else None

    def _tickets(self, query: str) -> list[Item]:
        numbers = set(re.findall(r"\bid = (\d+)", query))
        alive = [one for one in self.told["tickets"] if one["Status"] != "deleted"]
        return [one for one in alive if not numbers or str(one["id"]) in numbers]

    def _transactions(self, asked: dict[str, str]) -> list[Item]:
        found = [one for one in self.told["transactions"] if "Email" not in one["Type"]]
        if "Type = 'Create'" in asked["query"]:
            found = [one for one in found if one["Type"] == "Create"]
        numbers = set(re.findall(r"ObjectId = (\d+)", asked["query"]))
        if numbers:
            found = [one for one in found if one["ObjectId"] in numbers]
        for sign, bound in ID_BOUND.findall(asked["query"]):
            low, high = (int(bound), 10**9) if sign == ">=" else (0, int(bound))
            found = [one for one in found if low <= int(one["id"]) <= high]
        return found[::-1] if asked.get("order") == "DESC" else found


def page_of(items: Sequence[Item], asked: dict[str, str], unseen: set[str] | None = None) -> Item:
    """A page of a list, as it is shown to those who may not see everything."""
    size, number = int(asked["per_page"]), int(asked.get("page", 1))
    some = [one for one in items[size * (number - 1) : size * number] if one["id"] not in (unseen or ())]
    return {"items": some, "count": len(some), "page": number, "per_page": size, "total": None, "pages": None}


class _Handler(BaseHTTPRequestHandler):
    # An answer of several packets waits for nobody's word that the first has come.
    disable_nagle_algorithm = True
    desk: RecordedDesk
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.desk.asked.append(self.path)
        expected = base64.b64encode(f"{READER}:{PASSWORD}".encode()).decode()
        if self.headers["authorization"] != f"Basic {expected}":
            return self._send(401, b'{"message":"Unauthorized"}')
        if "ObjectId = " in asked.get("query", "") and asked["page"] == "1":
            self.desk.histories += 1
            fault = self.desk.faults.pop(0) if self.desk.faults else None
            if fault is not None:
                return self._fail(fault)
            if self.desk.on_history is not None:
                self.desk.on_history(self.desk.histories)
        answer = self.desk.answer(parts.path, asked)
        if answer is None:
            return self._send(404, b'{"message":"Not Found"}')
        return self._send(200, json.dumps(answer).encode())

    def _fail(self, fault: Fault) -> None:
        self.close_connection = True
        if fault.drop:
            self.connection.close()
            return
        body = (fault.body or BROKEN_BODY).encode()
        self._send(fault.status, body, fault.retry_after, 100 if fault.cut else 0)

    def _send(self, status: int, body: bytes, retry_after: str | None = None, missing: int = 0) -> None:
        self.send_response_only(status)
        self.send_header("date", format_datetime(self.desk.now, usegmt=True))
        if retry_after is not None:
            self.send_header("retry-after", retry_after)
        self.send_header("content-length", str(len(body) + missing))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


@contextmanager
def serving(desk: RecordedDesk) -> Iterator[RecordedDesk]:
    """Serve on a free port until the block ends."""
    handler = type("Handler", (_Handler,), {"desk": desk})
    with _Server(("127.0.0.1", 0), handler) as server:
        desk.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()
