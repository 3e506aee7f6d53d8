"""A spreadsheet of objectives becomes drafts; rows that cannot be read are kept aside with their reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from deskwise.app.objectives.file_entries import REACHED, key_result_of_entry
from deskwise.app.objectives.keys import key_of
from deskwise.app.objectives.objectives_file import (
    CycleEntry,
    KeyResultEntry,
    MilestoneEntry,
    ObjectiveEntry,
    ObjectivesFile,
    OwnerEntry,
)
from deskwise.app.objectives.sheet_cells import Dates, cell_day, cell_value, unit_of_cell
from deskwise.app.objectives.sheet_columns import SheetField, columns_of, matched, plain_words
from deskwise.kernel.errors import DeskwiseError, InputError, UsageError
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.definition import Metric
from deskwise.okr.cycle import Cycle
from deskwise.okr.kinds import check_fields
from deskwise.okr.objective import STATE_WORDS, ObjectiveState

MOST_ROWS = 5_000
_STATS = {
    "median": "p50", "p50": "p50", "average": "mean", "mean": "mean", "avg": "mean", "durchschnitt": "mean",
    "mittelwert": "mean", "p90": "p90", "p95": "p95",
}  # fmt: skip
_LEVELS = {"company": "company", "unternehmen": "company", "firma": "company"}
_ASPIRATIONAL = {"aspirational", "stretch", "moonshot", "ambitioniert"}


@dataclass(frozen=True)
class Aside:
    """A row that was not read: its number in the file, its cells, and why."""

    row: int
    cells: Mapping[str, str]
    why: str


@dataclass(frozen=True)
class Sheet:
    """What a spreadsheet says.

    `columns` says in which column each field is, `unused` which say nothing of an objective. `notes` are
    what was taken to be so, each with its row. `file` is null where no row could be read.
    """

    columns: Mapping[SheetField, str]
    unused: tuple[str, ...]
    rows: int
    file: ObjectivesFile | None
    aside: tuple[Aside, ...]
    notes: tuple[str, ...]


def read_sheet(
    text: str,
    cycle: Cycle,
    people: Mapping[str, str],
    said: Sequence[tuple[str, str]] = (),
    dates: Dates | None = None,
    there: Sequence[ObjectiveEntry] = (),
) -> Sheet:
    """What a spreadsheet says of a cycle.

    `people` are e-mail addresses by the names and addresses that stand for them, `there` the objectives that
    the cycle has already: rows of one add key results to it. Raises `InputError` for a text that is no table
    or has too many rows, and `UsageError` where no column names the objective.
    """
    header, rows = _table(text)
    columns = columns_of(header, said)
    if "objective" not in columns:
        raise UsageError(
            say("no column says which objective a row is of: there are %(names)s", names=", ".join(header)),
            do=say("say it: --map COLUMN=objective"),
        )
    reading = _Reading(cycle, columns, people, dates, {each.title: each for each in there})
    for number, cells in rows:
        reading.take(number, cells)
    unused = tuple(name for name in header if name not in columns.values())
    return Sheet(
        columns, unused, len(rows), reading.file(), tuple(reading.aside), tuple(dict.fromkeys(reading.notes))
    )


def aside_csv(sheet: Sheet) -> str:
    """The rows kept aside as a table of their own: their number, their cells, and why."""
    names = list(dict.fromkeys(name for each in sheet.aside for name in each.cells))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", *names, "why"])
    for each in sheet.aside:
        writer.writerow([each.row, *(each.cells.get(name, "") for name in names), each.why])
    return out.getvalue()


@dataclass
class _Draft:
    """An objective of which rows have told so far; `there` are titles of key results it had before."""

    title: str
    key: str
    values: dict[str, object]
    key_results: dict[str, KeyResultEntry] = field(default_factory=dict)
    there: frozenset[str] = frozenset()

    @property
    def state(self) -> ObjectiveState:
        """How far it is; a draft where rows alone tell of it."""
        return ObjectiveState(str(self.values.get("state") or ObjectiveState.DRAFT))


@dataclass
class _Reading:
    cycle: Cycle
    columns: Mapping[SheetField, str]
    people: Mapping[str, str]
    dates: Dates | None
    there: Mapping[str, ObjectiveEntry]
    drafts: dict[str, _Draft] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    current: _Draft | None = None

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """Read a row, or keep it aside."""
        told = {each: cells.get(column, "").strip() for each, column in self.columns.items()}
        try:
            self._take(number, told)
        except DeskwiseError as error:
            self.aside.append(Aside(number, cells, f"{error.what}: {error.do}"))

    def file(self) -> ObjectivesFile | None:
        """All that was read, null where nothing was."""
        if not self.drafts:
            return None
        objectives = [
            ObjectiveEntry.model_validate(
                {"key": each.key, "title": each.title, **each.values}
                | {"key_results": list(each.key_results.values())}
            )
            for each in self.drafts.values()
        ]
        cycle = self.cycle
        entry = CycleEntry(
            name=cycle.name, first_day=cycle.first_day, last_day=cycle.last_day,
            check_in_days=cycle.check_in_days, follows=cycle.follows, objectives=objectives,
        )  # fmt: skip
        return ObjectivesFile(cycles=[entry])

    def _take(self, number: int, told: Mapping[SheetField, str]) -> None:
        title, inner = told["objective"], told.get("key_result", "")
        # Below a title that was written once, its cells are often left empty.
        draft = self._draft(title, told) if title else self.current
        if draft is None:
            raise UsageError(say("no objective is named"), do=say("write it into the row"))
        if title and not inner and draft.title not in self.drafts:
            self._keep(draft)
            return
        if not inner:
            if title and not told.get("metric"):
                self._keep(draft)
                return
            inner = told.get("metric", "")
        if not inner:
            raise UsageError(say("no key result is named"), do=say("write it into the row"))
        if inner in draft.there:
            self._note(number, say("this key result is there already, and stays as it is"))
            self._keep(draft)
            return
        if any(each.title == inner for each in draft.key_results.values()):
            raise UsageError(
                say("the objective has a key result of this title already"), do=say("give it another title")
            )
        if draft.state in REACHED:
            raise UsageError(
                say("objective %(key)s is %(state)s", key=draft.key, state=say(STATE_WORDS[draft.state])),
                do=say("name a draft, or an objective that is not there yet"),
            )
        entry = self._key_result(number, inner, told, draft)
        check_fields(key_result_of_entry(entry))
        self._keep(draft)
        draft.key_results[entry.key] = entry

    def _keep(self, draft: _Draft) -> None:
        self.drafts[draft.title] = draft
        self.current = draft

    def _draft(self, title: str, told: Mapping[SheetField, str]) -> _Draft:
        if title in self.drafts:
            return self.drafts[title]
        if title in self.there:
            return _as_it_is(self.there[title])
        taken = {each.key for each in self.there.values()} | {each.key for each in self.drafts.values()}
        key = key_of(title, taken)
        owner = told.get("owner", "")
        if not owner:
            raise UsageError(say("nobody answers for the objective"), do=say("write a team or a person"))
        email = self.people.get(plain_words(owner)) or self.people.get(owner.casefold())
        level = _LEVELS.get(plain_words(told.get("level", "")))
        values: dict[str, object] = {
            "owner": OwnerEntry(team=owner) if email is None else OwnerEntry(person=email),
            "why": told.get("why", ""),
            "level": level,
            "ambition": "aspirational"
            if plain_words(told.get("ambition", "")) in _ASPIRATIONAL
            else "committed",
        }
        return _Draft(title, key, values)

    def _key_result(
        self, number: int, title: str, told: Mapping[SheetField, str], draft: _Draft
    ) -> KeyResultEntry:
        target, baseline = told.get("target", ""), told.get("baseline", "")
        key = key_of(title, draft.key_results)
        weight = cell_value(told["weight"], "count") if told.get("weight") else 1.0
        if not weight > 0:
            raise UsageError(say("a key result weighs more than nothing"), do=say("give a weight above 0"))
        due = cell_day(told["due"], self.dates) if told.get("due") else None
        if due is not None and not self.cycle.first_day <= due <= self.cycle.last_day:
            self._note(number, say("its due day is not in the cycle, and was left out"))
            due = None
        found = _metric(told.get("metric", ""))
        if not target:
            self._note(number, say("it has no target, and became one milestone"))
            return KeyResultEntry(
                key=key, title=title, kind="milestones", weight=weight,
                milestones=[MilestoneEntry(name=title, due=due)],
            )  # fmt: skip
        if due is not None and due != self.cycle.last_day:
            self._note(number, say("it is due at the cycle's end: only milestones have a day of their own"))
        if found is None:
            return self._number(number, title, told, key, weight)
        stat = self._stat(number, found, f"{told.get('stat', '')} {title} {told.get('metric', '')}")
        unit = found.unit
        return KeyResultEntry(
            key=key,
            title=title,
            kind="reach",
            metric=found.name,
            stat=stat,
            target=cell_value(target, unit),
            baseline=cell_value(baseline, unit) if baseline else None,
            weight=weight,
        )

    def _number(
        self, number: int, title: str, told: Mapping[SheetField, str], key: str, weight: float
    ) -> KeyResultEntry:
        target, baseline, word = told["target"], told.get("baseline", ""), told.get("metric", "")
        unit = told.get("unit", "")
        known = unit_of_cell(target, baseline, unit)
        if word:
            self._note(number, say("no metric is called %(name)s: its value is to be typed", name=repr(word)))
        else:
            self._note(number, say("it names no metric: its value is to be typed"))
        if not baseline:
            self._note(number, say("it has no baseline: it begins at 0"))
        return KeyResultEntry(
            key=key,
            title=title,
            kind="number",
            target=cell_value(target, known),
            baseline=cell_value(baseline, known) if baseline else 0.0,
            unit=known,
            weight=weight,
        )

    def _stat(self, number: int, metric: Metric, words: str) -> str:
        if len(metric.stats) == 1:
            return metric.stats[0]
        named = [_STATS[word] for word in plain_words(words).split() if word in _STATS]
        for stat in named:
            if stat in metric.stats:
                return stat
        self._note(number, say("no statistic is named: %(stat)s was taken", stat=metric.default_stats[0]))
        return metric.default_stats[0]

    def _note(self, number: int, words: str) -> None:
        self.notes.append(say("row %(row)s: %(what)s", row=number, what=words))


def _as_it_is(entry: ObjectiveEntry) -> _Draft:
    """An objective that is there already, to which rows may add."""
    values = {name: getattr(entry, name) for name in entry.model_fields_set - {"key", "title", "key_results"}}
    return _Draft(
        entry.title,
        entry.key,
        values,
        {each.key: each for each in entry.key_results},
        frozenset(each.title for each in entry.key_results),
    )


def _metric(word: str) -> Metric | None:
    names: dict[str, str] = {}
    for each in CATALOGUE.values():
        names.setdefault(plain_words(each.label), each.name)
        names.setdefault(plain_words(each.name), each.name)
        names.setdefault(plain_words(say(each.label)), each.name)
    plain = " ".join(part for part in plain_words(word).split() if part not in _STATS)
    found = matched(word, names) or matched(plain, names)
    return None if found is None else CATALOGUE[found]


def _table(text: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The names of the columns, and each row that says anything with its number in the file, from 2 on."""
    sample = text[:10_000]
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(sample, delimiters=",;\t|")
        delimiter = dialect.delimiter
    except csv.Error:
        delimiter = ","
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(say("the file is no table"), do=say("save it as CSV")) from error
    if not found or not any(cell.strip() for cell in found[0]):
        raise InputError(
            say("the first row names no columns"), do=say("write their names there, such as objective")
        )
    header = [cell.strip() for cell in found[0]]
    rows = [
        (number, {name: cell for name, cell in zip(header, cells, strict=False) if name})
        for number, cells in enumerate(found[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if len(rows) > MOST_ROWS:
        raise InputError(say("the file has more than %(n)s rows", n=MOST_ROWS), do=say("split it by cycles"))
    return [name for name in header if name], rows
