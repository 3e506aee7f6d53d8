"""What is doubtful in imported data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deskwise.app.lake import DoubtfulRow
from deskwise.app.show_quality import ExplainedFinding, ExplainedQuality
from deskwise.app.tables.quality_table import quality_table
from deskwise.app.tables.table import Table
from deskwise.python.frames import Kind
from deskwise.python.result import Rows

KINDS: dict[str, Kind] = {
    "check": "text", "subject": "text", "severity": "text", "count": "whole", "total": "whole",
    "share": "number", "counted": "whole", "says": "text", "sentence": "text", "do": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Something doubtful: `count` of `total`, of which `counted` are in figures all the same.

    `severity` is serious or doubtful. `says` is the finding in words, `sentence` what it does to figures,
    `do` what to do about it; `examples` say where to look, by file, line, row and ticket.
    """

    check: str
    subject: str | None
    severity: str
    count: int
    total: int
    share: float
    counted: int | None
    says: str
    sentence: str
    do: str
    examples: tuple[DoubtfulRow, ...]


@dataclass(frozen=True, repr=False)
class Quality(Rows[Finding]):
    """The answer of `Workspace.quality`: the findings of one import, most serious first."""

    _quality: ExplainedQuality

    @property
    def import_id(self) -> int:
        """Which import it is about; 1 is the workspace's first."""
        return self._quality.import_id

    @property
    def is_serious(self) -> bool:
        """Whether any of it is serious."""
        return self._quality.is_serious

    @cached_property
    def _items(self) -> tuple[Finding, ...]:
        return tuple(finding_of(each) for each in self._quality.findings)

    def _kinds(self) -> Mapping[str, Kind]:
        return KINDS

    def _flat(self, item: Finding) -> dict[str, Any]:
        return {name: getattr(item, name) for name in KINDS}

    def _tables(self) -> Sequence[Table]:
        return (quality_table(self._quality),)

    def _json(self) -> Any:
        return self._quality.to_json()


def finding_of(each: ExplainedFinding) -> Finding:
    """A finding as this face gives it."""
    return Finding(**{**each.to_json(), "examples": each.finding.examples})
