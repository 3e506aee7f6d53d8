"""Port: what people call the clusters of customers' subjects; clusters of one name are one reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class ReasonName:
    """The name of the cluster with a key. `by` is who gave it, as the audit names them.

    `version` counts the changes.
    """

    key: str
    name: str
    by: str
    named_at: datetime
    version: int = 1


class ReasonNameStore(Protocol):
    """Where names are kept."""

    def find(self, key: str) -> ReasonName | None:
        """The name of a cluster."""
        ...

    def all(self) -> tuple[ReasonName, ...]:
        """All names, by the keys of their clusters."""
        ...

    def add(self, name: ReasonName) -> None:
        """Keep the name of a cluster that has none."""
        ...

    def change(self, name: ReasonName) -> ReasonName:
        """Keep a changed name, whose version must be the one that is kept; the answer has the next one.

        Raises `ChangedMeanwhileError` with what is there now, null where it was taken back.
        """
        ...

    def remove(self, name: ReasonName) -> None:
        """Remove a name of this version; raises as `change` does."""
        ...
