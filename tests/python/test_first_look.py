"""The example notebook runs from its first cell to its last, and what it shows is true."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "first_look.ipynb"


def cells(kind: str) -> list[str]:
    told = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in told["cells"] if cell["cell_type"] == kind]


def run(cell: str, number: int, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does; its last expression is what it shows."""
    tree = ast.parse(cell, f"cell {number}")
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, f"cell {number}", "exec"), names)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), f"cell {number}", "exec"), names)
    return eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[Any]]:
    """The names after the last cell, and what each cell showed."""
    pytest.importorskip("polars", reason="Polars is not installed: pip install 'deskwise[polars]'")
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("notebook")))
        return names, [run(cell, number, names) for number, cell in enumerate(cells("code"), start=1)]


def test_every_answer_shows_itself(shown: tuple[dict[str, Any], list[Any]]) -> None:
    _, answers = shown
    pages = [each._repr_html_() for each in answers if hasattr(each, "_repr_html_")]
    assert len(pages) == len(answers) - 1  # all but the workspace itself
    assert all("<table" in page for page in pages)


def test_what_it_shows_is_true(shown: tuple[dict[str, Any], list[Any]]) -> None:
    names, _ = shown
    received = {reading.metric: reading for reading in names["overview"]}["requests_received"]
    assert received.n > 500
    assert received.n == sum(reading.n for reading in names["ws"].metrics("requests_received", every="year"))
    assert names["frame"]["value"].to_list() == [reading.value for reading in names["speed"]]
    worst = names["worst"]
    assert len(names["escalated"]) == worst.numerator
    assert len([case for case in names["cases"] if case.state == "counted"]) == worst.n
    ticket = names["ticket"]
    assert {case.gave for case in ticket.counted if case.metric == "escalation_rate"} == {True}
    assert len(ticket.facts["escalations"]) >= 1
    assert (names["summary"].accepted, names["summary"].rejected) == (3, 1)
    assert [reading.value for reading in names["reply"]] == [42 * 60]


def test_it_is_kept_without_what_it_printed() -> None:
    told = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    code = [cell for cell in told["cells"] if cell["cell_type"] == "code"]
    assert [(cell["outputs"], cell["execution_count"]) for cell in code] == [([], None)] * len(code)
    assert len({cell["id"] for cell in told["cells"]}) == len(told["cells"])


def test_the_pages_it_names_are_there() -> None:
    assert "](../python.md)" in "".join(cells("markdown"))
    assert (NOTEBOOK.parent / ".." / "python.md").is_file()


def test_it_is_a_notebook_by_the_formats_own_rules() -> None:
    import nbformat  # noqa: PLC0415 slow

    nbformat.validate(json.loads(NOTEBOOK.read_text(encoding="utf-8")))
