"""Port: notes on the line of time, such as a release, that charts show where they happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class AnnotationKind(StrEnum):
    """What kind of thing happened."""

    RELEASE = "release"
    ROTA = "rota"
    INCIDENT = "incident"
    CAMPAIGN = "campaign"
    PROCESS = "process"
    LIMITS = "limits"
    OTHER = "other"


@dataclass(frozen=True)
class Annotation:
    """A note on an instant, or on the time until `end_at`, which is null of an instant.

    `team` and `metric` are null where it is on all of them. `author` is who made it, as the audit names them.
    `version` counts the changes.
    """

    id: str
    kind: AnnotationKind
    text: str
    at: datetime
    author: str
    made_at: datetime
    end_at: datetime | None = None
    team: str | None = None
    metric: str | None = None
    version: int = 1


class AnnotationStore(Protocol):
    """Where annotations are kept."""

    def find(self, annotation: str) -> Annotation | None:
        """The annotation of an id."""
        ...

    def between(self, start_at: datetime | None, end_at: datetime | None) -> tuple[Annotation, ...]:
        """Those that meet a time, by when they begin; its end is not part of it, and null is no edge."""
        ...

    def add(self, annotation: Annotation) -> None:
        """Keep a new annotation."""
        ...

    def change(self, annotation: Annotation) -> Annotation:
        """Keep a changed annotation, whose version must be the one that is kept; the answer has the next one.

        Raises `ChangedMeanwhileError` with what is there now, null where it was removed.
        """
        ...

    def remove(self, annotation: Annotation) -> None:
        """Remove an annotation of this version; raises as `change` does."""
        ...
