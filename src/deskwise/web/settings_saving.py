"""Saving settings beside the pages: figures may have to be made anew, and nobody has to wait at a page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime

from deskwise.app.access.holders import Holder
from deskwise.app.change_settings import SettingsKeeper
from deskwise.app.draft_settings import Draft
from deskwise.app.settings_versions import SettingsVersion
from deskwise.app.state import State
from deskwise.app.workspace import Progress, Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import DeskwiseError, WorkspaceBusyError, WorkspaceError
from deskwise.kernel.language import say

LOG = logging.getLogger("deskwise.web")
OpenWriter = Callable[[Callable[[str], None], Progress], Workspace]
# What makes no figure anew has mostly ended by then, and its page can say so at once.
SOON_SECONDS = 0.5


@dataclass(frozen=True)
class Saving:
    """A change of settings under way, or the last one.

    `share` is how much of the figures is made, 0 to 1. `saved` is null as long as it is not done, and `error`
    what kept it from being done. `text` and `made_from` are what was to be saved.
    """

    who: str
    begun_at: datetime
    made_from: int
    text: str
    makes_facts: bool
    step: str = ""
    share: float = 0.0
    saved: SettingsVersion | None = None
    error: DeskwiseError | None = None

    @property
    def ended(self) -> bool:
        """Whether there is nothing to wait for any more."""
        return self.saved is not None or self.error is not None


class SettingsSaving:
    """Saves settings in a thread, one change at a time; threads may share one of these.

    A process that ends meanwhile leaves the settings and figures as they were.
    """

    def __init__(self, open_writer: OpenWriter, state: State, clock: Clock) -> None:
        self._open_writer = open_writer
        self._state = state
        self._clock = clock
        self._lock = threading.Lock()
        self._now: Saving | None = None
        self._thread: threading.Thread | None = None

    @property
    def now(self) -> Saving | None:
        """The change that is under way, or the last one; null where there was none yet."""
        return self._now

    def begin(self, by: Holder, who: str, draft: Draft, after: Callable[[], None]) -> None:
        """Save a draft; `after` is called when the figures are other ones.

        Raises `WorkspaceBusyError` while another change is being saved here.
        """
        with self._lock:
            if self._now is not None and not self._now.ended:
                raise WorkspaceBusyError(
                    say("a change of the settings by %(who)s is being saved", who=self._now.who),
                    do=say("wait until it is done, and send this again"),
                )
            text, made_from = draft.document.to_toml(), draft.newest.number
            self._now = Saving(who, self._clock.now(), made_from, text, draft.makes_facts)
        # A thread speaks English, unless it is told what is spoken here.
        args = (self._save, by, draft, after)
        thread = threading.Thread(target=copy_context().run, args=args, name="settings", daemon=True)
        self._thread = thread
        thread.start()
        thread.join(SOON_SECONDS)

    def wait(self) -> None:
        """Wait until what is under way has ended."""
        if self._thread is not None:
            self._thread.join()

    def _save(self, by: Holder, draft: Draft, after: Callable[[], None]) -> None:
        workspace = self._open_writer(lambda words: self._note(step=words), self._progress)
        keeper = SettingsKeeper(workspace, self._state, self._clock, by)
        try:
            saved = keeper.keep(draft.document, draft.newest.number)
        except DeskwiseError as error:
            LOG.info("settings not saved", extra={"fields": {"error": type(error).__name__}})
            self._note(error=error)
        except Exception as error:  # the outermost edge of a thread
            LOG.error("settings not saved", exc_info=error)
            told = say("the server met an error of kind %(kind)s", kind=type(error).__name__)
            self._note(error=WorkspaceError(told, do=say("see the server's log, and try again")))
        else:
            self._note(saved=saved, share=1.0)
            if draft.makes_facts:
                after()

    def _progress(self, step: str, share: float) -> None:
        self._note(step=step.replace("_", " "), share=share)

    def _note(self, **said: object) -> None:
        with self._lock:
            assert self._now is not None
            self._now = replace(self._now, **said)  # type: ignore[arg-type]  # the fields of it, by name
