"""The rows that do not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deskwise.app.list_rejects import ExplainedReject
from deskwise.app.tables.rejects_table import rejects_table
from deskwise.app.tables.table import Table
from deskwise.python.frames import Kind
from deskwise.python.result import Rows

KINDS: dict[str, Kind] = {
    "import_id": "whole", "file": "text", "line": "whole", "row": "whole", "source": "text", "ticket": "text",
    "event_id": "text", "reason": "text", "detail": "text", "sentence": "text", "do": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Reject:
    """A row that could not be an event, with its place.

    `sentence` says what `reason` means, `do` what to do about it. `line` is the line of the file it begins
    on, `row` its number among the data rows.
    """

    import_id: int
    file: str
    line: int | None
    row: int | None
    source: str | None
    ticket: str | None
    event_id: str | None
    reason: str
    detail: str | None
    sentence: str
    do: str


@dataclass(frozen=True, repr=False)
class Rejects(Rows[Reject]):
    """The answer of `Workspace.rejects`: the rows that do not count, in the order they came."""

    _found: tuple[ExplainedReject, ...]

    @cached_property
    def _items(self) -> tuple[Reject, ...]:
        return tuple(Reject(**each.to_json()) for each in self._found)

    def _kinds(self) -> Mapping[str, Kind]:
        return KINDS

    def _flat(self, item: Reject) -> dict[str, Any]:
        return {name: getattr(item, name) for name in KINDS}

    def _tables(self) -> Sequence[Table]:
        return (rejects_table(self._found),)

    def _json(self) -> Any:
        return {"rejects": [each.to_json() for each in self._found]}
