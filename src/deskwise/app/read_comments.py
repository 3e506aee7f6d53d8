"""Read what customers wrote to their ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from deskwise.app.access.reach import Whose
from deskwise.app.access.things import Act
from deskwise.app.comments import CHOICES, Choice, Comment, CommentQuestion, CommentsFound, CommentStore
from deskwise.app.page_cursors import cursor_of, fingerprint, read_cursor
from deskwise.app.seen_figures import Looker
from deskwise.app.who_sees_agent import agent_figures
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import parse_day_or_instant
from deskwise.metrics.readings import iso


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
    zone, as_of = _zone(workspace)
    asked = _question(zone, whose, chosen, since, until)
    return CommentsRead(as_of, zone, workspace.keeps_text(), store.find(asked, skip, most))


def page_comments(
    workspace: Workspace,
    store: CommentStore,
    whose: Whose,
    chosen: Mapping[str, str],
    since: str = "",
    until: str = "",
    *,
    size: int,
    cursor: str | None = None,
) -> tuple[CommentsRead, str | None]:
    """The next `size` comments within reach, and the cursor of the page after, null of the last.

    A cursor goes on behind the last comment of its page, whatever came in meanwhile. Raises as
    `read_comments` does, and `UsageError` for a cursor that is none or of another question.
    """
    said = fingerprint(["comments", sorted(chosen.items()), since, until])
    zone, as_of = _zone(workspace)
    asked = _question(zone, whose, chosen, since, until)
    place, given = None, 0
    if cursor is not None:
        given, (at,) = read_cursor(cursor, said, (int,), nulls=False)
        place = int(at or 0)
    rest = asked if place is None else replace(asked, until_at=place + 1)
    found = store.find(rest, given, size + 1)
    if place is not None:
        # What is before the page counts as well.
        whole = store.find(asked, 0, 1)
        found = replace(found, total=whole.total, ratings=whole.ratings, values=whole.values)
    shown = found.rows[:size]
    ends = None
    if len(found.rows) > size:
        last = shown[-1].rated_at
        at_place = sum(each.rated_at == last for each in shown)
        ends = cursor_of(said, at_place + (given if last == place else 0), (last,))
    return CommentsRead(as_of, zone, workspace.keeps_text(), replace(found, rows=shown)), ends


def rated_agent(who: Looker, comment: Comment) -> str | None:
    """Whose work was rated, if that may be seen: a score beside a name is a figure of one person."""
    if comment.agent is None or not who.may(Act.READ, agent_figures(comment.agent, comment.team)):
        return None
    return comment.agent


def comments_json(who: Looker, read: CommentsRead, following: str | None) -> dict[str, Any]:
    """A page of comments as an object; `following` is the cursor of the page after."""
    return {
        "as_of": iso(read.as_of),
        "kept": read.kept,
        "ratings": read.found.ratings,
        "total": read.found.total,
        "comments": [comment_json(who, each) for each in read.found.rows],
        "next": following,
    }


def comment_json(who: Looker, comment: Comment) -> dict[str, Any]:
    """A comment as an object, as whoever looks may see it."""
    return {
        "source": comment.source,
        "ticket": comment.ticket,
        "rated_at": iso(comment.rated_at),
        "scale": comment.scale,
        "value": float(comment.value),
        "counts": comment.counts,
        "about": comment.about,
        "channel": comment.channel,
        "category": comment.category,
        "team": comment.team,
        "agent": rated_agent(who, comment),
        "text": comment.text,
    }


def _zone(workspace: Workspace) -> tuple[str, int]:
    with workspace.facts() as facts:
        return facts.rules.zone, facts.horizon.as_of


def _question(zone: str, whose: Whose, chosen: Mapping[str, str], since: str, until: str) -> CommentQuestion:
    return CommentQuestion(
        whose,
        {_choice(name): value for name, value in chosen.items()},
        parse_day_or_instant(since, zone) if since else None,
        parse_day_or_instant(until, zone) if until else None,
    )


def _choice(name: str) -> Choice:
    known = next((each for each in CHOICES if each == name), None)
    if known is None:
        raise UsageError(
            say("comments are not chosen by %(name)s", name=name),
            do=say("choose by %(names)s", names=", ".join(CHOICES)),
        )
    return known
