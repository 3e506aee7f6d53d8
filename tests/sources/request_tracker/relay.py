"""What stands between Deskwise and a help desk, counts what is asked, and can do something at a question."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASSED_ON = ("authorization", "accept", "content-type")
ANSWER_SECONDS = 60


@dataclass
class Relay:
    """`url` is where to ask; `asked` grows with each question, `at_question` is called with its number."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    at_question: Callable[[int], None] | None = None


@contextmanager
def relay(to: str) -> Iterator[Relay]:
    """A relay on a free port of this machine, to the server at `to`."""
    told = Relay()

    class Handler(BaseHTTPRequestHandler):
        # An answer of several packets waits for nobody's word that the first has come.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            told.asked.append(self.path)
            if told.at_question is not None:
                told.at_question(len(told.asked))
            head = {name: value for name in PASSED_ON if (value := self.headers.get(name)) is not None}
            question = urllib.request.Request(to + self.path, headers=head)
            try:
                with urllib.request.urlopen(question, timeout=ANSWER_SECONDS) as answer:
                    self._pass_on(answer.status, answer.headers.get("date"), answer.read())
            except urllib.error.HTTPError as error:
                with error:
                    self._pass_on(error.code, error.headers.get("date"), error.read())

        def _pass_on(self, status: int, date: str | None, content: bytes) -> None:
            # Not send_response, which would put this machine's own date beside the help desk's.
            self.send_response_only(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if date is not None:
                self.send_header("Date", date)
            self.end_headers()
            try:
                self.wfile.write(content)
            except OSError:
                return  # whoever asked was killed

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
