"""Change people: role, teams and the rest, whether they are active, and their password."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.app.access.holders import Holder, Language, Person, Role
from deskwise.app.access.table import may, require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import Deed, entry
from deskwise.app.bearer_secrets import secret_hash
from deskwise.app.make_tokens import revoke_tokens_of
from deskwise.app.passwords import Passwords
from deskwise.app.person_values import (
    checked_language,
    checked_password,
    checked_role,
    checked_text,
    person_json,
)
from deskwise.app.sign_in_throttle import attempt_went_well, count_attempt
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import NotAllowedError, SignInError, UsageError
from deskwise.kernel.language import say

PEOPLE = Thing(Kind.PEOPLE)


@dataclass(frozen=True)
class PersonChange:
    """What is to become of a person; what is null stays. An empty `actor` is none."""

    name: str | None = None
    role: Role | None = None
    actor: str | None = None
    teams: frozenset[str] | None = None
    language: Language | None = None


def list_people(state: State, by: Holder) -> tuple[Person, ...]:
    """Everybody the asker may see, by name: admins all, leads those of their own teams, all themselves."""
    with state.reading() as stores:
        everybody = stores.people.all()
    return tuple(
        one
        for one in everybody
        if may(by, Act.READ, Thing(Kind.PEOPLE, teams=one.teams))
        or (isinstance(by, Person) and one.id == by.id)
    )


def find_person(state: State, by: Holder, who: str) -> Person:
    """The person of an id or e-mail address, of those the asker may see; raises `UsageError` if none is."""
    wanted = who.strip().casefold()
    for one in list_people(state, by):
        if wanted in {one.id, one.email}:
            return one
    raise UsageError(say("nobody has this id or e-mail address"), do=say("see deskwise people list"))


def change_person(
    state: State, clock: Clock, by: Holder, person_id: str, version: int, change: PersonChange
) -> Person:
    """The person as changed; `version` is that of the person the change was made from.

    Raises `ChangedMeanwhileError` with the person as they are now if that is another one, `NotAllowedError`,
    and `UsageError` where no admin would be left. Anybody may change their own name and language.
    """
    own = isinstance(by, Person) and by.active and by.id == person_id
    if not (own and change.role is None and change.actor is None and change.teams is None):
        require(by, Act.CHANGE, PEOPLE)
    at = clock.now()
    with state.changing() as stores:
        before = _found(stores, person_id)
        admins = stores.people.admins()
        after = stores.people.change(_changed(replace(before, version=version), before, change))
        _refuse_no_admin(stores, admins)
        if after.role is not Role.ADMIN:
            revoke_tokens_of(stores, at, by, person_id, spare_own=True)
        told = entry(at, by, Deed.PERSON_CHANGED, _on(before), person_json(before), person_json(after))
        if told.after:
            stores.audit.add(told)
    return after


def _changed(person: Person, before: Person, change: PersonChange) -> Person:
    return replace(
        person,
        name=before.name if change.name is None else checked_text("the name", change.name),
        role=before.role if change.role is None else checked_role(change.role),
        actor=before.actor
        if change.actor is None
        else (checked_text("the actor", change.actor) if change.actor else None),
        teams=before.teams
        if change.teams is None
        else frozenset(checked_text("a team", team) for team in change.teams),
        language=before.language if change.language is None else checked_language(change.language),
    )


def deactivate(state: State, clock: Clock, by: Holder, person_id: str) -> Person:
    """Let somebody in no more: their sessions, links and tokens end. The audit still names them.

    Raises `NotAllowedError`, and `UsageError` where no admin would be left.
    """
    require(by, Act.CHANGE, PEOPLE)
    at = clock.now()
    with state.changing() as stores:
        before = _found(stores, person_id)
        if not before.active:
            return before
        admins = stores.people.admins()
        after = stores.people.change(replace(before, active=False))
        _refuse_no_admin(stores, admins)
        stores.sessions.end_of(person_id)
        stores.links.cancel(person=person_id)
        revoke_tokens_of(stores, at, by, person_id)
        stores.audit.add(
            entry(at, by, Deed.DEACTIVATED, _on(before), person_json(before), person_json(after))
        )
    return after


def activate(state: State, clock: Clock, by: Holder, person_id: str) -> Person:
    """Let somebody in again, with the password they had. Raises `NotAllowedError`."""
    require(by, Act.CHANGE, PEOPLE)
    at = clock.now()
    with state.changing() as stores:
        before = _found(stores, person_id)
        if before.active:
            return before
        after = stores.people.change(replace(before, active=True))
        stores.audit.add(entry(at, by, Deed.ACTIVATED, _on(before), person_json(before), person_json(after)))
    return after


def change_password(
    state: State, clock: Clock, passwords: Passwords, by: Person, old: str, new: str, session: str
) -> None:
    """Put a new password in the place of the old one; every session of theirs but `session` ends.

    Raises `SignInError` if the old one is wrong, `UsageError` if the new one will not do.
    """
    checked_password(new, by)
    with state.changing() as stores:
        count_attempt(stores, by.email, None, clock.now())
        kept = stores.people.password_hash(by.id)
    if not passwords.matches(kept, old):
        raise SignInError(say("the old password is wrong"), do=say("try again, or ask an admin for a link"))
    made = passwords.hash(new)
    at = clock.now()
    with state.changing() as stores:
        if stores.people.password_hash(by.id) != kept:
            raise SignInError(say("the password was changed meanwhile"), do=say("sign in again"))
        person = stores.people.find(by.id)
        if person is None or not person.active:
            raise NotAllowedError(
                say("you are not active here any more"), do=say("ask an admin of the workspace")
            )
        attempt_went_well(stores, by.email, None)
        stores.people.set_password_hash(by.id, made)
        ended = stores.sessions.end_of(by.id, but=secret_hash(session))
        stores.links.cancel(person=by.id)
        stores.audit.add(
            entry(at, by, Deed.PASSWORD_CHANGED, _on(person), None, {"other_sessions_ended": ended})
        )


def _found(stores: Stores, person_id: str) -> Person:
    found = stores.people.find(person_id)
    if found is None:
        raise UsageError(say("nobody has this id"), do=say("see deskwise people list"))
    return found


def _on(person: Person) -> str:
    return f"person:{person.id}"


def _refuse_no_admin(stores: Stores, before: tuple[Person, ...]) -> None:
    if before and not stores.people.admins():
        raise UsageError(
            say("no admin would be left who can sign in"),
            do=say("make somebody else an admin first, and try again"),
        )
