"""Commands that sync, on the fake help desk and a place in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from app.memory_syncs import MemorySyncs
from cli.conftest import Outcome, Run
from cli.in_memory_workspace import InMemoryWorkspace
from deskwise import bootstrap
from deskwise.app.source_port import Connection
from deskwise.sources import registry
from sources.fake_desk.direct import direct_source
from sources.fake_desk.fake_source import FakeSource
from sources.fake_desk.main import register
from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import busy_world

SETTINGS = '[connections.desk]\nkind = "fake_desk"\nurl = "https://desk.example"\ntoken = "env:FAKE_TOKEN"\n'
SECRET = "t0ken-of-the-command-line"


@dataclass
class Connected:
    """What the commands work on; `opened` are the connections that were asked."""

    call: Run
    desk: FakeDesk
    workspace: InMemoryWorkspace
    store: MemorySyncs = field(default_factory=MemorySyncs)
    opened: list[Connection] = field(default_factory=list)

    def run(self, *arguments: str) -> Outcome:
        return self.call(*arguments, workspace=self.workspace)

    def source(self, connection: Connection) -> FakeSource:
        self.opened.append(connection)
        return direct_source(self.desk)


@pytest.fixture
def connected(run: Run, monkeypatch: pytest.MonkeyPatch) -> Connected:
    monkeypatch.setattr(registry, "SOURCES", {})
    register()
    monkeypatch.setenv("FAKE_TOKEN", SECRET)
    monkeypatch.delenv("DESKWISE_KEY", raising=False)
    workspace = InMemoryWorkspace(_text=SETTINGS)
    found = Connected(run, FakeDesk(busy_world(6), most_a_page=4), workspace)

    def open_syncs(*_: Any, **__: Any) -> MemorySyncs:
        return found.store

    monkeypatch.setattr(bootstrap, "open_syncs", open_syncs)
    monkeypatch.setattr(bootstrap, "open_source", found.source)
    return found
