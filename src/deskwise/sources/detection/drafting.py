"""What the drafts of all shapes are made with: the columns found, their instants, and what is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from deskwise.app.file_profile import ColumnProfile
from deskwise.app.file_understanding import NO_COLUMN, Answers, Question
from deskwise.sources.detection.columns import Found
from deskwise.sources.detection.durations import Unit, unit_of
from deskwise.sources.detection.instants import Instants
from deskwise.sources.detection.vendor import Vendor
from deskwise.sources.detection.words import CHANNEL_OF, TYPE_OF, word_of


class Drafting:
    """A mapping while it is made."""

    def __init__(
        self,
        found: Mapping[str, Found],
        instants: Instants,
        answers: Answers,
        vendor: Vendor | None,
        decimal_comma: bool,
    ) -> None:
        self.answers = answers
        self.vendor = vendor
        self.decimal_comma = decimal_comma
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self._found = found
        self._instants = instants

    def column(self, meaning: str) -> ColumnProfile | None:
        """The column with a meaning, null if there is none."""
        found = self._found.get(meaning)
        return None if found is None else found.column

    def cells(self, meanings: Iterable[str]) -> dict[str, Any]:
        """The cells of an event that columns of these meanings fill."""
        columns = {meaning: self.column(meaning) for meaning in meanings}
        return {name: self._cell(name, one) for name, one in columns.items() if one is not None}

    def _cell(self, meaning: str, column: ColumnProfile) -> dict[str, Any]:
        """A cell, its words turned into the book's where they mean one of them: Phone is phone."""
        own = {} if self.vendor is None else self.vendor.channels
        known = {"type": TYPE_OF, "channel": {**CHANNEL_OF, **own}}.get(meaning, {})
        values = {
            value: known[word_of(value)]
            for value in column.values
            if known.get(word_of(value)) not in (None, value)
        }
        return {"column": column.name} | ({"values": values, "other": "keep"} if values else {})

    def at(self, column: ColumnProfile, **further: Any) -> str | Mapping[str, Any]:
        """A column as the instant of an event; see `Instants.at`."""
        return self._instants.at(column, **further)

    def unit(self, column: ColumnProfile) -> Unit | None:
        """The unit of a column of durations, null where it has to be asked."""
        known = [*(() if self.vendor is None else self.vendor.units.items()), *self.answers.units]
        return unit_of(column, known)

    def ask(self, question: Question) -> None:
        """Leave something open."""
        self.questions.append(question)

    def without(self, meaning: str) -> bool:
        """Whether the user said that no column has this meaning."""
        return (meaning, NO_COLUMN) in self.answers.columns

    def note(self, what: str) -> None:
        """Say what was taken to be so."""
        self.notes.append(what)
