"""What an analysis found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from deskwise.analyses.finding import Finding, NumberColumn, Outcome
from deskwise.app.finding_json import finding_json
from deskwise.app.tables.finding_table import finding_lines, finding_tables, rests_on_line
from deskwise.app.tables.table import Table
from deskwise.python.frames import Kind
from deskwise.python.instants import moment
from deskwise.python.result import Result
from deskwise.reports.sentence_words import plain_sentence

FLAGS = frozenset({"beyond", "share_beyond"})


@dataclass(frozen=True)
class Found:
    """One number of a finding, unrounded; `interval` is its 95 % interval, null where it has none."""

    value: float | None
    unit: str
    interval: tuple[float | None, float | None] | None


@dataclass(frozen=True, repr=False)
class Analysis(Result):
    """The answer of `Workspace.analyse`: sentences, numbers by name, and a table with rows."""

    _finding: Finding

    @property
    def outcome(self) -> Outcome:
        """`found` beyond noise, `nothing`, `not judged` or `too few`."""
        return self._finding.outcome

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, the answer first."""
        zone = self._finding.rests_on.zone
        return tuple(plain_sentence(each, zone) for each in self._finding.sentences)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What of this very finding is to be taken with care."""
        zone = self._finding.rests_on.zone
        return tuple(plain_sentence(each, zone) for each in self._finding.doubts)

    @cached_property
    def numbers(self) -> Mapping[str, Found]:
        """The numbers by name."""
        return {
            each.name: Found(
                each.value,
                each.unit,
                None if each.low is None and each.high is None else (each.low, each.high),
            )
            for each in self._finding.numbers
        }

    @property
    def rests_on(self) -> Mapping[str, Any]:
        """What it was made of: metric and version, periods, filters, cases."""
        told: Mapping[str, Any] = self.to_json()["rests_on"]
        return told

    @property
    def as_of(self) -> datetime:
        """Until when the data is known to be complete."""
        return moment(self._finding.rests_on.as_of)

    def rows(self) -> list[dict[str, Any]]:
        """The rows of its table."""
        return list(self._finding.records())

    def _kinds(self) -> Mapping[str, Kind]:
        return {each.name: _kind(each, self._finding.rests_on.unit) for each in self._finding.columns}

    def _head(self) -> Sequence[str]:
        return (*finding_lines(self._finding), rests_on_line(self._finding))

    def _tables(self) -> Sequence[Table]:
        return finding_tables(self._finding)

    def _json(self) -> Any:
        return finding_json(self._finding)


def _kind(column: NumberColumn, unit: str) -> Kind:
    if column.name in FLAGS:
        return "flag"
    if column.unit is None:
        return "text"
    return "whole" if column.unit == "count" and unit != "count" else "number"
