"""Somebody who looks at figures, as tests need them."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.access.holders import Holder, Person, Role
from deskwise.app.access.table import may, may_some, require
from deskwise.app.access.things import OPEN_POLICY, Act, Kind, Policy, Thing


@dataclass(frozen=True)
class Looking:
    """A holder under a policy."""

    holder: Holder
    policy: Policy = OPEN_POLICY

    def may(self, act: Act, thing: Thing) -> bool:
        return may(self.holder, act, thing, self.policy)

    def may_some(self, act: Act, kind: Kind) -> bool:
        return may_some(self.holder, act, kind)

    def require(self, act: Act, thing: Thing) -> None:
        require(self.holder, act, thing, self.policy)


def looking(role: Role, policy: Policy = OPEN_POLICY) -> Looking:
    """Anna, an agent of support, in a role."""
    teams = frozenset({"support"})
    return Looking(Person("1", "Anna", "anna@example.org", role, actor="anna", teams=teams), policy)
