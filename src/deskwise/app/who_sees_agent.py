"""Say who can see the figures of an agent: the table of access, asked for everybody who signs in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from deskwise.app.access.holders import Person, Role
from deskwise.app.access.table import may
from deskwise.app.access.things import Act, Kind, Policy, Thing
from deskwise.app.state import State


@dataclass(frozen=True)
class SeenBy:
    """The names of those who can see an agent's figures in a team, each by what lets them, in order.

    `programs` is how many tokens of programs do.
    """

    themselves: tuple[str, ...]
    leads: tuple[str, ...]
    admins: tuple[str, ...]
    programs: int


def agent_figures(agent: str, team: str | None) -> Thing:
    """An agent's figures in a team, as the table of access asks for them; null is no team."""
    return Thing(Kind.AGENT_FIGURES, frozenset({team or ""}), frozenset({agent}))


def who_sees_agent(state: State, policy: Policy, agent: str, team: str | None, at: datetime) -> SeenBy:
    """Who can see an agent's figures in a team at an instant, under the workspace's policy."""
    thing = agent_figures(agent, team)
    with state.reading() as stores:
        people = [each for each in stores.people.all() if may(each, Act.READ, thing, policy)]
        tokens = [each for each in stores.tokens.all() if each.revoked_at is None]
    tokens = [each for each in tokens if each.expires_at is None or each.expires_at > at]
    own = [each for each in people if each.actor == agent]
    others = [each for each in people if each.actor != agent]
    return SeenBy(
        _names(own),
        _names(each for each in others if each.role is not Role.ADMIN),
        _names(each for each in others if each.role is Role.ADMIN),
        sum(may(each, Act.READ, thing, policy) for each in tokens),
    )


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(each.name for each in people)
