"""Golden cases as values: reading a case file, and comparing what it expects with what is said.

The format is described in golden/README.md. Readings and import reports are compared in the shape of the
documented JSON of `deskwise metrics` and `deskwise import`: any program that prints it can be held against
the cases.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

DEFAULT_CLOCK = "2026-01-01T00:00:00Z"
DEFAULT_SOURCE = "desk"
NULL = "null"

CASE_KEYS = {"title", "section", "sentence", "arithmetic", "settings", "imports", "expect"}
IMPORT_KEYS = {"source", "timezone", "as_of", "clock", "events", "expect"}
REPORT_COUNTS = (
    "read", "accepted", "duplicates", "conflicts", "superseded", "rejected", "tickets", "requests",
)  # fmt: skip
REPORT_KEYS = {*REPORT_COUNTS, "rejects"}
SELECTION_KEYS = {"metric", "stat", "clock", "within", "every", "since", "until", "by", "where", "as_of"}
FIGURE_FIELDS = (
    "value", "n", "numerator", "denominator", "excluded", "open", "provisional", "ruled", "unjudged",
    "interval", "partial",
)  # fmt: skip
WHOLE_FIELDS = {"n", "open", "provisional", "ruled", "unjudged"}
EXPECT_KEYS = {*SELECTION_KEYS, *FIGURE_FIELDS, "rows", "only"}
ROW_KEYS = {*FIGURE_FIELDS, "by", "period"}

Number = int | float | Fraction


class CaseFileError(ValueError):
    """A case file that is not as golden/README.md says."""


@dataclass(frozen=True)
class Reject:
    """A refused row: its number in the file (the first data row is 1) and the reason's code."""

    row: int
    reason: str


@dataclass(frozen=True)
class Report:
    """What an import must say; only what the case states."""

    counts: tuple[tuple[str, int], ...] = ()
    rejects: tuple[Reject, ...] | None = None


@dataclass(frozen=True)
class Import:
    """One import: a canonical CSV and how it is declared."""

    events: str
    source: str = DEFAULT_SOURCE
    timezone: str | None = None
    as_of: str | None = None
    clock: str = DEFAULT_CLOCK
    expect: Report | None = None


@dataclass(frozen=True)
class Selection:
    """The question: a metric and what of it is asked for."""

    metric: str
    stat: str | None = None
    clock: str | None = None
    within: Number | None = None
    every: str | None = None
    since: str | None = None
    until: str | None = None
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    as_of: str | None = None


@dataclass(frozen=True)
class Figure:
    """One expected reading: which one (`by`, the start of its `period`) and the fields the case states."""

    stated: tuple[tuple[str, Any], ...]
    by: tuple[tuple[str, str | None], ...] = ()
    period: str | None = None


@dataclass(frozen=True)
class Expectation:
    """A question and its answer. `only`: there are no readings but those listed."""

    selection: Selection
    figures: tuple[Figure, ...]
    only: bool = False


@dataclass(frozen=True)
class Case:
    """A golden case; `settings` is what a settings file would hold."""

    name: str
    title: str
    section: str
    sentence: str
    arithmetic: str
    imports: tuple[Import, ...]
    expect: tuple[Expectation, ...]
    settings: Mapping[str, Any]


def read_case(path: Path) -> Case:
    """The case a file holds; CaseFileError if the file is not as the format says."""
    try:
        return parse_case(path.stem, path.read_text(encoding="utf-8"))
    except (CaseFileError, tomllib.TOMLDecodeError) as error:
        raise CaseFileError(f"{path.name}: {error}") from error


def parse_case(name: str, text: str) -> Case:
    """The case in a TOML text."""
    raw = tomllib.loads(text)
    only_keys(raw, CASE_KEYS, "the case")
    imports = tuple(parse_import(one) for one in raw.get("imports", ()))
    expect = tuple(parse_expectation(one) for one in raw.get("expect", ()))
    if not imports:
        raise CaseFileError("a case needs at least one [[imports]]")
    if not expect and not any(one.expect for one in imports):
        raise CaseFileError("the case expects nothing")
    return Case(
        name=name,
        title=words(raw, "title"),
        section=words(raw, "section"),
        sentence=words(raw, "sentence"),
        arithmetic=words(raw, "arithmetic"),
        imports=imports,
        expect=expect,
        settings=raw.get("settings", {}),
    )


def only_keys(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise CaseFileError(f"{where} has unknown keys: {', '.join(unknown)}")


def words(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CaseFileError(f"{key} is missing or empty")
    return value


def parse_import(raw: Mapping[str, Any]) -> Import:
    only_keys(raw, IMPORT_KEYS, "an import")
    report = raw.get("expect")
    return Import(
        events=words(raw, "events"),
        source=raw.get("source", DEFAULT_SOURCE),
        timezone=raw.get("timezone"),
        as_of=raw.get("as_of"),
        clock=raw.get("clock", DEFAULT_CLOCK),
        expect=None if report is None else parse_report(report),
    )


def parse_report(raw: Mapping[str, Any]) -> Report:
    only_keys(raw, REPORT_KEYS, "imports.expect")
    rejects = raw.get("rejects")
    return Report(
        counts=tuple((key, raw[key]) for key in REPORT_COUNTS if key in raw),
        rejects=None if rejects is None else tuple(Reject(one["row"], one["reason"]) for one in rejects),
    )


def parse_expectation(raw: Mapping[str, Any]) -> Expectation:
    only_keys(raw, EXPECT_KEYS, "an expectation")
    where = {
        key: (value,) if isinstance(value, str) else tuple(value)
        for key, value in raw.get("where", {}).items()
    }
    selection = Selection(
        metric=words(raw, "metric"),
        by=tuple(raw.get("by", ())),
        where=tuple(where.items()),
        **{key: raw.get(key) for key in SELECTION_KEYS - {"metric", "by", "where"}},
    )
    rows = raw.get("rows")
    stated = [key for key in FIGURE_FIELDS if key in raw]
    if rows is None:
        if not stated:
            raise CaseFileError(f"nothing is expected of {selection.metric}")
        return Expectation(selection, (parse_figure({key: raw[key] for key in stated}),), only=True)
    if stated:
        raise CaseFileError(f"{selection.metric}: what is expected stands in rows or beside them, not both")
    return Expectation(selection, tuple(parse_figure(row) for row in rows), only=bool(raw.get("only", False)))


def parse_figure(raw: Mapping[str, Any]) -> Figure:
    only_keys(raw, ROW_KEYS, "a row")
    by = {key: None if value == NULL else value for key, value in raw.get("by", {}).items()}
    stated = tuple((key, expected_value(key, raw[key])) for key in FIGURE_FIELDS if key in raw)
    if not stated:
        raise CaseFileError("a row expects nothing")
    return Figure(stated=stated, by=tuple(by.items()), period=raw.get("period"))


def expected_value(field: str, raw: Any) -> Any:
    """A stated value as it is compared: numbers exact, "null" as None."""
    if field == "partial":
        return bool(raw)
    if field == "excluded":
        return {str(reason): int(count) for reason, count in raw.items()}
    if field == "interval":
        return None if raw == NULL else tuple(exact(edge) for edge in raw)
    if field in WHOLE_FIELDS and not isinstance(raw, int):
        raise CaseFileError(f"{field} is a whole number, not {raw!r}")
    return exact(raw)


def exact(raw: Any) -> Fraction | None:
    """A number of a case file without loss: 0.1 is a tenth, "1/3" a third.

    >>> exact(0.1), exact("2/6"), exact("null")
    (Fraction(1, 10), Fraction(1, 3), None)
    """
    if raw == NULL:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise CaseFileError(f"{raw!r} is no number")
    try:
        return Fraction(str(raw))
    except ValueError as error:
        raise CaseFileError(f"{raw!r} is no number") from error


def mismatches(expected: Expectation, readings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where readings differ from what is expected: a sentence each, none if they agree.

    `readings` has the shape of "readings" in the JSON of `deskwise metrics`; those of other metrics,
    statistics and clocks than the question names are not looked at.
    """
    question = expected.selection
    asked = [
        reading
        for reading in readings
        if reading["metric"] == question.metric
        and question.stat in (None, reading.get("stat"))
        and question.clock in (None, reading.get("clock"))
    ]
    found: list[str] = []
    matched: set[int] = set()
    for figure in expected.figures:
        fitting = [index for index, reading in enumerate(asked) if fits(figure, reading)]
        matched.update(fitting)
        if len(fitting) != 1:
            found.append(f"{place(question, figure)}: {len(fitting)} readings fit, 1 expected")
            continue
        found += differences(place(question, figure), figure, asked[fitting[0]])
    if expected.only:
        others = [reading for index, reading in enumerate(asked) if index not in matched]
        found += [
            f"{question.metric}: a reading nobody expects: by {one.get('by')} period {one.get('period')}"
            f" value {one.get('value')}"
            for one in others
        ]
    return found


def place(question: Selection, figure: Figure) -> str:
    parts = [question.metric, question.stat or "", question.clock or ""]
    parts += [f"{key}={NULL if value is None else value}" for key, value in figure.by]
    parts += [figure.period or "", f"as of {question.as_of}" if question.as_of else ""]
    return " ".join(part for part in parts if part)


def fits(figure: Figure, reading: Mapping[str, Any]) -> bool:
    by = reading.get("by") or {}
    if any(key not in by or by[key] != value for key, value in figure.by):
        return False
    if figure.period is None:
        return True
    period = reading.get("period")
    return period is not None and instant(period["start"]) == instant(figure.period)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def differences(where: str, figure: Figure, reading: Mapping[str, Any]) -> list[str]:
    found = []
    for field, wanted in figure.stated:
        given = (reading.get("period") or {}).get("partial") if field == "partial" else reading.get(field)
        if not same(field, wanted, given, reading.get("unit")):
            found.append(f"{where}: {field} is {given!r}, expected {shown(wanted)}")
    return found


def same(field: str, wanted: Any, given: Any, unit: str | None) -> bool:
    if field == "partial":
        return bool(wanted == given)
    if field == "excluded":
        counts = {reason: count for reason, count in (given or {}).items() if count}
        return counts == {reason: count for reason, count in wanted.items() if count}
    if field == "interval":
        if wanted is None or given is None:
            return wanted is None and given is None
        edges = zip(wanted, given, strict=True)
        return len(wanted) == len(given) and all(close(one, two, relative=1e-9) for one, two in edges)
    if field in WHOLE_FIELDS:
        return bool(wanted == given)
    return close(wanted, given, absolute=1e-9 if unit == "seconds" else 1e-12)


def close(wanted: Fraction | None, given: Any, *, absolute: float = 0.0, relative: float = 1e-15) -> bool:
    """Equal within `absolute` and, for what a double cannot hold, `relative` times the wanted number."""
    if wanted is None or given is None:
        return wanted is None and given is None
    allowed = Fraction(absolute) + Fraction(relative) * max(Fraction(1), abs(wanted))
    return abs(wanted - Fraction(given)) <= allowed


def shown(wanted: Any) -> str:
    if isinstance(wanted, Fraction):
        return str(wanted) if wanted.denominator < 10_000 else repr(float(wanted))
    if isinstance(wanted, tuple):
        return "[" + ", ".join(shown(one) for one in wanted) + "]"
    return NULL if wanted is None else repr(wanted)


def report_mismatches(
    expected: Report, report: Mapping[str, Any], rejects: Sequence[Mapping[str, Any]] = ()
) -> list[str]:
    """Where an import's report differs from what is expected.

    `report` has the shape of the JSON of `deskwise import`; `rejects` are this import's refused rows and
    conflicts, each with "row" and "reason".
    """
    found = [
        f"import: {key} is {report.get(key)!r}, expected {count}"
        for key, count in expected.counts
        if report.get(key) != count
    ]
    if expected.rejects is not None:
        wanted = sorted((one.row, one.reason) for one in expected.rejects)
        given = sorted((one["row"], one["reason"]) for one in rejects)
        if wanted != given:
            found.append(f"import: rejects are {given}, expected {wanted}")
    return found
