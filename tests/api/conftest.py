"""One sample workspace for all tests of the API, and programs that ask it with their tokens."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from deskwise.api.app import create_api
from deskwise.app.access.holders import TERMINAL, Holder
from deskwise.app.comments import CommentStore
from deskwise.app.held_on_person import PersonalData
from deskwise.app.make_demo import make_demo
from deskwise.app.make_tokens import NewToken, make_token
from deskwise.app.state import State
from deskwise.app.sync_store import SyncStore
from deskwise.app.workspace import Workspace
from deskwise.bootstrap import open_comments, open_forgetter, open_state, open_syncs, open_workspace
from deskwise.sample.company import SampleCompany
from stores.state.state_rig import SetClock

TICKETS = 300
AT = datetime(2026, 10, 1, 8, tzinfo=UTC)
SCOPES = ("read", "write_events", "admin")


@dataclass
class Opened:
    """A workspace with what the API answers from."""

    home: Path
    clock: SetClock = field(default_factory=lambda: SetClock(AT))

    def __post_init__(self) -> None:
        self.workspace: Workspace = open_workspace(self.home, stays_open=True, patience_seconds=0.1)
        self.state: State = open_state(self.home, stays_open=True)
        self.comments: CommentStore = open_comments(self.home, stays_open=True)
        self.open_personal_data: Callable[[], PersonalData] = lambda: open_forgetter(
            self.home, patience_seconds=0.1
        )
        self.open_syncs: Callable[[], SyncStore] = lambda: open_syncs(self.home)


@dataclass
class Program:
    """A program that asks the API, with a token or without."""

    app: ASGIApp
    secret: str | None = None

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = dict(more.pop("headers", {}))
        if self.secret is not None:
            headers.setdefault("Authorization", f"Bearer {self.secret}")

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, root_path="")
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8650") as client:
                return await client.request(method, path, headers=headers, **more)

        return asyncio.run(asked())

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def json(self, path: str, **more: Any) -> Any:
        """What must be there."""
        answer = self.get(path, **more)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-400:])
        return answer.json()

    def post(self, path: str, body: object, **more: Any) -> httpx.Response:
        return self.send("POST", path, body, **more)

    def send(self, method: str, path: str, body: object, **more: Any) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **more.pop("headers", {})}
        return self.ask(method, path, content=content, headers=headers, **more)


@dataclass
class ApiRig:
    """A workspace, its API, and a token of each scope."""

    home: Path

    def __post_init__(self) -> None:
        self.opened = Opened(self.home)
        self.app: ASGIApp = create_api(self.opened)
        self.secrets = {scope: self.make(scope) for scope in SCOPES}

    def make(self, *scopes: str, days: int | None = None, by: Holder = TERMINAL) -> str:
        wanted = NewToken("-".join(scopes), scopes, days)
        return make_token(self.opened.state, self.opened.clock, by, wanted)[1]

    def program(self, scope: str | None = "read") -> Program:
        return Program(self.app, None if scope is None else self.secrets[scope])


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("api") / "sample"
    make_demo(open_workspace(home), SampleCompany(tickets=TICKETS), SetClock(AT))
    return home


@pytest.fixture(scope="session")
def rig(sample_home: Path) -> ApiRig:
    """For tests that change nothing of the log."""
    return ApiRig(sample_home)


@pytest.fixture
def own_rig(sample_home: Path, tmp_path: Path) -> ApiRig:
    """A copy that a test may change."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    return ApiRig(home)


@pytest.fixture
def empty_rig(tmp_path: Path) -> ApiRig:
    return ApiRig(tmp_path / "nothing")
