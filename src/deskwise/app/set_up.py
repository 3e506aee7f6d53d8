"""Set a workspace up for people: the first admin, by a link that works once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskwise.app.access.holders import TERMINAL, Language, Person, Role
from deskwise.app.audit import Deed, entry
from deskwise.app.one_time_links import SET_UP_PURPOSES, MadeLink, find_link, make_link, use_link
from deskwise.app.passwords import Passwords
from deskwise.app.people import Purpose
from deskwise.app.person_values import (
    checked_email,
    checked_language,
    checked_password,
    checked_text,
    new_id,
    person_json,
)
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import LinkError
from deskwise.kernel.language import say


@dataclass(frozen=True)
class FirstAdmin:
    """Who sets the workspace up, as they write it."""

    name: str
    email: str
    password: str
    language: Language = "en"


def needs_set_up(state: State) -> bool:
    """Whether there is nobody who could let others in."""
    with state.reading() as stores:
        return not stores.people.admins()


def first_run_link(state: State, clock: Clock) -> MadeLink | None:
    """What a server prints when it starts where nobody is admin yet: a link; null where somebody is."""
    with state.changing() as stores:
        if stores.people.admins():
            return None
        return _made(stores, Purpose.FIRST_RUN, clock)


def set_up_link(state: State, clock: Clock) -> MadeLink:
    """What whoever has the folder may always have: a link that makes an admin, or lets one in again."""
    with state.changing() as stores:
        return _made(stores, Purpose.SET_UP, clock)


def _made(stores: Stores, purpose: Purpose, clock: Clock) -> MadeLink:
    at = clock.now()
    link = make_link(stores, purpose, None, at)
    after = {"purpose": str(purpose), "expires_at": link.expires_at}
    stores.audit.add(entry(at, TERMINAL, Deed.SET_UP_LINK_MADE, "link", None, after))
    return link


def is_set_up_link(state: State, clock: Clock, secret: str) -> None:
    """Raise `LinkError` where a link does not work; for the page that it opens."""
    with state.reading() as stores:
        _refuse_late_first_run(stores, find_link(stores, secret, SET_UP_PURPOSES, clock.now()).purpose)


def set_up(state: State, clock: Clock, passwords: Passwords, secret: str, admin: FirstAdmin) -> Person:
    """Use a set-up link up: the admin that it makes. Sign them in next.

    An e-mail address that is known already becomes an active admin with the new password. Raises `LinkError`,
    and `UsageError` for what is written wrongly; the link then works still.
    """
    name, email = checked_text("the name", admin.name), checked_email(admin.email)
    new = Person(new_id(), name, email, Role.ADMIN, language=checked_language(admin.language))
    checked_password(admin.password, new)
    is_set_up_link(state, clock, secret)
    kept = passwords.hash(admin.password)
    at = clock.now()
    with state.changing() as stores:
        _refuse_late_first_run(stores, use_link(stores, secret, SET_UP_PURPOSES, at).purpose)
        before = stores.people.find_email(email)
        if before is None:
            stores.people.add(new, at)
            person = new
        else:
            person = stores.people.change(replace(before, role=Role.ADMIN, active=True))
            stores.sessions.end_of(person.id)
            stores.links.cancel(person=person.id)
        stores.people.set_password_hash(person.id, kept)
        told = None if before is None else person_json(before)
        done = entry(at, person, Deed.SET_UP, f"person:{person.id}", told, person_json(person))
        stores.audit.add(done)
    return person


def _refuse_late_first_run(stores: Stores, purpose: Purpose) -> None:
    if purpose is Purpose.FIRST_RUN and stores.people.admins():
        raise LinkError(
            say("this workspace is set up already"),
            do=say("ask an admin to invite you, or: deskwise people set-up-link"),
        )
