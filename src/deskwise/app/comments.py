"""Port: what customers wrote to their ratings, which the log keeps where texts are kept at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from deskwise.app.access.reach import Whose

Choice = Literal["score", "scale", "about", "channel", "team", "category"]
CHOICES: tuple[Choice, ...] = ("score", "scale", "about", "channel", "team", "category")


@dataclass(frozen=True)
class CommentQuestion:
    """Which comments are asked: those of ratings within reach, of these values, and rated in this time.

    `chosen` pairs what is filtered with its value, empty for those without one. Instants are microseconds
    since 1970 UTC, null where nobody set one; `until_at` is left out itself.
    """

    whose: Whose
    chosen: Mapping[Choice, str]
    since_at: int | None = None
    until_at: int | None = None


@dataclass(frozen=True)
class Comment:
    """A rating with what was written to it. `ticket` is null of one that has none.

    `counts` is false where a later rating of the request on the same scale took its place.
    """

    source: str
    ticket: str | None
    rated_at: int
    scale: str
    value: Decimal
    about: str | None
    channel: str | None
    category: str | None
    team: str | None
    agent: str | None
    counts: bool
    text: str


@dataclass(frozen=True)
class CommentsFound:
    """A page of comments, the latest first, of `total`; and of how many `ratings`, most without words.

    `values` are those that can be chosen, with how many comments have each, whatever else is chosen.
    """

    total: int
    ratings: int
    rows: tuple[Comment, ...]
    values: Mapping[Choice, Mapping[str, int]]


class CommentStore(Protocol):
    """Where comments are read."""

    def find(self, asked: CommentQuestion, skip: int = 0, most: int | None = None) -> CommentsFound:
        """The comments that are asked; all of them after `skip` without `most`.

        Raises `WorkspaceError` where nothing was imported.
        """
        ...

    def low_without_complaint(self, asked: CommentQuestion) -> tuple[Comment, ...]:
        """Of those that are asked the ones whose rating is bad and whose request nobody complained about.

        Bad is 1 or 2 of 5, bad, or not solved, as the last rating of a ticket's request. What a ruling says
        to be no complaint was looked at by somebody, and is left out as well.

        Raises `WorkspaceError` where nothing was imported.
        """
        ...
