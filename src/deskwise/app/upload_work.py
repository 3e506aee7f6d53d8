"""Work on a file that was sent: asked for by whoever may, done elsewhere, told to whoever looks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from deskwise.app.access.holders import Holder
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import Deed, entry
from deskwise.app.import_files import COUNTS, ImportSummary, import_files
from deskwise.app.lake import Folded, ImportProgress, Lake, LogImport
from deskwise.app.state import State
from deskwise.app.tables.progress_words import StepTimer, progress_words
from deskwise.app.understand_files import FileReader
from deskwise.app.upload_understanding import understand_upload, upload_request
from deskwise.app.uploads import (
    FirstLook,
    FirstOfImport,
    SaidOfUpload,
    Upload,
    UploadImport,
    UploadStore,
    UploadWork,
    WorkEnded,
    WorkKind,
    WorkProgress,
)
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock, FixedClock
from deskwise.kernel.errors import DeskwiseError, EmptyWorkspaceError, UsageError, WorkspaceBusyError
from deskwise.kernel.language import ENGLISH, marked, say, speaking, spoken

# A process that was started and does not work yet; after that it never will.
STARTS_WITHIN = timedelta(seconds=30)
TOLD_EVERY_SECONDS = 0.5
Standing = Literal["idle", "under way", "ended", "interrupted"]


@dataclass(frozen=True)
class UploadStanding:
    """How the last work on a file stands.

    `ended` is null unless it ended well, with an error or by being stopped; `progress` is null where nothing
    is known yet. Work is interrupted where whoever did it is no more.
    """

    standing: Standing
    work: UploadWork | None = None
    progress: WorkProgress | None = None
    ended: WorkEnded | None = None


def ask_for_work(
    uploads: UploadStore, clock: Clock, holder: Holder, upload_id: str, kind: WorkKind
) -> UploadWork:
    """Note that work is wanted, in the place of what was before.

    Raises `WorkspaceBusyError` while some goes on.
    """
    require(holder, Act.CHANGE, Thing(Kind.DATA))
    _check_idle(uploads, clock, upload_id)
    work = UploadWork(kind, clock.now(), spoken())
    uploads.drop(upload_id, UploadWork, WorkEnded, WorkProgress)
    uploads.put(upload_id, work)
    return work


def say_of_upload(
    uploads: UploadStore, clock: Clock, holder: Holder, upload_id: str, said: SaidOfUpload
) -> None:
    """Keep what somebody said of a file; what was tried before holds no more."""
    require(holder, Act.CHANGE, Thing(Kind.DATA))
    _check_idle(uploads, clock, upload_id)
    uploads.drop(upload_id, UploadWork, WorkEnded, WorkProgress)
    uploads.put(upload_id, said)


def stop_work(uploads: UploadStore, holder: Holder, upload_id: str) -> None:
    """Ask that work on a file stops; nothing of an import that was stopped is ever seen."""
    require(holder, Act.CHANGE, Thing(Kind.DATA))
    uploads.ask_to_stop(upload_id)


def remove_upload(uploads: UploadStore, clock: Clock, holder: Holder, upload_id: str) -> None:
    """Remove a file; raises `WorkspaceBusyError` while it is worked on."""
    require(holder, Act.CHANGE, Thing(Kind.DATA))
    _check_idle(uploads, clock, upload_id)
    uploads.remove(upload_id)


def note_upload(state: State, clock: Clock, holder: Holder, deed: Deed, upload: Upload) -> None:
    """Keep in the audit what somebody did with a file."""
    after = {"name": upload.name, "size": upload.size}
    with state.changing() as stores:
        stores.audit.add(entry(clock.now(), holder, deed, f"file:{upload.id}", None, after))


def _check_idle(uploads: UploadStore, clock: Clock, upload_id: str) -> None:
    if upload_standing(uploads, None, clock, upload_id).standing == "under way":
        raise WorkspaceBusyError(
            say("the file is being worked on"), do=say("wait until that has ended, or stop it")
        )


def upload_standing(uploads: UploadStore, lake: Lake | None, clock: Clock, upload_id: str) -> UploadStanding:
    """How the last work on a file stands; raises `UnknownNameError` for a file that is not there.

    The lake is asked whether an import came in that could not tell so itself any more.
    """
    uploads.find(upload_id)
    work = uploads.get(upload_id, UploadWork)
    if work is None:
        return UploadStanding("idle")
    worked_on = uploads.is_worked_on(upload_id)
    # Asked after that: whoever ended meanwhile has written it before letting go.
    ended = uploads.get(upload_id, WorkEnded)
    if ended is not None:
        return UploadStanding("ended", work, None, ended)
    if worked_on or clock.now() - work.asked_at < STARTS_WITHIN:
        return UploadStanding("under way", work, uploads.get(upload_id, WorkProgress))
    came_in = None if lake is None or work.kind != "import" else _came_in(lake, work)
    if came_in is not None:
        return UploadStanding("ended", work, None, WorkEnded("import", work.asked_at, done=came_in))
    return UploadStanding("interrupted", work)


def _came_in(lake: Lake, work: UploadWork) -> UploadImport | None:
    """What the lake knows of an import by when it was asked for; null where it did not come in."""
    try:
        found = next((one for one in lake.past_imports() if one.at == work.asked_at), None)
    except EmptyWorkspaceError:
        return None
    if found is None:
        return None
    findings = lake.quality(found.import_id).findings
    counts = {name: getattr(found, name, None) for name in COUNTS}
    return UploadImport(counts, None, {}, found.notes, findings, found.import_id)


@dataclass(frozen=True)
class Workbench:
    """What work on a file needs: the files, a workspace to read into, what reads and what looks first.

    `stop` ends the work of this process from another thread, by an interrupt as Ctrl-C makes one. `waits_for`
    says whom the workspace waits for, null for nobody so far.
    """

    uploads: UploadStore
    workspace: Workspace
    reader: FileReader
    first_look: FirstLook
    clock: Clock
    stop: Callable[[], None]
    waits_for: Callable[[], str | None]


def work_on(bench: Workbench, upload_id: str) -> None:
    """Do what was asked of a file, and keep how it ended; an interrupt that nobody asked for is raised on.

    Raises `WorkspaceBusyError` where another process does it.
    """
    uploads = bench.uploads
    with uploads.working(upload_id):
        work = uploads.get(upload_id, UploadWork)
        if work is None or uploads.get(upload_id, WorkEnded) is not None:
            return
        try:
            with speaking(work.language):
                ended = _done(bench, upload_id, work)
        except DeskwiseError as error:
            ended = _failed(bench, upload_id, work, error)
        except KeyboardInterrupt:
            if not uploads.is_to_stop(upload_id):
                raise
            # It may have come too late.
            done = _came_in(bench.workspace.lake, work) if work.kind == "import" else None
            ended = WorkEnded(work.kind, bench.clock.now(), stopped=done is None, done=done)
        uploads.put(upload_id, ended)
        uploads.drop(upload_id, WorkProgress)
        if ended.kind == "import" and ended.done is not None:
            # What it held is in the log now, and nothing else is to keep it.
            uploads.drop_content(upload_id)


def _done(bench: Workbench, upload_id: str, work: UploadWork) -> WorkEnded:
    uploads = bench.uploads
    if work.kind == "read":
        reading = ImportProgress(marked("reading"), uploads.find(upload_id).name)
        with watched(bench, upload_id, lambda: reading):
            uploads.put(upload_id, bench.reader.profile(uploads.content(upload_id)))
        return WorkEnded("read", bench.clock.now())
    # What is noted of it is kept with the import, for whoever reads it.
    with speaking(ENGLISH):
        found = understand_upload(uploads, bench.reader, upload_id)
    if found is None:
        raise UsageError(say("the file was not read yet"), do=say("send it again"))
    dry_run = work.kind == "try"
    request = upload_request(bench.workspace, uploads, bench.reader, found, dry_run=dry_run)
    first = FirstOfImport()

    def fold(session: LogImport) -> Folded:
        nonlocal first
        folded = bench.workspace.fold(session)
        if dry_run:
            first = bench.first_look(session)
        return folded

    begun: list[Callable[[], ImportProgress]] = []

    def how_far() -> ImportProgress:
        return begun[0]() if begun else ImportProgress(bench.waits_for() or marked("beginning"))

    with watched(bench, upload_id, how_far):
        summary = import_files(bench.workspace.lake, request, FixedClock(work.asked_at), fold, begun.append)
    done = replace(_told(summary), first=first)
    if not dry_run:
        known = next((one for one in bench.workspace.lake.past_imports() if one.at == work.asked_at), None)
        done = replace(done, import_id=None if known is None else known.import_id)
    return WorkEnded(work.kind, bench.clock.now(), done=done)


def _told(summary: ImportSummary) -> UploadImport:
    return UploadImport(
        {name: getattr(summary, name) for name in COUNTS},
        summary.as_of,
        dict(summary.reasons),
        summary.notes,
        tuple(each.finding for each in summary.quality),
    )


def _failed(bench: Workbench, upload_id: str, work: UploadWork, error: DeskwiseError) -> WorkEnded:
    """How work failed, with the file called as its sender does."""
    path, name = bench.uploads.content(upload_id), bench.uploads.find(upload_id).name
    what, do = (_by_its_name(words, path, name) for words in (error.what, error.do))
    if work.kind == "read":
        bench.uploads.drop_content(upload_id)
    return WorkEnded(work.kind, bench.clock.now(), what, do)


def _by_its_name(words: str, path: Path, name: str) -> str:
    return words.replace(str(path), name).replace(path.name, name)


@contextmanager
def watched(bench: Workbench, upload_id: str, ask: Callable[[], ImportProgress]) -> Iterator[None]:
    """Keep how far work is while it goes on, and stop it where somebody asks for that."""
    ended = threading.Event()

    def tell() -> None:
        timer = StepTimer(time.monotonic)
        while not ended.wait(TOLD_EVERY_SECONDS):
            now = ask()
            words = progress_words(now, timer.seconds(now))
            bench.uploads.put(upload_id, WorkProgress(words, now.share))
            if bench.uploads.is_to_stop(upload_id):
                bench.stop()
                return

    # A thread speaks English, unless it is told what is spoken here.
    thread = threading.Thread(target=copy_context().run, args=(tell,), name="telling", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
