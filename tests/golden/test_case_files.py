"""Every golden case is readable, complete and quotes the book; the comparator sees what differs."""

from pathlib import Path
from typing import Any

import pytest

from golden.case_files import (
    CaseFileError,
    Expectation,
    Report,
    mismatches,
    parse_case,
    read_case,
    report_mismatches,
)

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "golden").glob("*.toml"))
CASE = '''
title = "t"
section = "2"
sentence = "s"
arithmetic = "a"
[[imports]]
events = """
at,kind,ticket
2025-01-01T10:00:00Z,opened,T1
"""
[[expect]]
metric = "requests_received"
value = 1
'''


def normalised(text: str) -> str:
    return " ".join(text.split())


BOOK = normalised((ROOT / "docs" / "definitions.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_case_is_complete_and_quotes_the_book(path: Path) -> None:
    case = read_case(path)
    assert normalised(case.sentence) in BOOK
    assert path.name.startswith(case.section.replace(".", "-"))


def test_there_are_cases() -> None:
    sections = {path.name[0] for path in FILES}
    assert {"1", "2", "3", "4", "5", "6", "7", "8"} <= sections


def test_defaults() -> None:
    case = parse_case("x", CASE)
    assert case.imports[0].source == "desk"
    assert case.imports[0].clock == "2026-01-01T00:00:00Z"
    assert case.settings == {}
    assert case.expect[0].selection.by == ()
    assert case.expect[0].only


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "t"', "", "title is missing"),
        ('arithmetic = "a"', 'arithmetic = " "', "arithmetic is missing"),
        ('title = "t"', 'title = "t"\nnote = "n"', "the case has unknown keys: note"),
        ("[[imports]]", "[[imports]]\nzone = 'UTC'", "an import has unknown keys: zone"),
        ("value = 1", "valeu = 1", "an expectation has unknown keys: valeu"),
        ("value = 1", "rows = [{ by = {}, amount = 1 }]", "a row has unknown keys: amount"),
        ("value = 1", "rows = [{ by = { agent = 'ann' } }]", "a row expects nothing"),
        ("value = 1", "value = 1\nrows = [{ value = 1 }]", "not both"),
        ("value = 1", "", "nothing is expected of requests_received"),
        ("value = 1", "n = 1.5", "n is a whole number"),
        ("value = 1", "value = 'many'", "'many' is no number"),
        ("value = 1", "value = true", "True is no number"),
        ("value = 1", "value = [", "Unclosed|Invalid|value"),
    ],
)
def test_what_is_not_the_format_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "2-x.toml"
    path.write_text(CASE.replace(old, new), encoding="utf-8")
    with pytest.raises(CaseFileError, match=message):
        read_case(path)


def expectation(text: str) -> Expectation:
    return parse_case("x", CASE.replace('metric = "requests_received"\nvalue = 1', text)).expect[0]


def reading(**given: Any) -> dict[str, Any]:
    return {
        "metric": "m",
        "stat": "mean",
        "unit": "seconds",
        "by": {},
        "period": None,
        "value": 1,
        "n": 1,
    } | given


@pytest.mark.parametrize(
    ("wanted", "unit", "given", "agree"),
    [
        ("2", "count", 2, True),
        ("2", "count", 2.000001, False),
        ('"1/3"', "share", 1 / 3, True),
        ('"1/3"', "share", 0.3333333333, False),
        ("0.1", "share", 0.1, True),
        ("0.000001", "seconds", 0.000001, True),
        ("3599.999999", "seconds", 3599.999998, False),
        ("1800.0000005", "seconds", 1800.0000005, True),
        ("10000000.000001", "seconds", 10000000.000001, True),
        ("10000000.000001", "seconds", 10000000.000002, False),
        ('"null"', "seconds", None, True),
        ('"null"', "seconds", 0, False),
        ("0", "seconds", None, False),
    ],
)
def test_numbers_are_compared_exactly(wanted: str, unit: str, given: float | None, agree: bool) -> None:
    expected = expectation(f'metric = "m"\nvalue = {wanted}')
    found = mismatches(expected, [reading(value=given, unit=unit)])
    assert (found == []) is agree


def test_only_what_is_stated_is_compared() -> None:
    assert mismatches(expectation('metric = "m"\nn = 1'), [reading(value=99)]) == []
    assert mismatches(expectation('metric = "m"\nn = 2'), [reading()]) == ["m: n is 1, expected 2"]


def test_other_metrics_and_statistics_are_not_looked_at() -> None:
    readings = [reading(), reading(metric="other", value=5), reading(stat="p50", value=5)]
    assert mismatches(expectation('metric = "m"\nstat = "mean"\nvalue = 1'), readings) == []
    assert mismatches(expectation('metric = "m"\nvalue = 1'), readings) == ["m: 2 readings fit, 1 expected"]


def test_excluded_counts_all_reasons_and_a_zero_is_none() -> None:
    expected = expectation('metric = "m"\nexcluded = { off_hours = 2 }')
    assert mismatches(expected, [reading(excluded={"off_hours": 2, "no_contact": 0})]) == []
    assert mismatches(expected, [reading(excluded={"off_hours": 2, "no_contact": 1})])
    assert mismatches(expected, [reading(excluded={})])


def test_intervals_and_their_missing_sides() -> None:
    expected = expectation('metric = "m"\ninterval = [0.5, "null"]')
    assert mismatches(expected, [reading(interval=[0.5, None])]) == []
    assert mismatches(expected, [reading(interval=[0.5, 0.9])])
    assert mismatches(expected, [reading(interval=None)])
    assert mismatches(expectation('metric = "m"\ninterval = "null"'), [reading(interval=None)]) == []


def test_rows_are_found_by_slice_and_period() -> None:
    expected = expectation(
        'metric = "m"\nby = ["agent"]\nevery = "month"\nonly = true\nrows = ['
        '{ by = { agent = "null" }, period = "2024-12-31T23:00:00Z", value = 1, partial = true }]'
    )
    period = {"start": "2025-01-01T00:00:00+01:00", "end": "2025-02-01T00:00:00+01:00", "partial": True}
    good = reading(by={"agent": None}, period=period)
    assert mismatches(expected, [good]) == []
    anns = reading(by={"agent": "ann"}, period=period)
    assert mismatches(expected, [anns])[0].endswith("0 readings fit, 1 expected")
    assert mismatches(expected, [good, anns])[0].startswith(
        "m: a reading nobody expects: by {'agent': 'ann'}"
    )
    late = {**period, "partial": False}
    assert mismatches(expected, [reading(by={"agent": None}, period=late)]) == [
        "m agent=null 2024-12-31T23:00:00Z: partial is False, expected True"
    ]


def test_import_reports() -> None:
    report = "[imports.expect]\nread = 2\nrejects = [{ row = 2, reason = 'no_ticket' }]\n[[expect]]"
    text = CASE.replace("[[expect]]", report)
    expected = parse_case("x", text).imports[0].expect
    assert isinstance(expected, Report)
    rejects = [{"row": 2, "reason": "no_ticket", "file": "x.csv"}]
    assert report_mismatches(expected, {"read": 2, "accepted": 1}, rejects) == []
    assert report_mismatches(expected, {"read": 3}, []) == [
        "import: read is 3, expected 2",
        "import: rejects are [], expected [(2, 'no_ticket')]",
    ]
