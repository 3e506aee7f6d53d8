from __future__ import annotations

import csv
import io

from cli.conftest import Run
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.definition import TOLD


def test_all_have_a_line_each(run: Run) -> None:
    lines = run("catalogue").out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(CATALOGUE)


def test_one_is_told_in_full(run: Run) -> None:
    out = run("catalogue", "csat").out
    for name in TOLD:
        assert getattr(CATALOGUE["csat"], name) in out


def test_json_is_a_list_of_all_or_one_object(run: Run) -> None:
    told = run("catalogue", "--format", "json").json()
    assert [entry["name"] for entry in told] == list(CATALOGUE)
    assert run("catalogue", "csat", "--format", "json").json() == told[list(CATALOGUE).index("csat")]


def test_csv_has_the_fields_of_the_json(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("catalogue", "--format", "csv").out)))
    told = run("catalogue", "--format", "json").json()
    assert list(rows[0]) == list(told[0])
    assert [row["name"] for row in rows] == list(CATALOGUE)


def test_an_unknown_metric_is_refused_with_a_guess(run: Run) -> None:
    outcome = run("catalogue", "first_respons_time")
    assert outcome.code == 2
    assert "did you mean first_response_time" in outcome.err
