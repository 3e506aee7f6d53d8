"""Invite people, and give them a new password, by links that work once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from deskwise.app.access.holders import Holder, Language, Person, Role
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import Deed, entry
from deskwise.app.one_time_links import JOIN_PURPOSES, MadeLink, find_link, make_link, use_link
from deskwise.app.passwords import Passwords
from deskwise.app.people import Link, Purpose
from deskwise.app.person_values import (
    checked_email,
    checked_language,
    checked_password,
    checked_role,
    checked_text,
    new_id,
    person_json,
)
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import LinkError, UsageError
from deskwise.kernel.language import say


@dataclass(frozen=True)
class Invitation:
    """Whom an admin invites, as they write it."""

    name: str
    email: str
    role: Role
    actor: str | None = None
    teams: Iterable[str] = ()
    language: Language = "en"


def invite(state: State, clock: Clock, by: Holder, invitation: Invitation) -> tuple[Person, MadeLink]:
    """A new person and the link by which they set their password.

    Raises `NotAllowedError`, and `UsageError` where the e-mail address is somebody's already.
    """
    require(by, Act.CHANGE, Thing(Kind.PEOPLE))
    person = Person(
        new_id(),
        checked_text("the name", invitation.name),
        checked_email(invitation.email),
        checked_role(invitation.role),
        None if invitation.actor is None else checked_text("the actor", invitation.actor),
        frozenset(checked_text("a team", team) for team in invitation.teams),
        checked_language(invitation.language),
    )
    at = clock.now()
    with state.changing() as stores:
        if stores.people.find_email(person.email) is not None:
            raise UsageError(
                say("somebody has this e-mail address already"),
                do=say("see deskwise people list, or use another"),
            )
        stores.people.add(person, at)
        link = make_link(stores, Purpose.INVITATION, person.id, at)
        stores.audit.add(entry(at, by, Deed.INVITED, f"person:{person.id}", None, person_json(person)))
    return person, link


def password_link(state: State, clock: Clock, by: Holder, person_id: str) -> MadeLink:
    """A link by which a person sets a new password; the old one works until then. Raises as `invite` does."""
    require(by, Act.CHANGE, Thing(Kind.PEOPLE))
    at = clock.now()
    with state.changing() as stores:
        person = stores.people.find(person_id)
        if person is None or not person.active:
            raise UsageError(say("nobody active has this id"), do=say("see deskwise people list"))
        stores.links.cancel(person=person.id)
        link = make_link(stores, Purpose.PASSWORD, person.id, at)
        after = {"expires_at": link.expires_at}
        stores.audit.add(entry(at, by, Deed.PASSWORD_LINK_MADE, f"person:{person.id}", None, after))
    return link


def invited(state: State, clock: Clock, secret: str) -> Person:
    """Whom a link is for, for the page that it opens; raises `LinkError` where it does not work."""
    with state.reading() as stores:
        return _whose(stores, find_link(stores, secret, JOIN_PURPOSES, clock.now()))


def join(
    state: State, clock: Clock, passwords: Passwords, secret: str, password: str, name: str | None = None
) -> Person:
    """Use a link up: set the password, and the name if another is given. Sign them in next.

    Who was signed in as this person is no longer. Raises `LinkError`, and `UsageError` for a password that
    will not do; the link then works still.
    """
    found = invited(state, clock, secret)
    checked_password(password, found)
    chosen = None if name is None else checked_text("the name", name)
    kept = passwords.hash(password)
    at = clock.now()
    with state.changing() as stores:
        link = use_link(stores, secret, JOIN_PURPOSES, at)
        before = _whose(stores, link)
        person = (
            before if chosen in {None, before.name} else stores.people.change(replace(before, name=chosen))
        )
        stores.people.set_password_hash(person.id, kept)
        stores.sessions.end_of(person.id)
        deed = Deed.JOINED if link.purpose is Purpose.INVITATION else Deed.PASSWORD_CHANGED
        told = entry(at, person, deed, f"person:{person.id}", person_json(before), person_json(person))
        stores.audit.add(told)
    return person


def _whose(stores: Stores, link: Link) -> Person:
    person = None if link.person is None else stores.people.find(link.person)
    if person is None or not person.active:
        raise LinkError(say("this link is nobody's any more"), do=say("ask an admin of the workspace"))
    return person
