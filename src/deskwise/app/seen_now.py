"""How it stands at as-of, as whoever looks may see it: counts of enough people, and tickets they may open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.seen_figures import Looker
from deskwise.app.show_now import Now, NowCounts, OpenRequest, OpenWait, RunningClock
from deskwise.metrics.readings import iso


@dataclass(frozen=True)
class SeenNow:
    """How it stands. `waits` and `clocks` are those of tickets that may be opened, as `Now` has them."""

    found: Now
    who: Looker
    waits: tuple[OpenWait, ...]
    clocks: tuple[RunningClock, ...]

    def to_json(self, most: int) -> dict[str, Any]:
        """The object; `most` waits and clocks, and how many there are."""
        found = self.found
        return {
            "as_of": iso(found.as_of),
            "zone": found.zone,
            "behind": list(found.behind),
            "total": _counts(self.who, found.total, ()),
            "by_team": [
                {"team": each.name, **_counts(self.who, each, (each.name or "",))} for each in found.by_team
            ],
            "by_channel": [
                {"channel": each.name, **_counts(self.who, each, ())} for each in found.by_channel
            ],
            "waits": [_wait(each) for each in self.waits[:most]],
            "waits_in_all": len(self.waits),
            "clocks": None if found.clocks is None else [_clock(each) for each in self.clocks[:most]],
            "clocks_in_all": None if found.clocks is None else len(self.clocks),
        }


def seen_now(who: Looker, found: Now) -> SeenNow:
    """What of it may be seen: of tickets that may not be opened there are counts alone."""
    return SeenNow(
        found,
        who,
        tuple(each for each in found.waits if may_open(who, each.of)),
        tuple(each for each in found.clocks or () if may_open(who, each.of)),
    )


def may_open(who: Looker, one: OpenRequest) -> bool:
    """Whether whoever looks may open a ticket, as far as who holds it now decides that."""
    return who.may(Act.READ, Thing(Kind.TICKET, _named(one.team), _named(one.agent)))


def sees_counts(who: Looker, counts: NowCounts, teams: Iterable[str]) -> bool:
    """Whether whoever looks may see counts, of some teams or of all."""
    return who.may(Act.READ, Thing(Kind.AGGREGATE, frozenset(teams), people=counts.people))


def _named(name: str | None) -> frozenset[str]:
    return frozenset() if name is None else frozenset({name})


def _counts(who: Looker, counts: NowCounts, teams: Iterable[str]) -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys(
        ("open", "waiting", "unassigned", "breaching", "longest_elapsed_seconds", "longest_working_seconds")
    )
    if not sees_counts(who, counts, teams):
        return {**told, "withheld": True}
    oldest = counts.oldest
    return {
        "open": counts.open,
        "waiting": counts.waiting,
        "unassigned": counts.unassigned,
        "breaching": counts.breaching,
        "longest_elapsed_seconds": None if oldest is None else oldest.elapsed_seconds,
        "longest_working_seconds": None if oldest is None else oldest.working_seconds,
        "withheld": False,
    }


def _request(one: OpenRequest) -> dict[str, Any]:
    return {
        "source": one.source,
        "ticket": one.ticket,
        "request": one.request,
        "raised_at": iso(one.raised_at),
        "team": one.team,
        "agent": one.agent,
        "channel": one.channel,
        "priority": one.priority,
        "category": one.category,
    }


def _wait(wait: OpenWait) -> dict[str, Any]:
    return {
        **_request(wait.of),
        "is_first": wait.is_first,
        "started_at": iso(wait.started_at),
        "elapsed_seconds": wait.elapsed_seconds,
        "working_seconds": wait.working_seconds,
    }


def _clock(clock: RunningClock) -> dict[str, Any]:
    return {
        **_request(clock.of),
        "clock": clock.clock,
        "policy": clock.policy,
        "left_seconds": clock.left_seconds,
        "is_working": clock.is_working,
    }
