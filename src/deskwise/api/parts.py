"""What the API answers from: one workspace, opened once for the whole process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Protocol

from fastapi import Depends, Request

from deskwise.app.comments import CommentStore
from deskwise.app.held_on_person import PersonalData
from deskwise.app.state import State
from deskwise.app.sync_store import SyncStore
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock


class Parts(Protocol):
    """A workspace with what is needed beside it. Threads may share one."""

    @property
    def workspace(self) -> Workspace:
        """The log, its facts and settings."""
        ...

    @property
    def open_syncs(self) -> Callable[[], SyncStore]:
        """What opens what syncs keep."""
        ...

    @property
    def comments(self) -> CommentStore:
        """What customers wrote to their ratings."""
        ...

    @property
    def open_personal_data(self) -> Callable[[], PersonalData]:
        """What opens what finds and forgets people."""
        ...

    @property
    def state(self) -> State:
        """People, tokens, annotations, audit."""
        ...

    @property
    def clock(self) -> Clock:
        """What the time is."""
        ...


def parts(request: Request) -> Parts:
    """What this application answers from."""
    found: Parts = request.app.state.parts
    return found


Here = Annotated[Parts, Depends(parts)]
