"""The table of access, walked whole: role by act by thing, against the rules written down once more."""

from __future__ import annotations

import itertools

import pytest

from deskwise.app.access.holders import TERMINAL, Holder, Person, Role, Scope, Token
from deskwise.app.access.table import TABLE, Reach, may, require
from deskwise.app.access.things import TELLS, Act, Kind, Policy, Thing
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import NotAllowedError

SUPPORT, FIELD = frozenset({"support"}), frozenset({"field"})
ANNA, BEN = frozenset({"anna"}), frozenset({"ben"})
DETAILS = {
    Kind.AGENT_FIGURES, Kind.REQUESTS, Kind.TICKET, Kind.RULING, Kind.DISPUTE, Kind.CUSTOMER, Kind.COMMENTS,
}  # fmt: skip
OF_ADMINS = {Kind.DATA, Kind.SETTINGS, Kind.TOKENS, Kind.PERSONAL_DATA, Kind.AUDIT}

# What a thing can be to somebody called anna, of the team support.
TEAMS = [frozenset[str](), SUPPORT, FIELD, SUPPORT | FIELD]
ACTORS = [frozenset[str](), ANNA, BEN, ANNA | BEN]
PEOPLE = [None, 0, 1, 2, 3, 50]


def anna(role: Role, **other: object) -> Person:
    return Person("1", "Anna", "anna@example.org", role, actor="anna", teams=SUPPORT, **other)  # type: ignore[arg-type]  # fields by name


def token(*scopes: Scope) -> Token:
    return Token("1", "t", "dw_", frozenset(scopes), "1", SystemClock().now())


def things(kind: Kind) -> list[Thing]:
    return [Thing(kind, *one) for one in itertools.product(TEAMS, ACTORS, PEOPLE)]


# What everybody reads.
OF_ALL = {Kind.ANNOTATIONS, Kind.OBJECTIVES, Kind.OBJECTIVE_TALK, Kind.REASONS}


def read_by(role: Role, thing: Thing) -> bool:
    """The rules for reading, in other words than the table's."""
    kind = thing.kind
    if role is Role.ADMIN or kind in OF_ALL:
        return True
    one_of_several = kind in {Kind.TICKET, Kind.RULING, Kind.DISPUTE}
    in_team = "support" in thing.teams and (one_of_several or thing.teams == SUPPORT)
    is_own = "anna" in thing.actors and (one_of_several or thing.actors == ANNA)
    if kind is Kind.AGGREGATE:
        return thing.people in {3, 50} or (role is not Role.VIEWER and in_team)
    if kind in DETAILS:
        return {Role.LEAD: in_team or is_own, Role.AGENT: is_own, Role.VIEWER: False}[role]
    return kind is Kind.PEOPLE and role is Role.LEAD and in_team


def changed_by(role: Role, thing: Thing) -> bool:
    """The rules for changing."""
    kind = thing.kind
    if kind is Kind.DISPUTE:
        # Who may see a ticket may say that its figures are not right.
        return read_by(role, thing)
    if kind is Kind.OBJECTIVE_TALK:
        return role is not Role.VIEWER
    if kind is Kind.OBJECTIVES and role in {Role.LEAD, Role.AGENT}:
        return thing.actors == ANNA or (role is Role.LEAD and thing.teams == SUPPORT)
    if kind is Kind.REASONS:
        return role in {Role.ADMIN, Role.LEAD}
    if kind in {Kind.RULING, Kind.ANNOTATIONS} and role is Role.LEAD:
        return "support" in thing.teams and (kind is Kind.RULING or thing.teams == SUPPORT)
    changeable = {
        Kind.RULING, Kind.DATA, Kind.SETTINGS, Kind.PEOPLE, Kind.TOKENS, Kind.ANNOTATIONS, Kind.PERSONAL_DATA,
        Kind.OBJECTIVES,
    }  # fmt: skip
    return role is Role.ADMIN and kind in changeable


def test_every_kind_and_act_has_its_row_and_every_kind_its_words() -> None:
    assert set(TABLE) == set(itertools.product(Kind, Act))
    assert set(TELLS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("role", Role)
def test_each_role_does_what_the_rules_say(role: Role, kind: Kind) -> None:
    for thing in things(kind):
        assert may(anna(role), Act.READ, thing) == read_by(role, thing), thing
        assert may(anna(role), Act.CHANGE, thing) == changed_by(role, thing), thing


@pytest.mark.parametrize("role", Role)
def test_who_is_not_active_may_nothing(role: Role) -> None:
    for kind, act in TABLE:
        assert not any(may(anna(role, active=False), act, thing) for thing in things(kind))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", Kind)
def test_a_policy_only_ever_takes_away(role: Role, kind: Kind) -> None:
    for thing, act in itertools.product(things(kind), Act):
        open_, own, off = (may(anna(role), act, thing, Policy(choice)) for choice in ("on", "own", "off"))
        assert off <= own <= open_


@pytest.mark.parametrize("holder", [*(anna(role) for role in Role), TERMINAL, token(Scope.ADMIN)])
def test_off_shows_nobody_a_figure_of_one_person(holder: Holder) -> None:
    off = Policy("off")
    for thing in things(Kind.AGENT_FIGURES):
        assert not may(holder, Act.READ, thing, off)
    for thing in things(Kind.AGGREGATE):
        if thing.people in {None, 0, 1}:
            assert not may(holder, Act.READ, thing, off)


def test_own_shows_everybody_their_own_figures_alone() -> None:
    own = Policy("own")
    for thing in things(Kind.AGENT_FIGURES):
        for role in (Role.ADMIN, Role.LEAD, Role.AGENT):
            assert may(anna(role), Act.READ, thing, own) == (thing.actors == ANNA)
        assert not may(TERMINAL, Act.READ, thing, own)
        assert not may(token(Scope.ADMIN), Act.READ, thing, own)


def test_who_acts_in_no_ticket_has_nothing_of_their_own() -> None:
    nobody = Person("1", "Anna", "anna@example.org", Role.AGENT)
    for kind in DETAILS:
        assert not any(may(nobody, Act.READ, thing) for thing in things(kind))


def test_tokens_do_what_their_scopes_are_for() -> None:
    nothing, everything = token(), token(Scope.ADMIN)
    reads = {Kind.AGGREGATE, *DETAILS, Kind.DATA, *OF_ALL}
    for kind, act in TABLE:
        thing = Thing(kind)
        assert not may(nothing, act, thing)
        assert (
            may(everything, act, thing) == may(TERMINAL, act, thing) == (TABLE[kind, act].admin is Reach.ALL)
        )
        assert may(token(Scope.READ), act, thing) == (act is Act.READ and kind in reads)
        assert may(token(Scope.WRITE_EVENTS), act, thing) == ((kind, act) == (Kind.DATA, Act.CHANGE))


def test_nobody_changes_the_audit() -> None:
    assert not may(TERMINAL, Act.CHANGE, Thing(Kind.AUDIT))


def test_what_may_not_be_is_an_error_that_says_what() -> None:
    require(anna(Role.ADMIN), Act.READ, Thing(Kind.AUDIT))
    with pytest.raises(NotAllowedError, match=r"you may not read this \(audit\): who changed what"):
        require(anna(Role.LEAD), Act.READ, Thing(Kind.AUDIT))
