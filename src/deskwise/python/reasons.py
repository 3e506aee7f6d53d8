"""The reasons that customers' subjects give, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deskwise import bootstrap
from deskwise.app.access.holders import TERMINAL
from deskwise.app.name_reasons import Reason, list_reasons, merge_reasons, take_name_back
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError


@dataclass(frozen=True)
class Reasons:
    """Clusters of subjects that say the same; those of one name are one reason, in every figure."""

    _workspace: Workspace
    _home: Path
    _clock: Clock

    def list(self) -> tuple[Reason, ...]:
        """The reasons, the largest first, each with the keys of its clusters.

        Raises `UsageError` where texts are not kept, `WorkspaceError` where nothing was imported.
        """
        found = list_reasons(self._workspace, self._state, TERMINAL)
        if found is None:
            raise UsageError(
                "subjects are not kept here, so there are no clusters of them",
                do="deskwise settings set keep_text true, then import again",
            )
        return found

    def name(self, *keys: str, name: str) -> None:
        """Call the clusters of these keys something; several are one reason by it.

        Raises `UsageError` for a key that no cluster has, and a name that is none.
        """
        merge_reasons(self._workspace, self._state, self._clock, TERMINAL, keys, name)

    def take_back(self, key: str) -> None:
        """Call the cluster of a key by its key again; raises `UsageError` where it has no name."""
        take_name_back(self._state, self._clock, TERMINAL, key)

    @property
    def _state(self) -> State:
        return bootstrap.open_state(self._home)
