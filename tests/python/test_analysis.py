"""A finding in Python is that of the command line, and becomes a data frame."""

from __future__ import annotations

import pytest

import deskwise
from deskwise.analyses.registry import ANALYSES
from deskwise.kernel.errors import UsageError
from deskwise.python.analysis import Analysis


@pytest.fixture(scope="module")
def found(sample: deskwise.Workspace) -> Analysis:
    return sample.analyse("what_changed", "csat", by="channel", since="2025-10-01", until="2026-09-01")


def test_it_says_what_was_found_and_what_it_rests_on(found: Analysis) -> None:
    assert found.outcome in {"found", "nothing"}
    assert found.sentences[0].startswith("Customer satisfaction ")
    assert repr(found).splitlines()[0] == found.sentences[0]
    assert "Rests on csat@1" in repr(found)
    assert found.rests_on["by"] == "channel"
    assert found.as_of.tzinfo is not None
    assert found.to_json()["sentences"] == list(found.sentences)
    assert found.numbers["rate"].value is not None
    assert "<table>" in found._repr_html_()


def test_its_rows_add_up_and_become_frames(found: Analysis) -> None:
    difference = found.numbers["difference"].value
    assert sum(row["total"] for row in found.rows()) == pytest.approx(difference)
    polars = pytest.importorskip("polars", reason="Polars is not installed: pip install 'deskwise[polars]'")
    frame = found.to_polars()
    assert frame["total"].sum() == pytest.approx(difference)
    assert frame.schema["n"] == polars.Int64
    assert frame.schema["beyond"] == polars.Boolean
    assert frame.columns == found.to_pandas().columns.tolist() == found.to_arrow().column_names


def test_a_finding_of_too_few_has_no_rows(sample: deskwise.Workspace) -> None:
    few = sample.analyse("what_changed", "nps", period="week")
    assert (few.outcome, few.rows()) == ("too few", [])


@pytest.mark.parametrize("name", ANALYSES)
def test_every_analysis_can_be_asked(sample: deskwise.Workspace, name: str) -> None:
    assert sample.analyse(name, "" if ANALYSES[name].of else "csat").sentences


def test_an_option_that_there_is_not_is_refused(sample: deskwise.Workspace) -> None:
    with pytest.raises(UsageError, match="no option colour"):
        sample.analyse("what_changed", "csat", colour="red")
