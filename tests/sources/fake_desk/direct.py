"""The fake source without a network: it asks the desk in this process."""

from __future__ import annotations

from typing import Any, cast

from deskwise.app.source_port import Connection
from deskwise.sources.http.client import HttpClient
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.server import FakeDesk


class DirectClient:
    """Answers as the client would, by asking the desk."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def get_json(self, path: str, params: dict[str, Any] | None = None) -> Any:
        return self._desk.answer(path, {name: str(one) for name, one in (params or {}).items()}, None)

    def post_json(self, path: str, body: Any) -> Any:
        return self._desk.answer(path, {}, body)

    def close(self) -> None:
        pass


def direct_source(desk: FakeDesk, cap: int | None = None) -> FakeSource:
    options = {} if cap is None else {"cap": str(cap)}
    source = FakeSource(Connection("desk", "fake_desk", "http://127.0.0.1", token="none", options=options))
    source._http = cast("HttpClient", DirectClient(desk))
    return source
