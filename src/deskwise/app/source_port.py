"""Port: what every source that is asked over a network can do, and what it says of itself.

A source translates and nothing else: when it is asked, how far it came and where its events go is not its
matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol, runtime_checkable

from deskwise.events.event_row import EventRow
from deskwise.events.translation import Translation

DEFAULT_OVERLAP_SECONDS = 300.0


@dataclass(frozen=True)
class Gap:
    """What a source cannot give, and the metrics that are null where it is the only one."""

    what: str
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceSetting:
    """A setting of a connection that the source reads: `url`, `user`, `token` or one of its `options`."""

    name: str
    tells: str
    example: str = ""
    secret: bool = False
    required: bool = True


@dataclass(frozen=True)
class SourceDescription:
    """What a source is, for its user: everything `deskwise sources` and the docs say of it.

    `history` is how far back and how finely it tells what happened, `derived` what is concluded and not told,
    `missing` what it cannot give. `overlap_seconds` is how late a change may become visible there.
    """

    kind: str
    title: str
    history: str
    derived: tuple[str, ...]
    missing: tuple[Gap, ...]
    settings: tuple[SourceSetting, ...]
    overlap_seconds: float = DEFAULT_OVERLAP_SECONDS


@dataclass(frozen=True)
class Connection:
    """A connection with its secret at hand. What shows it shows no secret.

    `requests_per_minute` is the budget the user set, null for none. `plain_http` allows to send the secret
    over an unencrypted connection to another machine. `keep_text` says whether texts may be asked for at all.
    """

    name: str
    kind: str
    url: str
    user: str | None = None
    token: str | None = field(default=None, repr=False)
    requests_per_minute: int | None = None
    plain_http: bool = False
    keep_text: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """Who we are there and what we may see; `server_now` is the help desk's own clock, null if not shown."""

    who: str
    sees: tuple[str, ...] = ()
    server_now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the help desk gave it, such as a ticket; `raw` is its own to read for the source alone."""

    id: str
    changed_at: datetime | None
    raw: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Page:
    """Some records, and the cursor that goes on after them.

    `expected` is how many records this call of `pull` will give in all, null where nobody knows.
    `complete_to` is the instant up to which every event of the whole source was delivered; null, as for all
    that give tickets by their last change, says nothing before the pull has ended.
    """

    records: tuple[Record, ...]
    cursor: str
    expected: int | None = None
    complete_to: datetime | None = None


@dataclass(frozen=True)
class Refused:
    """A record, or a part of one, of which no event can be made; `reason` in a few words, never its text."""

    ticket: str | None
    reason: str


@dataclass(frozen=True)
class Translated:
    """The events of a record, and what in it was not understood.

    `unknown_fields` are names, `unknown_values` pairs of a field and a value that should be one of a few; a
    value that may be somebody's text is no such value. `row` is not null where the source has a mapping: then
    it is what the mapping reads, by their own names, and there are no events beside it.
    """

    events: tuple[EventRow, ...]
    refused: tuple[Refused, ...] = ()
    unknown_fields: tuple[str, ...] = ()
    unknown_values: tuple[tuple[str, str], ...] = ()
    row: Mapping[str, str | None] | None = None


@dataclass(frozen=True)
class RowReading:
    """How rows become events that a source gives as they are: as `--map` and `--timezone` of `import` say."""

    mapping: Translation
    timezone: str | None = None


class Source(Protocol):
    """One help desk that is asked, through one connection."""

    description: ClassVar[SourceDescription]

    def check(self) -> Checked:
        """Ask who we are; raises `SourceError`, a final one for wrong credentials or too few rights."""
        ...

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """Every record that was changed since an instant (null: every record), in pages.

        `cursor` is that of a page before, of a pull with the same `since`: it goes on after that page. What
        is changed while it runs comes at least once. When it ends, all is given that had happened when it
        began. Raises `SourceError`; what was yielded stays good.
        """
        ...

    def events(self, record: Record) -> Translated:
        """The events of a record: the same for the same record, whenever and however often it is asked."""
        ...

    def present(self, tickets: Sequence[str]) -> frozenset[str]:
        """Which of these tickets are still there; raises `SourceError`."""
        ...

    def close(self) -> None:
        """Let go of what it holds open; it may be asked again."""
        ...


@runtime_checkable
class CountingSource(Source, Protocol):
    """A source whose changes may be numbered and not dated: it goes on at a number, not at an instant."""

    def changes_after(self, cursor: str) -> str | None:
        """The cursor that a new pull of changes begins with, given that of a pull before.

        Null where changes are dated: `since` tells then where it begins.
        """
        ...


@runtime_checkable
class MappedSource(Source, Protocol):
    """A source that may give rows as they are, for a mapping to read."""

    def row_reading(self) -> RowReading | None:
        """How its rows are read; null where it makes events itself. Raises `MappingError`."""
        ...
