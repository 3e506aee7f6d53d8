"""What a ground of an analysis answers with: groups of readings, ratings, escalations, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.metrics.lifetimes import Lifetimes
from deskwise.metrics.readings import Reading
from deskwise.metrics.recontact_windows import WindowCases


@dataclass(frozen=True)
class Note:
    """Something that happened, as somebody noted it: at an instant, or until `end_at`."""

    at: int
    words: str
    end_at: int | None = None


@dataclass(frozen=True)
class LimitsAnew:
    """That somebody had the limits of a figure drawn anew: of the periods since an instant, and why."""

    since_at: int
    reason: str


@dataclass(frozen=True)
class Compared:
    """Readings of one figure in a period and in the one before it, by the values of a dimension.

    A group that has no case in a period is missing there. `hidden` are the groups whose figures whoever asks
    may not see: they may only be told together with others.
    """

    now: Mapping[str | None, Reading]
    before: Mapping[str | None, Reading]
    hidden: frozenset[str | None] = frozenset()


@dataclass(frozen=True)
class Groups:
    """Readings of one figure in a period, by the values of the dimensions it was split by, in their order.

    A group without a case is missing. `hidden` are the groups whose figures whoever asks may not see: they
    may only be told together with others.
    """

    readings: Mapping[tuple[str | None, ...], Reading]
    hidden: frozenset[tuple[str | None, ...]] = frozenset()


@dataclass(frozen=True)
class Lasting:
    """How long the cases begun in a period last, by the values of the dimensions they were split by.

    `hidden` are the groups whose figures whoever asks may not see: they may only be told together with
    others.
    """

    groups: Mapping[tuple[str | None, ...], Lifetimes]
    hidden: frozenset[tuple[str | None, ...]] = frozenset()


@dataclass(frozen=True)
class Windows:
    """First resolutions of a period by windows of whole units; `hidden` are the windows not to be seen."""

    cases: tuple[WindowCases, ...]
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LowRating:
    """A customer's bad rating with words, of a request of which no complaint is known.

    `agent` is null where nobody is rated or whoever asks may not see who.
    """

    source: str
    ticket: str
    rated_at: int
    scale: str
    value: float
    agent: str | None
    team: str | None
    text: str


@dataclass(frozen=True)
class Escalated:
    """A handled request that was escalated: the first time, by whom, out of which team.

    `reason` is the first that was given. `problem` is the ticket of the problem it was linked to.
    `known_article` says that somebody else solved it afterwards with an article that had been used before.
    """

    source: str
    ticket: str
    escalated_at: int
    agent: str | None
    team: str | None
    product: str | None
    category: str | None
    customer: str | None
    organisation: str | None
    reason: str | None
    problem: str | None
    known_article: bool


@dataclass(frozen=True)
class HeldCell:
    """How many requests an agent had in a team, of a product and category, and let go by an escalation.

    Requests that somebody else had escalated before are not among them.
    """

    team: str | None
    agent: str
    product: str | None
    category: str | None
    escalated: int
    requests: int
