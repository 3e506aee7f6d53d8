"""Examples of people, tokens, settings and personal data, made by what makes the answers."""

from __future__ import annotations

from typing import Any

from deskwise.api.schemas.examples import MADE_AT
from deskwise.app.access.holders import Person, Role, Scope, Token
from deskwise.app.forgetting import Forgotten, ForgottenNote
from deskwise.app.held_on_person import HeldInLake, HeldInState, HeldOnPerson
from deskwise.app.make_tokens import token_json
from deskwise.app.person_values import person_json
from deskwise.app.plain_json import plain_values
from deskwise.app.settings_differences import change_json, changes
from deskwise.app.settings_document import parse_settings
from deskwise.app.settings_versions import SettingsVersion, version_json

PERSON = Person(
    "c41d9e7708b2a563", "Anna Ames", "anna@example.org", Role.AGENT, "anna", frozenset({"support"})
)
TOKEN = Token("3f9c0d52a1b4e678", "dashboard", "dw_Ab3dEf", frozenset({Scope.READ}), "terminal", MADE_AT)
SETTINGS = 'window_days = 5\nzone = "Europe/Berlin"\n'
VERSION = SettingsVersion(3, SETTINGS, MADE_AT, "c41d9e7708b2a563")
FORGOTTEN = Forgotten(("forgotten-3",), 12, 2, 4, 0, {"customer": 12})
LINK = {"url": "http://127.0.0.1:8650/join/4rT...", "expires_at": MADE_AT}


def person() -> Any:
    """An agent."""
    return person_json(PERSON)


def new_person() -> Any:
    """An agent, as they are invited."""
    return {
        "email": PERSON.email,
        "name": PERSON.name,
        "role": "agent",
        "actor": "anna",
        "teams": ["support"],
    }


def changed_person() -> Any:
    """That they lead their team."""
    return {"role": "lead", "teams": ["support", "field"]}


def link() -> Any:
    """One by which somebody sets a password."""
    return plain_values(LINK)


def invited() -> Any:
    """Somebody who was invited."""
    return plain_values({**LINK, "person": person_json(PERSON)})


def token() -> Any:
    """A token without its secret."""
    return plain_values(token_json(TOKEN))


def new_token() -> Any:
    """One that reads for a year."""
    return {"name": TOKEN.name, "scopes": ["read"], "days": 365}


def made_token() -> Any:
    """A token with its secret."""
    return {**token(), "secret": f"{TOKEN.prefix}..."}


def settings() -> Any:
    """All settings, as far as these are set."""
    return plain_values(parse_settings(SETTINGS).table())


def version() -> Any:
    """A version."""
    return plain_values(version_json(VERSION))


def version_text() -> Any:
    """A version with its text."""
    return {**version(), "text": VERSION.text}


def saved() -> Any:
    """A shorter window for re-contacts."""
    before, after = parse_settings("window_days = 7").table(), parse_settings("window_days = 5").table()
    told = [change_json(each) for each in changes(before, after)]
    return {"dry_run": False, "version": 3, "makes_facts": True, "changes": told}


def held() -> Any:
    """A customer of two tickets."""
    lake = HeldInLake(
        12, {"opened": 2, "message": 10}, {"customer": 2, "actor": 10}, 4, {"requests": 2}, 0,
        (("desk", "4711"),), 2, MADE_AT, MADE_AT, {}, None,
    )  # fmt: skip
    return plain_values(HeldOnPerson(lake, HeldInState(), ()).to_json())


def forgotten() -> Any:
    """What forgetting them would change."""
    return plain_values({**FORGOTTEN.to_json(), "dry_run": True})


def expired() -> Any:
    """What the settings no longer keep."""
    return plain_values({"expired": [{"reason": "text_days", **FORGOTTEN.to_json()}], "dry_run": True})


def notes() -> Any:
    """One time that somebody was forgotten."""
    one = ForgottenNote(MADE_AT, "asked", 1, "forgotten-3", 12, 2, 4, 0)
    return plain_values({"forgotten": [one.to_json()]})
