"""What is posted of people, tokens and personal data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from deskwise.app.access.holders import Language, Role
from deskwise.app.make_tokens import LASTS_DAYS, LONGEST_DAYS
from deskwise.app.person_values import LONGEST_EMAIL, LONGEST_TEXT

Line = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Teams = Annotated[list[Line], Field(max_length=1_000)]
Identifier = Annotated[str, Field(min_length=1, max_length=500)]


class InvitationBody(BaseModel):
    """Whom an admin invites."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=3, max_length=LONGEST_EMAIL, description="Where they read their mail.")
    name: Line = Field(description="What they are called.")
    role: Role = Field(description="What they may.")
    actor: Line | None = Field(None, description="What the log calls them by; null if they act in no ticket.")
    teams: Teams = Field([], description="Their teams, as the log calls them.")
    language: Language = "en"


class PersonBody(BaseModel):
    """What is to become of a person; what is null or left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    role: Role | None = None
    actor: str | None = Field(None, max_length=LONGEST_TEXT, description="Empty for nothing.")
    teams: Teams | None = Field(None, description="All teams that are theirs from now on.")
    language: Language | None = None


class ActiveBody(BaseModel):
    """Whether somebody is let in."""

    model_config = ConfigDict(extra="forbid")

    active: bool = Field(description="False ends their sessions, links and tokens.")


class TokenBody(BaseModel):
    """A token to be made."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(description="What it is for.")
    scopes: list[Literal["read", "write_events", "admin"]] = Field(min_length=1, max_length=3)
    days: int | None = Field(
        LASTS_DAYS, ge=1, le=LONGEST_DAYS, description="How long it works; null until it is revoked."
    )


class IdentifierBody(BaseModel):
    """On whom it is asked what is held."""

    model_config = ConfigDict(extra="forbid")

    identifier: Identifier = Field(description="Exactly as the log or their account has it.")


class ForgetBody(BaseModel):
    """Whom to forget."""

    model_config = ConfigDict(extra="forbid")

    identifiers: list[Identifier] = Field(min_length=1, max_length=1_000)
    dry_run: bool = Field(description="True to be told what would change; without it cannot be undone.")


class ExpiredBody(BaseModel):
    """Whether to let go what the settings no longer keep."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = Field(description="True to be told what would go; without it cannot be undone.")
