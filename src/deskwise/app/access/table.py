"""The one place that decides who may do what: a table of roles and scopes by thing and act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskwise.app.access.holders import Holder, Person, Role, Scope, Token
from deskwise.app.access.things import OPEN_POLICY, TELLS, Act, Kind, Policy, Thing
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import mid_sentence, say

# A figure of fewer people than this tells of each of them.
SMALLEST_GROUP = 3


class Reach(StrEnum):
    """How far a role reaches, in the words of the table in the docs."""

    NONE = "no"
    ALL = "yes"
    LARGE = "from 3 people up"
    TEAMS_OR_LARGE = "own teams, others from 3 people up"
    TEAMS = "own teams"
    TEAMS_OR_OWN = "own teams and own"
    OWN = "own"


@dataclass(frozen=True)
class Row:
    """What each role and scope reaches of one thing by one act."""

    admin: Reach
    lead: Reach
    agent: Reach
    viewer: Reach
    read: Reach = Reach.NONE
    write_events: Reach = Reach.NONE

    def of_role(self, role: Role) -> Reach:
        """What people of a role reach."""
        return {
            Role.ADMIN: self.admin, Role.LEAD: self.lead, Role.AGENT: self.agent, Role.VIEWER: self.viewer,
        }[role]  # fmt: skip

    def of_scope(self, scope: Scope) -> Reach:
        """What tokens of a scope reach."""
        known = {Scope.READ: self.read, Scope.WRITE_EVENTS: self.write_events, Scope.ADMIN: self.admin}
        # What somebody made for themselves reaches what their role does.
        return known.get(scope, Reach.NONE)


_NO, _YES = Reach.NONE, Reach.ALL
_DETAILS = Row(_YES, Reach.TEAMS_OR_OWN, Reach.OWN, _NO, read=_YES)
_OF_ADMINS = Row(_YES, _NO, _NO, _NO)
# What the log gives is changed by nobody: it is made of events.
_NOBODY = Row(_NO, _NO, _NO, _NO)

TABLE: dict[tuple[Kind, Act], Row] = {
    (Kind.AGGREGATE, Act.READ): Row(_YES, Reach.TEAMS_OR_LARGE, Reach.TEAMS_OR_LARGE, Reach.LARGE, read=_YES),
    (Kind.AGGREGATE, Act.CHANGE): _NOBODY,
    (Kind.AGENT_FIGURES, Act.READ): _DETAILS,
    (Kind.AGENT_FIGURES, Act.CHANGE): _NOBODY,
    (Kind.REQUESTS, Act.READ): _DETAILS,
    (Kind.REQUESTS, Act.CHANGE): _NOBODY,
    (Kind.TICKET, Act.READ): _DETAILS,
    (Kind.TICKET, Act.CHANGE): _NOBODY,
    (Kind.RULING, Act.READ): _DETAILS,
    (Kind.RULING, Act.CHANGE): Row(_YES, Reach.TEAMS, _NO, _NO),
    (Kind.DISPUTE, Act.READ): _DETAILS,
    # To open one; who may rule decides it.
    (Kind.DISPUTE, Act.CHANGE): Row(_YES, Reach.TEAMS_OR_OWN, Reach.OWN, _NO),
    (Kind.CUSTOMER, Act.READ): _DETAILS,
    (Kind.CUSTOMER, Act.CHANGE): _NOBODY,
    (Kind.COMMENTS, Act.READ): _DETAILS,
    (Kind.COMMENTS, Act.CHANGE): _NOBODY,
    (Kind.DATA, Act.READ): Row(_YES, _NO, _NO, _NO, read=_YES),
    (Kind.DATA, Act.CHANGE): Row(_YES, _NO, _NO, _NO, write_events=_YES),
    (Kind.SETTINGS, Act.READ): _OF_ADMINS,
    (Kind.SETTINGS, Act.CHANGE): _OF_ADMINS,
    (Kind.PEOPLE, Act.READ): Row(_YES, Reach.TEAMS, _NO, _NO),
    (Kind.PEOPLE, Act.CHANGE): _OF_ADMINS,
    (Kind.TOKENS, Act.READ): _OF_ADMINS,
    (Kind.TOKENS, Act.CHANGE): _OF_ADMINS,
    (Kind.PERSONAL_DATA, Act.READ): _OF_ADMINS,
    (Kind.PERSONAL_DATA, Act.CHANGE): _OF_ADMINS,
    (Kind.AUDIT, Act.READ): _OF_ADMINS,
    (Kind.AUDIT, Act.CHANGE): _NOBODY,
    (Kind.ANNOTATIONS, Act.READ): Row(_YES, _YES, _YES, _YES, read=_YES),
    (Kind.ANNOTATIONS, Act.CHANGE): Row(_YES, Reach.TEAMS, _NO, _NO),
    (Kind.OBJECTIVES, Act.READ): Row(_YES, _YES, _YES, _YES, read=_YES),
    (Kind.OBJECTIVES, Act.CHANGE): Row(_YES, Reach.TEAMS_OR_OWN, Reach.OWN, _NO),
    (Kind.OBJECTIVE_TALK, Act.READ): Row(_YES, _YES, _YES, _YES, read=_YES),
    (Kind.OBJECTIVE_TALK, Act.CHANGE): Row(_YES, _YES, _YES, _NO),
    (Kind.REASONS, Act.READ): Row(_YES, _YES, _YES, _YES, read=_YES),
    (Kind.REASONS, Act.CHANGE): Row(_YES, _YES, _NO, _NO),
}
# One ticket may have been with several teams and agents: each of them sees it. Of a list or a figure, all of
# it has to be within reach.
_SHARED = frozenset({Kind.TICKET, Kind.RULING, Kind.DISPUTE})


def may(person: Holder, act: Act, thing: Thing, policy: Policy = OPEN_POLICY) -> bool:
    """Whether somebody may do this: what the table says, and then what the policy leaves of it.

    >>> anna = Person("1", "Anna", "anna@example.org", Role.AGENT, actor="anna", teams=frozenset({"support"}))
    >>> may(anna, Act.READ, Thing(Kind.AGENT_FIGURES, actors=frozenset({"anna"})))
    True
    >>> may(anna, Act.READ, Thing(Kind.AGENT_FIGURES, actors=frozenset({"anna", "ben"})))
    False
    """
    row = TABLE[thing.kind, act]
    if isinstance(person, Person):
        granted = person.active and _within(row.of_role(person.role), person, thing)
    elif isinstance(person, Token):
        # Whether it has run out or was revoked, whoever looked it up has seen.
        own = acts_for(person, act, thing.kind)
        granted = any(row.of_scope(scope) is Reach.ALL for scope in person.scopes) or (
            own is not None and _within(row.of_role(own.role), own, thing)
        )
    else:
        granted = row.admin is Reach.ALL
    return granted and _left_by(policy, person, thing)


def may_some(person: Holder, act: Act, kind: Kind) -> bool:
    """Whether there can be a thing of a kind to which somebody may do this, for whole pages and links.

    >>> may_some(Person("1", "Anna", "anna@example.org", Role.VIEWER), Act.READ, Kind.TICKET)
    False
    """
    row = TABLE[kind, act]
    if isinstance(person, Person):
        return person.active and row.of_role(person.role) is not Reach.NONE
    if isinstance(person, Token):
        own = acts_for(person, act, kind)
        of_own = own is not None and row.of_role(own.role) is not Reach.NONE
        return of_own or any(row.of_scope(scope) is Reach.ALL for scope in person.scopes)
    return row.admin is Reach.ALL


def acts_for(token: Token, act: Act, kind: Kind) -> Person | None:
    """The person whose rights a token has in this, as far as its scopes let it; null where it has nobody's.

    None makes tokens by it: what they may would not end with what the person may.
    """
    lets = Scope.OWN in token.scopes or (act is Act.READ and Scope.OWN_READ in token.scopes)
    if not lets or (kind is Kind.TOKENS and act is Act.CHANGE):
        return None
    return token.person if token.person is not None and token.person.active else None


def require_some(person: Holder, act: Act, kind: Kind) -> None:
    """Raise `NotAllowedError` where `may_some` says no."""
    if not may_some(person, act, kind):
        raise _not_allowed(act, kind)


def require(person: Holder, act: Act, thing: Thing, policy: Policy = OPEN_POLICY) -> None:
    """Raise `NotAllowedError` where `may` says no."""
    if not may(person, act, thing, policy):
        raise _not_allowed(act, thing.kind)


def _not_allowed(act: Act, kind: Kind) -> NotAllowedError:
    return NotAllowedError(
        say(
            "you may not %(act)s this (%(kind)s): %(what)s",
            act=say(act),
            kind=kind,
            what=mid_sentence(say(TELLS[kind]).rstrip(".")),
        ),
        do=say("ask an admin of the workspace"),
    )


def _within(reach: Reach, person: Person, thing: Thing) -> bool:
    of_own_teams = _inside(thing, thing.teams, person.teams)
    own = person.actor is not None and _inside(thing, thing.actors, frozenset({person.actor}))
    large = (thing.people or 1) >= SMALLEST_GROUP
    return {
        Reach.NONE: False,
        Reach.ALL: True,
        Reach.LARGE: large,
        Reach.TEAMS_OR_LARGE: of_own_teams or large,
        Reach.TEAMS: of_own_teams,
        Reach.TEAMS_OR_OWN: of_own_teams or own,
        Reach.OWN: own,
    }[reach]


def _inside(thing: Thing, theirs: frozenset[str], own: frozenset[str]) -> bool:
    return bool(theirs & own) if thing.kind in _SHARED else bool(theirs) and theirs <= own


def _left_by(policy: Policy, person: Holder, thing: Thing) -> bool:
    """Whether the policy leaves a figure to be seen; a figure of one is that person's."""
    of_one = thing.kind is Kind.AGGREGATE and (thing.people or 1) < 2
    if policy.people_figures == "on" or not (of_one or thing.kind is Kind.AGENT_FIGURES):
        return True
    whose = person.person if isinstance(person, Token) else person
    own = isinstance(whose, Person) and whose.actor is not None and thing.actors == {whose.actor}
    return policy.people_figures == "own" and own
