"""How far somebody reaches into things that are their teams' or their own, as what a query narrows to."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.access.holders import Holder, Person, Token
from deskwise.app.access.table import acts_for, may
from deskwise.app.access.things import OPEN_POLICY, Act, Kind, Policy, Thing


@dataclass(frozen=True)
class Whose:
    """Whose things somebody may read: everybody's, or those of some teams and of one agent.

    `teams` and `actors` are empty where it is everybody's.
    """

    everybody: bool
    teams: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()

    @property
    def nobody(self) -> bool:
        """Whether nothing is within reach."""
        return not (self.everybody or self.teams or self.actors)


def whose(holder: Holder, kind: Kind, policy: Policy = OPEN_POLICY) -> Whose:
    """Whose things of a kind somebody may read, as the table of access says.

    >>> from deskwise.app.access.holders import Role
    >>> lea = Person("1", "Lea", "lea@example.org", Role.LEAD, actor="lea", teams=frozenset({"support"}))
    >>> whose(lea, Kind.CUSTOMER)
    Whose(everybody=False, teams=frozenset({'support'}), actors=frozenset({'lea'}))
    """
    if may(holder, Act.READ, Thing(kind), policy):
        return Whose(everybody=True)
    person = acts_for(holder, Act.READ, kind) if isinstance(holder, Token) else holder
    if not isinstance(person, Person):
        return Whose(everybody=False)
    actors = set() if person.actor is None else {person.actor}
    return Whose(
        everybody=False,
        teams=frozenset(
            team for team in person.teams if may(holder, Act.READ, Thing(kind, frozenset({team})), policy)
        ),
        actors=frozenset(
            actor for actor in actors if may(holder, Act.READ, Thing(kind, actors=frozenset({actor})), policy)
        ),
    )
