"""One help desk over HTTP: asks within a budget, again where that can help, and tells errors apart.

No answer, no secret and no query is ever in an error or a log: they may hold customers' text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import (
    FinalSourceError,
    PassingSourceError,
    SettingsError,
    SourceCredentialsError,
    SourceMissingError,
    SourceNetworkError,
    SourcePermissionError,
    SourceRateError,
    SourceSchemaError,
    SourceServerError,
)
from deskwise.kernel.version import __version__
from deskwise.sources.http.pace import Budget, Pace, Patience, http_instant, retry_after_seconds
from deskwise.sources.http.quiet_logs import quiet

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS, SILENCE_SECONDS = 15.0, 60.0
# A whole answer, however steadily it trickles.
ANSWER_SECONDS = 300.0
MOST_ANSWER_BYTES = 256 * 1024 * 1024
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
Params = Mapping[str, str | int]


class HttpClient:
    """Asks one help desk; `headers` carry the secret. Not for several threads at once.

    Raises `SettingsError` for an address that is none, or that would carry the secret in clear, and for a
    header that cannot be sent.
    """

    def __init__(
        self,
        connection: Connection,
        headers: Mapping[str, str],
        pace: Pace | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._url = _checked_url(connection)
        self._name = connection.name
        self._headers = _checked_headers(connection.name, headers)
        self._pace = pace or Pace()
        self._patience = patience or Patience()
        self._budget = Budget(connection.requests_per_minute, self._pace)
        self._client: httpx.Client | None = None
        # What the help desk's own clock showed with its last answer; null where it says nothing of it.
        self.answered_at: datetime | None = None

    def __repr__(self) -> str:
        return f"HttpClient({self._name!r})"

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def get_json(self, path: str, params: Params | None = None) -> Any:
        """The JSON an address answers with; raises `SourceError`, a passing one after the last attempt."""
        return self._asked("GET", path, params, None)

    def post_json(self, path: str, body: object, params: Params | None = None) -> Any:
        """The JSON a question in JSON is answered with; only for questions that change nothing there."""
        return self._asked("POST", path, params, body)

    def _asked(self, method: str, path: str, params: Params | None, body: object) -> Any:
        failed = 0
        while True:
            self._budget.take()
            try:
                return self._asked_once(method, path, params, body)
            except PassingSourceError as error:
                failed += 1
                asked = error.retry_after_seconds
                if failed >= self._patience.attempts or (asked or 0) > self._patience.most_asked_seconds:
                    raise
                wait = self._patience.seconds(failed, asked, self._pace.draw)
            self._pace.sleep(wait)

    def _asked_once(self, method: str, path: str, params: Params | None, body: object) -> Any:
        import httpx

        what = f"{method} {path}"
        sent = None if body is None else json.dumps(body).encode("ascii")
        try:
            with (
                quiet(),
                self._open().stream(method, self._url + path, params=params, content=sent) as answer,
            ):
                self.answered_at = http_instant(answer.headers.get("date"))
                self._judge(what, answer.status_code, answer.headers.get("retry-after"))
                content = self._read(what, answer)
        # Their own words quote the address with its query: they are not even kept as the cause.
        except httpx.TimeoutException:
            raise self._unreachable(what, "did not answer in time") from None
        except (httpx.RemoteProtocolError, httpx.DecodingError):
            raise self._failed(what, "broke off in its answer") from None
        except httpx.InvalidURL:
            raise SettingsError(
                f"the url of {self._name} is no address", do="write https://host/path"
            ) from None
        except httpx.HTTPError:
            raise self._unreachable(what, "cannot be reached") from None
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise self._failed(what, "gave an answer that is no JSON, or not all of it,") from None

    def _open(self) -> httpx.Client:
        if self._client is None:
            import httpx

            self._client = httpx.Client(
                headers={
                    "accept": "application/json",
                    "content-type": "application/json",
                    "user-agent": f"deskwise/{__version__}",
                    **self._headers,
                },
                timeout=httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS),
                follow_redirects=False,
            )
        return self._client

    def _read(self, what: str, answer: httpx.Response) -> bytes:
        """The whole answer, within bounds."""
        until = self._pace.elapsed() + ANSWER_SECONDS
        parts, size = [], 0
        for part in answer.iter_bytes():
            size += len(part)
            if size > MOST_ANSWER_BYTES:
                raise SourceSchemaError(
                    f"{self._name} answered {what} with more than {MOST_ANSWER_BYTES:,} bytes",
                    do="ask for fewer records at once, if the source has a setting for that",
                )
            if self._pace.elapsed() > until:
                raise self._unreachable(what, "took too long to answer")
            parts.append(part)
        return b"".join(parts)

    def _judge(self, what: str, status: int, retry_after: str | None) -> None:
        """Raise what a status stands for, unless it is success."""
        if 200 <= status < 300:
            return
        told = f"{self._name} answered {what} with {status}"
        wait = retry_after_seconds(retry_after, self._pace.clock.now())
        if status == 401:
            raise SourceCredentialsError(
                f"{told}: it does not know us", do=f"see its user and token: deskwise connect {self._name}"
            )
        if status == 403:
            raise SourcePermissionError(
                f"{told}: we may not see it", do="give the user of the connection the right to read it"
            )
        if status in (404, 410):
            raise SourceMissingError(
                f"{told}: it is not there, or not for us",
                do="check the url of the connection, and what its user may see",
            )
        if status == 429:
            raise SourceRateError(
                f"{told}: it was asked too often",
                do=f"try again later, or set connections.{self._name}.requests_per_minute lower",
                retry_after_seconds=wait,
            )
        if status >= 500 or status == 408:
            raise SourceServerError(told, do="try again later", retry_after_seconds=wait)
        if 300 <= status < 400:
            raise FinalSourceError(
                f"{told}: it has moved", do=f"set connections.{self._name}.url to where it is now"
            )
        raise SourceSchemaError(
            told, do="check the url of the connection, and which version of the help desk answers there"
        )

    def _failed(self, what: str, how: str) -> SourceServerError:
        return SourceServerError(f"{self._name} {how} to {what}", do="try again later")

    def _unreachable(self, what: str, how: str) -> SourceNetworkError:
        return SourceNetworkError(
            f"{self._name} {how} ({what})",
            do="check the network and the url of the connection, and try again",
        )


def _checked_headers(name: str, headers: Mapping[str, str]) -> dict[str, str]:
    if not all(one.isascii() and one.isprintable() for one in headers.values()):
        raise SettingsError(
            f"the user or secret of {name} holds a letter that cannot be sent",
            do="use one of plain letters, digits and signs",
        )
    return dict(headers)


def _checked_url(connection: Connection) -> str:
    parts = urlsplit(connection.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise SettingsError(
            f"the url of {connection.name} is no plain address",
            do="write https://host/path, without a user or password in it",
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not connection.plain_http:
        raise SettingsError(
            f"{connection.name} would be sent its secret unencrypted",
            do=f"use https, or allow it: deskwise settings set connections.{connection.name}.plain_http true",
        )
    return connection.url.rstrip("/")
