"""What the data behind figures, notes, tokens and problems look like."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from deskwise.api.schemas.figures import Answer, Number
from deskwise.app.access.holders import Scope
from deskwise.app.access.things import Kind
from deskwise.app.annotations import AnnotationKind
from deskwise.app.audit import Deed
from deskwise.app.show_sources import Standing
from deskwise.events.quality_checks import CHECK_BY_CODE, Severity
from deskwise.events.reject_reasons import REASON_BY_CODE

REASONS: JsonDict = {"enum": [*REASON_BY_CODE]}


class Gap(Answer):
    """What a source cannot give."""

    what: str
    metrics: list[str] = Field(description="What has no figures where it is the only source.")


class UnknownValue(Answer):
    """A value of the source that was not understood."""

    field: str
    value: str
    count: int


class Source(Answer):
    """A source that is connected or was ever synced."""

    name: str
    kind: str | None
    standing: Standing
    complete_to: str | None = Field(description="Null while its history is not gone through.")
    behind_seconds: Number | None
    history_share: Number | None = Field(description="How much of the history is there, 0 to 1.")
    history_since: str | None
    last_attempt_at: str | None
    error: str | None = Field(description="Of the last attempt; null where it went well.")
    passing: bool = Field(description="Whether the next attempt may go well.")
    gaps: list[Gap]
    unknown: list[UnknownValue]
    sync_every_minutes: int | None = Field(description="Null where no server is to sync it.")
    next_sync_at: str | None = Field(description="When a server does; null where none runs.")


class Sources(Answer):
    """The sources, by name."""

    sources: list[Source]


class Reject(Answer):
    """A row that could not be an event."""

    import_id: int
    file: str
    line: int | None
    row: int | None
    source: str | None
    ticket: str | None
    event_id: str | None
    reason: str = Field(json_schema_extra=REASONS)
    detail: str | None
    sentence: str = Field(description="What the reason says.")
    do: str


class Rejects(Answer):
    """A page of rows that could not be events."""

    rejects: list[Reject]
    next: str | None = Field(description="The cursor of the next page; null of the last.")


class DoubtfulRow(Answer):
    """Where an example of a finding is."""

    file: str | None
    line: int | None
    row: int | None
    source: str | None
    ticket: str | None
    detail: str | None


class Finding(Answer):
    """What a check found in the data of an import."""

    check: str = Field(json_schema_extra={"enum": list(CHECK_BY_CODE)})
    subject: str | None
    severity: Severity
    count: int
    total: int
    share: Number
    counted: int | None = Field(
        description="How many are in figures all the same; null where that is no question."
    )
    says: str
    sentence: str
    do: str
    examples: list[DoubtfulRow]


class Quality(Answer):
    """What is doubtful in the data of an import, most serious first."""

    import_id: int
    findings: list[Finding]


class Annotation(Answer):
    """A note on an instant, or on the time until `end_at`."""

    id: str
    kind: AnnotationKind
    text: str
    at: str
    end_at: str | None
    team: str | None = Field(description="Null where it is on all teams.")
    metric: str | None = Field(description="Null where it is on all metrics.")
    author: str


class Annotations(Answer):
    """Notes on the line of time, by when they begin."""

    annotations: list[Annotation]


class AuditEntry(Answer):
    """One change; `before` and `after` are what changed, null where there was nothing."""

    number: int
    at: str
    who: str = Field(description="A person's id, terminal, token:ID, or nobody where it is not known.")
    what: Deed
    on: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Audit(Answer):
    """A page of changes, the latest first."""

    audit: list[AuditEntry]
    next: int | None = Field(description="The cursor of the next page; null of the last.")


class TokenShown(Answer):
    """A token, without its secret."""

    id: str
    name: str
    prefix: str
    scopes: list[Scope]
    made_by: str
    made_at: str
    expires_at: str | None
    last_used_at: str | None
    revoked_at: str | None


class May(Answer):
    """The kinds of thing that may be read and changed."""

    read: list[Kind]
    change: list[Kind]


class Me(Answer):
    """Who asks."""

    token: TokenShown
    may: May


class BadValue(Answer):
    """A value that cannot be taken."""

    at: str = Field(description="Where it is, such as query.limit.")
    what: str


class ProblemDetails(BaseModel):
    """A problem as RFC 9457 has it; `do` says what to do next."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(pattern=r"^urn:deskwise:problem:[a-z-]+$")
    title: str
    status: int
    detail: str
    do: str
    instance: str
    errors: list[BadValue] = Field([], description="Which values; only where a value is none (422).")
