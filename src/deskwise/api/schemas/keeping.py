"""What people, tokens, settings and personal data look like. The words are those of docs/json.md."""

from __future__ import annotations

from pydantic import Field

from deskwise.api.schemas.data import TokenShown
from deskwise.api.schemas.figures import Answer
from deskwise.app.access.holders import Language, Role
from deskwise.app.forgetting import Reason


class Person(Answer):
    """Somebody who signs in."""

    id: str
    name: str
    email: str
    role: Role
    actor: str | None = Field(description="What the log calls them by; null where they act in no ticket.")
    teams: list[str]
    language: Language
    active: bool


class People(Answer):
    """Everybody, those who are not active too."""

    people: list[Person]


class Link(Answer):
    """A link that works once."""

    url: str
    expires_at: str


class Invited(Link):
    """Somebody who was invited, and the link by which they set their password."""

    person: Person


class Tokens(Answer):
    """All tokens, the latest first."""

    tokens: list[TokenShown]


class NewToken(TokenShown):
    """A token with its secret, which is shown this once."""

    secret: str


class SettingsVersion(Answer):
    """A version of the settings."""

    version: int
    at: str | None = Field(description="Null where nobody noted it.")
    who: str | None


class SettingsVersions(Answer):
    """Every version there was."""

    versions: list[SettingsVersion]


class SettingsText(SettingsVersion):
    """A version of the settings with its text."""

    text: str | None = Field(description="The settings file; null where it named somebody forgotten since.")


class SettingChange(Answer):
    """A setting that is another one."""

    key: str
    label: str
    before: str | None = Field(description="Null where it has its default, or was not there.")
    after: str | None
    default: str | None


class SettingsSaved(Answer):
    """What became of the settings, or would."""

    dry_run: bool
    version: int = Field(description="The version that counts: with a dry run, and without changes, the old.")
    makes_facts: bool = Field(description="Whether every figure is made anew.")
    changes: list[SettingChange]


class HeldTicket(Answer):
    """A ticket that names somebody."""

    source: str
    ticket: str


class HeldInLog(Answer):
    """What the log, and what is made of it, hold on an identifier."""

    rows: int
    kinds: dict[str, int]
    columns: dict[str, int]
    texts: int
    facts: dict[str, int]
    rejects: int
    tickets: list[HeldTicket] = Field(description="The latest first; not all where there are more.")
    tickets_total: int
    first_at: str | None
    last_at: str | None
    left: dict[str, int] = Field(description="What is called the same and names nobody.")
    pseudonym: str | None = Field(description="What stands for it if it was forgotten before.")
    known_as: str | None = Field(description="The pseudonym by which the log knows a customer.")


class HeldInState(Answer):
    """What is kept of somebody who signs in."""

    people: list[str]
    tokens: int
    annotations: int
    audit_entries: int


class HeldOnPerson(Answer):
    """All that is held on one identifier."""

    log: HeldInLog
    state: HeldInState
    settings: list[str] = Field(description="The keys of settings that name it.")


class Forgotten(Answer):
    """What forgetting changes, or would."""

    pseudonyms: list[str]
    rows: int
    tickets: int
    texts: int
    rejects: int
    columns: dict[str, int]
    left: dict[str, int]
    settings: list[str]
    known_as: list[str]


class ForgottenPeople(Forgotten):
    """What forgetting people changed, or would."""

    dry_run: bool


class ExpiredPart(Forgotten):
    """What a setting no longer keeps."""

    reason: Reason


class Expired(Answer):
    """What the settings no longer keep."""

    expired: list[ExpiredPart]
    dry_run: bool


class ForgottenNote(Answer):
    """One time that something was forgotten: never who."""

    at: str
    reason: Reason
    persons: int
    pseudonyms: str | None
    rows: int
    tickets: int
    texts: int
    rejects: int


class ForgottenNotes(Answer):
    """What was forgotten so far."""

    forgotten: list[ForgottenNote]
