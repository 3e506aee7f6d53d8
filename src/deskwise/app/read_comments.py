"""Read what customers wrote to their ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.app.access.reach import Whose
from deskwise.app.comments import CHOICES, Choice, CommentQuestion, CommentsFound, CommentStore
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import parse_day_or_instant


@dataclass(frozen=True)
class CommentsRead:
    """Comments, with the as-of and zone they are told in. `kept` says whether imports keep texts."""

    as_of: int
    zone: str
    kept: bool
    found: CommentsFound


def read_comments(
    workspace: Workspace,
    store: CommentStore,
    whose: Whose,
    chosen: Mapping[str, str],
    since: str = "",
    until: str = "",
    *,
    skip: int = 0,
    most: int | None = None,
) -> CommentsRead:
    """The comments within reach, the latest first; dates are of the workspace's zone, `until` is left out.

    Raises `UsageError` for what cannot be chosen by and for what is no date, `WorkspaceError` where nothing
    was imported.
    """
    with workspace.facts() as facts:
        zone, as_of = facts.rules.zone, facts.horizon.as_of
    asked = CommentQuestion(
        whose,
        {_choice(name): value for name, value in chosen.items()},
        parse_day_or_instant(since, zone) if since else None,
        parse_day_or_instant(until, zone) if until else None,
    )
    return CommentsRead(as_of, zone, workspace.keeps_text(), store.find(asked, skip, most))


def _choice(name: str) -> Choice:
    known = next((each for each in CHOICES if each == name), None)
    if known is None:
        raise UsageError(
            say("comments are not chosen by %(name)s", name=name),
            do=say("choose by %(names)s", names=", ".join(CHOICES)),
        )
    return known
