"""Whose an objective is, as the table of access asks it."""

from __future__ import annotations

from deskwise.app.access.holders import Holder, Person
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.state import Stores
from deskwise.okr.objective import Level, Objective

WHOLE_WORKSPACE = Thing(Kind.OBJECTIVES)


def thing_of(stores: Stores, objective: Objective, by: Holder) -> Thing:
    """What an objective is: its team's, or its owner's and their teams'; the company's is nobody's own.

    An agent who acts under no name in tickets has nothing of their own, and so no objective either.
    """
    is_own = isinstance(by, Person) and by.id == objective.owner.name
    if objective.level is Level.COMPANY or objective.owner.kind is Level.TEAM or is_own:
        return thing_owned(objective, by, None)
    return thing_owned(objective, by, stores.people.find(objective.owner.name))


def thing_owned(objective: Objective, by: Holder, owner: Person | None) -> Thing:
    """As `thing_of`, of an objective whose owner is at hand; null of a team, and of nobody there is."""
    if objective.level is Level.COMPANY:
        return WHOLE_WORKSPACE
    if objective.owner.kind is Level.TEAM:
        return Thing(Kind.OBJECTIVES, teams=frozenset({objective.owner.name}))
    found = by if isinstance(by, Person) and by.id == objective.owner.name else owner
    if found is None:
        return WHOLE_WORKSPACE
    return Thing(Kind.OBJECTIVES, teams=found.teams, actors=frozenset({found.actor} if found.actor else ()))


def require_change(stores: Stores, objective: Objective, by: Holder) -> None:
    """Raise `NotAllowedError` where somebody may not change an objective."""
    require(by, Act.CHANGE, thing_of(stores, objective, by))
