"""Which teams are held against each other: those of one tier, for a higher one gets what others passed on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from deskwise.analyses.cells import Group
from deskwise.analyses.ground import Ground
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

NO_TIER = "none"


@dataclass(frozen=True)
class OfTier:
    """The groups of one tier, `tier` null of those of which none is declared, and the others by name."""

    tier: int | None
    peers: frozenset[Group]
    others: tuple[Group, ...] = ()


def of_one_tier(ground: Ground, of_whom: str, groups: Collection[Group]) -> OfTier:
    """Those of the tier that was asked for, else of the one that most are of, the lowest of equals.

    Agents are all of one. Raises `UsageError` for a tier of no group, and for one of agents.
    """
    asked = ground.options.get("tier", "")
    if of_whom != "team":
        if asked:
            raise UsageError(
                say("agents have no tier"), do=say("leave tier out, or narrow to the teams of one tier")
            )
        return OfTier(None, frozenset(groups))
    tiers = ground.tiers()
    by_tier: dict[int | None, set[Group]] = {}
    for each in groups:
        by_tier.setdefault(None if each is None else tiers.get(each), set()).add(each)
    if not by_tier:
        return OfTier(None, frozenset())
    tier = _asked_for(asked, by_tier) if asked else min(by_tier, key=lambda at: _order(at, by_tier))
    others = sorted(set(groups) - by_tier[tier], key=str)
    return OfTier(tier, frozenset(by_tier[tier]), tuple(others))


def _order(tier: int | None, by_tier: Mapping[int | None, set[Group]]) -> tuple[int, bool, int]:
    return -len(by_tier[tier]), tier is None, tier or 0


def _asked_for(asked: str, by_tier: Mapping[int | None, set[Group]]) -> int | None:
    named = {NO_TIER if tier is None else str(tier): tier for tier in by_tier}
    if asked not in named:
        raise UsageError(
            say("no team of tier %(tier)s has cases", tier=repr(asked)),
            do=say("choose from %(names)s", names=", ".join(sorted(named))),
        )
    return named[asked]
