"""Answers as data frames: the values of the JSON, null where they are null, in types that know instants."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import deskwise
from deskwise.python.frames import arrow_table, columns_of, pandas_frame, polars_frame

ARROW = {
    "text": "string", "whole": "int64", "number": "double", "flag": "bool",
    "instant": "timestamp[us, tz=UTC]",
}  # fmt: skip
POLARS = {
    "text": "String", "whole": "Int64", "number": "Float64", "flag": "Boolean",
    "instant": "Datetime(time_unit='us', time_zone='UTC')",
}  # fmt: skip
PANDAS = {
    "text": "string", "whole": "Int64", "number": "Float64", "flag": "boolean",
    "instant": "datetime64[us, UTC]",
}  # fmt: skip


def answers(workspace: deskwise.Workspace) -> list[Any]:
    ticket = workspace.explain(str(workspace.requests("csat")[0].ticket))
    return [
        workspace.metrics("first_response_time", "csat", "sales_revenue", by="team", every="quarter"),
        workspace.metrics("csat", by="team", where={"agent": "nobody"}),
        workspace.requests("recontact_rate", by="team"),
        workspace.requests("average_resolution_time"),
        workspace.requests("average_resolution_time", where={"agent": "nobody"}),
        ticket,
        ticket.counted,
        *ticket.facts.values(),
        workspace.catalogue(),
        workspace.rejects(),
    ]


def expected(answer: Any) -> list[dict[str, Any]]:
    """The rows as a frame has them: all numbers but whole ones are floats."""
    kinds = answer._kinds()
    return [
        {
            name: float(value) if kinds[name] == "number" and value is not None else value
            for name, value in row.items()
        }
        for row in answer.rows()
    ]


def test_arrow_has_every_row(sample: deskwise.Workspace) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'deskwise[arrow]'")
    for answer in answers(sample):
        table = answer.to_arrow()
        assert table.to_pylist() == expected(answer)
        assert {field.name: str(field.type) for field in table.schema} == {
            name: ARROW[kind] for name, kind in answer._kinds().items()
        }


def test_polars_has_every_row(sample: deskwise.Workspace) -> None:
    pytest.importorskip("polars", reason="Polars is not installed: pip install 'deskwise[polars]'")
    for answer in answers(sample):
        frame = answer.to_polars()
        assert frame.to_dicts() == expected(answer)
        assert {name: str(kind) for name, kind in frame.schema.items()} == {
            name: POLARS[kind] for name, kind in answer._kinds().items()
        }


def test_pandas_has_every_row(sample: deskwise.Workspace) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: pip install 'deskwise[pandas]'")
    for answer in answers(sample):
        frame = answer.to_pandas()
        found = [
            {name: None if pandas.isna(value) else value for name, value in row.items()}
            for row in frame.to_dict("records")
        ]
        assert found == expected(answer)
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
            name: PANDAS[kind] for name, kind in answer._kinds().items()
        }


def test_an_import_is_a_frame_of_one_row(empty: deskwise.Workspace, log: Path) -> None:
    pytest.importorskip("polars", reason="Polars is not installed: pip install 'deskwise[polars]'")
    (row,) = empty.import_(log, source="desk").to_polars().to_dicts()
    assert (row["read"], row["accepted"], row["rejected"]) == (5, 4, 1)


def test_a_share_gives_flags_and_a_duration_seconds(sample: deskwise.Workspace) -> None:
    assert sample.requests("recontact_rate")._kinds()["gave"] == "flag"
    assert sample.requests("average_resolution_time")._kinds()["gave"] == "number"
    assert {type(case.gave) for case in sample.requests("recontact_rate") if case.state == "counted"} == {
        bool
    }


def test_the_columns_are_those_asked_even_where_nothing_is_found(sample: deskwise.Workspace) -> None:
    nothing = sample.metrics("csat", by=["team", "extra.plan"], where={"agent": "nobody"})
    assert len(nothing) == 0
    assert [name for name in nothing._kinds() if name.startswith("by.")] == ["by.team", "by.extra.plan"]
    money: dict[str, Any] = {"by": "team", "where": {"agent": "nobody"}}
    for answer in (sample.metrics("sales_revenue", **money), sample.requests("sales_revenue", **money)):
        assert len(answer) == 0
        assert [name for name in answer._kinds() if name.startswith("by.")] == ["by.team", "by.currency"]


@pytest.mark.parametrize(
    ("library", "extra", "make"),
    [
        ("pyarrow", "arrow", arrow_table),
        ("polars", "polars", polars_frame),
        ("pandas", "pandas", pandas_frame),
    ],
)
def test_a_library_that_is_missing_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, library: str, extra: str, make: Any
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("deskwise.python.frames.importlib", SimpleNamespace(import_module=missing))
    with pytest.raises(deskwise.UsageError) as refused:
        make(columns_of({"n": "whole"}, [{"n": 1}]))
    assert str(refused.value) == f"{library} is not installed: pip install 'deskwise[{extra}]'"


def test_a_library_that_misses_another_says_so_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_name: str) -> None:
        raise ModuleNotFoundError("No module named 'numpy'", name="numpy")

    monkeypatch.setattr("deskwise.python.frames.importlib", SimpleNamespace(import_module=broken))
    with pytest.raises(ModuleNotFoundError, match="numpy"):
        pandas_frame(columns_of({"n": "whole"}, [{"n": 1}]))


def test_no_frame_library_is_loaded_before_it_is_asked_for(mine: deskwise.Workspace) -> None:
    before = {name for name in ("pandas", "polars", "pyarrow") if name in sys.modules}
    repr(mine.metrics("csat"))
    mine.requests("csat").rows()
    assert {name for name in ("pandas", "polars", "pyarrow") if name in sys.modules} == before
