"""Who asks for an analysis, and with what."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.access.holders import Holder
from deskwise.app.comments import CommentStore
from deskwise.app.seen_figures import Looker
from deskwise.app.state import State
from deskwise.app.workspace import Workspace


@dataclass(frozen=True)
class Asking:
    """Who asks, with what is needed to say what they may see.

    `who` is null of whoever has the folder, who may see all. `comments` is where customers' words are read,
    null where they are not.
    """

    workspace: Workspace
    state: State
    holder: Holder
    who: Looker | None = None
    comments: CommentStore | None = None
