"""Port: what forgets people in a workspace, and what there is to tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Retention:
    """How old texts and customers' identifiers become, in microseconds before the as-of; null is for ever."""

    text_microseconds: int | None = None
    identifiers_microseconds: int | None = None

    def __bool__(self) -> bool:
        return self != Retention()


KEEP_ALL = Retention()
Reason = Literal["asked", "text_days", "identifiers_days", "customers"]
# The setting by which something goes that nobody asked for.
SETTING_OF: Mapping[Reason, str] = {
    "text_days": "retention.text_days",
    "identifiers_days": "retention.identifiers_days",
    "customers": "customers",
}


@dataclass(frozen=True)
class Forgotten:
    """What forgetting changes: so many rows of the log, of tickets, texts that go, rejects that quote a name.

    `columns` counts the rows by where the identifier stands in them. `left` counts by place what is called
    the same and is left as it is, `settings` are the keys of settings that are. `known_as` are the pseudonyms
    by which the log knew them as customers before.
    """

    pseudonyms: tuple[str, ...]
    rows: int
    tickets: int
    texts: int
    rejects: int
    columns: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    settings: tuple[str, ...] = ()
    known_as: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The pseudonyms as a listing names them.

        >>> Forgotten(("forgotten-3", "forgotten-4", "forgotten-5"), 0, 0, 0, 0).told
        'forgotten-3 to forgotten-5'
        """
        if len(self.pseudonyms) > 2:
            return f"{self.pseudonyms[0]} to {self.pseudonyms[-1]}"
        return " and ".join(self.pseudonyms)

    def to_json(self) -> dict[str, Any]:
        """The object `forget --format json` prints."""
        return {
            **asdict(self),
            "pseudonyms": list(self.pseudonyms),
            "columns": dict(self.columns),
            "left": dict(self.left),
            "settings": list(self.settings),
            "known_as": list(self.known_as),
        }


@dataclass(frozen=True)
class ForgottenNote:
    """What the lake notes of one time that something was forgotten: never who.

    `reason` is asked, or the setting by which texts or identifiers had become too old, or customers have
    pseudonyms: of these `pseudonyms` names none.
    """

    at: datetime
    reason: Reason
    persons: int
    pseudonyms: str | None
    rows: int
    tickets: int
    texts: int
    rejects: int

    def to_json(self) -> dict[str, Any]:
        """The object `forget --list --format json` prints of it."""
        return asdict(self)


class Forgetter(Protocol):
    """What forgets in one workspace."""

    def find(self, identifiers: tuple[str, ...]) -> Forgotten:
        """What forgetting the people of these identifiers would change; changes nothing.

        Raises `UsageError` for an identifier that names nobody, `WorkspaceError` where there is no workspace.
        """
        ...

    def forget(self, identifiers: tuple[str, ...], at: datetime) -> Forgotten:
        """Forget them as one whole; no file of the workspace holds the identifiers then."""
        ...

    def find_expired(self) -> tuple[tuple[Reason, Forgotten], ...]:
        """What the settings no longer keep as it is, by the setting; changes nothing."""
        ...

    def expire(self, at: datetime) -> tuple[tuple[Reason, Forgotten], ...]:
        """Let it go, as one whole; figures stay."""
        ...

    def notes(self) -> tuple[ForgottenNote, ...]:
        """What was forgotten so far, in its order."""
        ...

    def settings_text(self) -> str:
        """The settings as they were written."""
        ...
