"""What the pages are made from: one workspace, opened once for the whole process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from deskwise import bootstrap
from deskwise.app.comments import CommentStore
from deskwise.app.held_on_person import PersonalData
from deskwise.app.identity_provider import IdentityProvider
from deskwise.app.passwords import Passwords
from deskwise.app.state import State
from deskwise.app.sync_store import SyncStore
from deskwise.app.uploads import UploadStore
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock, SystemClock
from deskwise.reports.chart_drawing import ChartDrawer
from deskwise.web.lake_watch import LakeWatch
from deskwise.web.server_metrics import ServerMetrics
from deskwise.web.settings_saving import SettingsSaving
from deskwise.web.upload_workers import UploadWorkers, WorkerProcesses

# Whoever sends a form does not wait for an import to end: they are told that one is under way.
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class SignInProvider:
    """A provider of identities, and the address of ours that browsers come back to from it."""

    provider: IdentityProvider
    back: str


@dataclass(frozen=True)
class Served:
    """The workspace that is served, with what is needed beside it. Threads may share one."""

    home: Path
    workspace: Workspace
    open_syncs: Callable[[], SyncStore]
    open_personal_data: Callable[[], PersonalData]
    clock: Clock
    state: State
    passwords: Passwords
    drawer: ChartDrawer
    watch: LakeWatch
    uploads: UploadStore
    workers: UploadWorkers
    comments: CommentStore
    saving: SettingsSaving
    sign_in_provider: SignInProvider | None = None
    prometheus_token: str | None = field(default=None, repr=False)
    metrics: ServerMetrics = field(default_factory=ServerMetrics)

    @property
    def name(self) -> str:
        """What the workspace is called: its folder's name."""
        return self.home.resolve().name.lstrip(".") or "workspace"


def serve_home(
    home: Path,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    workers: UploadWorkers | None = None,
    sign_in_provider: SignInProvider | None = None,
    prometheus_token: str | None = None,
) -> Served:
    """Open the workspace in a folder for many questions; raises as `bootstrap.open_workspace` does."""
    clock = clock or SystemClock()
    state = bootstrap.open_state(home, stays_open=True)
    workspace = bootstrap.open_workspace(home, stays_open=True, patience_seconds=PATIENCE_SECONDS)
    return Served(
        home,
        workspace,
        lambda: bootstrap.open_syncs(home),
        lambda: bootstrap.open_forgetter(home, patience_seconds=PATIENCE_SECONDS),
        clock,
        state,
        passwords or bootstrap.passwords(),
        bootstrap.chart_drawer(home),
        LakeWatch(workspace.version),
        bootstrap.open_uploads(home),
        workers or WorkerProcesses(home),
        bootstrap.open_comments(home, stays_open=True),
        SettingsSaving(
            lambda waiting, progress: bootstrap.open_workspace(home, waiting, progress=progress), state, clock
        ),
        sign_in_provider,
        prometheus_token,
    )


def served(request: Request) -> Served:
    """What this application serves."""
    found = request.app.state.served
    assert isinstance(found, Served)
    return found


Here = Annotated[Served, Depends(served)]
