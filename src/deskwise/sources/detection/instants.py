"""The instants of a mapping: which format each column is in, and what has to be asked for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from deskwise.app.file_profile import ColumnProfile
from deskwise.app.file_understanding import Answers, DateOrder, Question
from deskwise.kernel.language import number, say
from deskwise.sources.detection.dates import (
    Writing,
    dates_of,
    format_in,
    order_of,
    spreadsheet_dates,
    writings_of,
)
from deskwise.sources.detection.durations import is_clock
from deskwise.sources.detection.questions import which_order, which_zone

ISO_DATE, TIME_OF_DAY = "%Y-%m-%d", " %H:%M:%S"


class Instants:
    """The columns of instants that a mapping reads.

    `days` is the column of dates that stands beside columns of nothing but a time of day. `date_format` is
    the format that columns have which name none, null is ISO 8601. `questions` are what is left open, `notes`
    what is remarkable.
    """

    def __init__(
        self, columns: Iterable[ColumnProfile], days: ColumnProfile | None, answers: Answers
    ) -> None:
        several = list({column.name: column for column in columns}.values())
        self._clocks = {
            one.name for one in several if days is not None and not writings_of(one) and is_clock(one)
        }
        self._days = days if self._clocks else None
        self._columns = [one for one in several if one.name not in self._clocks]
        if self._days is not None and self._days.name not in [one.name for one in self._columns]:
            self._columns.append(self._days)
        self._writings: dict[str, tuple[Writing, ...]] = {}
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self.zone: str | None = answers.timezone
        for column in self._columns:
            found = dates_of(column) if column is self._days else writings_of(column)
            if found:
                self._writings[column.name] = found
                self._note(column, found)
        self._formats = self._decided(answers)
        if self._days is not None:
            day = self._formats.pop(self._days.name, None) or ISO_DATE
            self._formats |= dict.fromkeys(self._clocks, day + TIME_OF_DAY)
        own = list(self._formats.values())
        # What has a format can name it; what is ISO 8601 cannot.
        self.date_format = None if None in own or not own else Counter(own).most_common(1)[0][0]
        self._ask_zone()

    def _note(self, column: ColumnProfile, found: tuple[Writing, ...]) -> None:
        main = found[0]
        unread = column.filled - sum(
            one.cells for one in found if one.kind == main.kind == "iso" or one is main
        )
        unread -= 0 if main.kind == "iso" else spreadsheet_dates(column)
        if unread and main.kind != "typed":
            self.notes.append(
                say(
                    "%(n)s cells of %(column)s are written otherwise and will be refused",
                    n=number(unread),
                    column=column.name,
                )
            )
        if column is not self._days and self.dates_only(column):
            self.notes.append(say("%(column)s says no time of day", column=column.name))

    def dates_only(self, column: ColumnProfile) -> bool:
        """Whether a column names days and no time of day."""
        found = self._writings.get(column.name, ())
        return bool(found) and all(one.dates_only for one in found)

    def _decided(self, answers: Answers) -> dict[str, str | None]:
        """Each column's format, by its own cells, else by those of the others, else by what was said."""
        numbers = [
            one for one in self._columns if one.name in self._writings and self._main(one).kind == "numbers"
        ]
        together = order_of(numbers)
        orders: dict[str, DateOrder | None] = {}
        for column in numbers:
            own = order_of([column])
            contradicts = bool(own.for_day_first and own.for_month_first)
            others = None if contradicts else together.decided
            orders[column.name] = answers.date_order or own.decided or others
        open_columns = [name for name, order in orders.items() if order is None]
        if open_columns:
            self.questions.append(which_order(open_columns, together.for_day_first, together.for_month_first))
        return {name: format_in(found[0], orders.get(name)) for name, found in self._writings.items()}

    def _main(self, column: ColumnProfile) -> Writing:
        return self._writings[column.name][0]

    def _ask_zone(self) -> None:
        without = [name for name, found in self._writings.items() if any(not one.zoned for one in found)]
        if self.zone is None and without:
            self.questions.append(which_zone(without))

    def at(self, column: ColumnProfile, **further: Any) -> str | Mapping[str, Any]:
        """A column as the instant of an event, as a mapping file writes it: with `plus`, `unit` or `else`.

        `ends` takes the end of the day where the column names days alone: what ended then began before.
        """
        said: dict[str, Any] = {"column": column.name}
        own = self._formats.get(column.name)
        if column.name in self._clocks and self._days is not None:
            said = {"date": self._days.name, "time": column.name}
        said |= {name: further[name] for name in ("plus", "unit") if further.get(name) is not None}
        if own is not None and own != self.date_format:
            said["date_format"] = own
        if further.get("ends") and self.dates_only(column):
            said["end_of_day"] = True
        if further.get("otherwise") is not None:
            said["else"] = further["otherwise"]
        return column.name if said == {"column": column.name} else said
