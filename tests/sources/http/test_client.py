"""The client against a server that answers as it is told to."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from deskwise.app.source_port import Connection
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import (
    FinalSourceError,
    PassingSourceError,
    SettingsError,
    SourceCredentialsError,
    SourceError,
    SourceNetworkError,
    SourcePermissionError,
    SourceRateError,
    SourceSchemaError,
    SourceServerError,
)
from deskwise.sources.http import client as client_file
from deskwise.sources.http.client import HttpClient
from deskwise.sources.http.pace import Pace

SECRET, WORDS = "t0ken-nobody-may-see", "my card number is 4111"
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass
class Answers:
    """What is answered, one after the other, the last one for ever; and what was asked."""

    url: str = ""
    queue: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    silent: threading.Event | None = None

    def give(self, status: int, body: bytes = b"{}", **headers: str) -> None:
        self.queue.append((status, {name.replace("_", "-"): one for name, one in headers.items()}, body))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.elapsed += seconds

    def client(self, **settings: Any) -> HttpClient:
        connection = Connection("desk", "fake", settings.pop("url", self.url), token=SECRET, **settings)
        pace = Pace(FixedClock(NOW), lambda: self.elapsed, self.sleep, lambda: 0.5)
        return HttpClient(connection, {"authorization": f"Bearer {SECRET}"}, pace)


@pytest.fixture
def answers() -> Iterator[Answers]:
    told = Answers()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length", 0)))
            if told.silent is not None:
                told.silent.wait(10)
            told.asked.append((self.path, dict(self.headers), sent))
            status, headers, body = told.queue.pop(0) if len(told.queue) > 1 else told.queue[0]
            self.send_response(status)
            for name, one in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, one)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.url = f"http://127.0.0.1:{server.server_address[1]}/api"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield told
        server.shutdown()
        thread.join()


def asked(answers: Answers, path: str = "/tickets", **settings: Any) -> Any:
    client = answers.client(**settings)
    try:
        return client.get_json(path, {"query": WORDS})
    finally:
        client.close()


def test_it_asks_with_the_secret_in_a_header_and_reads_json(answers: Answers) -> None:
    answers.give(200, b'{"tickets": [1]}')
    assert asked(answers) == {"tickets": [1]}
    ((path, headers, _),) = answers.asked
    assert path == "/api/tickets?query=my+card+number+is+4111"
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert headers["user-agent"].startswith("deskwise/")


def test_a_question_may_have_a_body(answers: Answers) -> None:
    answers.give(200, b"[1]")
    client = answers.client()
    assert client.post_json("/present", {"ids": ["é"]}) == [1]
    client.close()
    assert json.loads(answers.asked[0][2]) == {"ids": ["é"]}


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, SourceCredentialsError),
        (403, SourcePermissionError),
        (400, SourceSchemaError),
        (404, SourceSchemaError),
        (301, FinalSourceError),
    ],
)
def test_what_will_not_change_is_asked_once(answers: Answers, status: int, error: type[SourceError]) -> None:
    answers.give(status, WORDS.encode(), location=f"https://elsewhere.example/{SECRET}")
    with pytest.raises(error) as caught:
        asked(answers)
    assert isinstance(caught.value, FinalSourceError)
    assert len(answers.asked) == 1
    assert nothing_quoted(caught.value)
    assert str(status) in str(caught.value)


@pytest.mark.parametrize(
    ("status", "error"), [(429, SourceRateError), (500, SourceServerError), (503, SourceServerError)]
)
def test_what_may_pass_is_asked_again_and_not_for_ever(
    answers: Answers, status: int, error: type[SourceError]
) -> None:
    answers.give(status, WORDS.encode())
    with pytest.raises(error) as caught:
        asked(answers)
    assert isinstance(caught.value, PassingSourceError)
    assert len(answers.asked) == 6
    # Half of 1, 2, 4 ... seconds: the whole span is drawn from.
    assert answers.slept == [0.5, 1.0, 2.0, 4.0, 8.0]
    assert nothing_quoted(caught.value)


def test_a_wait_that_is_asked_for_is_kept(answers: Answers) -> None:
    answers.give(429, retry_after="20")
    answers.give(503, retry_after="Wed, 01 Jan 2025 00:01:00 GMT")
    answers.give(200, b"[]")
    assert asked(answers) == []
    assert answers.slept == [20.5, 61.0]


def test_a_wait_of_hours_is_for_the_next_sync(answers: Answers) -> None:
    answers.give(429, retry_after="7200")
    with pytest.raises(SourceRateError) as caught:
        asked(answers)
    assert caught.value.retry_after_seconds == 7200
    assert (len(answers.asked), answers.slept) == (1, [])


@pytest.mark.parametrize(
    "body", [b'{"tickets": [{"subject": "my card number is 4111', b"", b"<html>", b"\xff\xfe"]
)
def test_an_answer_that_breaks_off_is_asked_for_again(answers: Answers, body: bytes) -> None:
    answers.give(200, body)
    answers.give(200, b"[1]")
    assert asked(answers) == [1]
    answers.queue = [(200, {"content-length": "500"}, body)]
    with pytest.raises(SourceServerError) as caught:
        asked(answers)
    assert nothing_quoted(caught.value)


def test_an_answer_that_is_too_large_is_not_read_to_its_end(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_file, "MOST_ANSWER_BYTES", 1_000)
    answers.give(200, b'"' + b"a" * 2_000 + b'"')
    with pytest.raises(SourceSchemaError, match="1,000 bytes"):
        asked(answers)
    assert len(answers.asked) == 1


def test_an_answer_that_trickles_for_ever_is_given_up(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_file, "ANSWER_SECONDS", -1.0)
    answers.give(200, b"[1]")
    with pytest.raises(SourceNetworkError, match="took too long"):
        asked(answers)


def test_silence_is_a_passing_error(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_file, "SILENCE_SECONDS", 0.05)
    answers.give(200, b"[1]")
    answers.silent = threading.Event()
    with pytest.raises(SourceNetworkError, match="did not answer in time") as caught:
        asked(answers)
    answers.silent.set()
    assert len(answers.slept) == 5
    assert nothing_quoted(caught.value)


def test_nobody_there_is_a_passing_error() -> None:
    answers = Answers("http://127.0.0.1:9")  # nothing listens on the port of discard
    with pytest.raises(SourceNetworkError) as caught:
        asked(answers)
    assert len(answers.slept) == 5
    assert nothing_quoted(caught.value)


def test_the_budget_holds_for_repetitions_too(answers: Answers) -> None:
    answers.give(500)
    answers.give(500)
    answers.give(200, b"[]")
    asked(answers, requests_per_minute=2)
    assert sum(answers.slept) == pytest.approx(60.0)


def test_neither_query_nor_secret_reaches_a_log_and_others_still_do(
    answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    answers.give(200, b"[]")
    with caplog.at_level(logging.DEBUG):
        asked(answers)
        assert caplog.records == []
        # What somebody else asks in the same process is theirs to log.
        with httpx.Client() as others:
            others.get(f"{answers.url}/theirs")
    assert "theirs" in caplog.text


@pytest.mark.parametrize(
    "url", ["desk.example", "ftp://desk.example", "https://", "https://user:pass-in-it@desk.example"]
)
def test_an_address_that_is_none_is_said_so(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Answers(url).client()
    assert "pass-in-it" not in str(caught.value)


def test_a_secret_goes_unencrypted_only_where_it_is_allowed() -> None:
    with pytest.raises(SettingsError, match="unencrypted"):
        Answers("http://desk.example").client()
    Answers("http://desk.example").client(plain_http=True)
    Answers("http://localhost:8080").client()


def test_a_secret_that_no_header_carries_is_said_so_and_not_shown() -> None:
    connection = Connection("desk", "fake", "https://desk.example")
    for held in ("clé", "two\r\nheaders: 1"):
        with pytest.raises(SettingsError, match="cannot be sent") as caught:
            HttpClient(connection, {"authorization": held})
        assert held not in str(caught.value)


def test_an_answer_nested_too_deep_is_an_answer_that_failed(answers: Answers) -> None:
    answers.give(200, b"[" * 100_000)
    with pytest.raises(SourceServerError):
        asked(answers)


def test_it_shows_no_secret(answers: Answers) -> None:
    client = answers.client()
    assert repr(client) == "HttpClient('desk')"
    assert SECRET not in repr(Connection("desk", "fake", answers.url, token=SECRET))


def nothing_quoted(error: BaseException) -> bool:
    told = f"{error} {error.__dict__} {error.__cause__}"
    return SECRET not in told and WORDS not in told and "4111" not in told
