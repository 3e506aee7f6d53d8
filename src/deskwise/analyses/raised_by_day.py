"""Requests by the day they were raised on, and around outages: what bursts are looked for in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Group = tuple[str | None, ...]


@dataclass(frozen=True)
class DaysOfGroup:
    """One group's requests, a number a day.

    `linked` are those of them that are linked to a problem. `shown` says of each day whether whoever asks may
    see what was raised on it.
    """

    raised: tuple[int, ...]
    linked: tuple[int, ...]
    shown: tuple[bool, ...]


@dataclass(frozen=True)
class RaisedByDay:
    """Requests by the day they were raised on, of days that follow each other.

    `starts` are the instants the days begin at, with the end of the last after them. The first `before` days
    come before the period that is asked about.
    """

    starts: tuple[int, ...]
    before: int
    groups: Mapping[Group, DaysOfGroup]


@dataclass(frozen=True)
class OutageContacts:
    """An outage, and the requests that were raised on its product.

    `product` is null of an outage of everything, `ended_at` of one that is not over. `during` were raised
    while it lasted, `after` so long after it as is looked at; `usual_during` and `usual_after` in the same
    hours of `weeks` other weeks, all of them together. `shown` says whether whoever asks may see this.
    """

    product: str | None
    planned: bool
    began_at: int
    ended_at: int | None
    during: int
    after: int
    usual_during: int
    usual_after: int
    weeks: int
    shown: bool = True


@dataclass(frozen=True)
class RaisedRequest:
    """A request of a group, and when it was raised."""

    source: str
    ticket: str
    group: Group
    raised_at: int
