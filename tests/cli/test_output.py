from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from deskwise.cli.output import Column, print_csv, print_json, print_table

COLUMNS = [Column("name"), Column("n", "right"), Column("note")]


def test_outside_a_terminal_a_table_is_plain_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(COLUMNS, [["a", "1", "x"], ["bc", "20", ""]], "Title")
    assert capsys.readouterr().out == "Title\nname   n  note\na      1  x\nbc    20\n"


def test_a_column_with_nothing_in_it_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(COLUMNS, [["a", "1", ""]])
    assert capsys.readouterr().out == "name  n\na     1\n"


def test_in_a_terminal_it_is_drawn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_table(COLUMNS, [["[bold]a", "1", "x"]])
    out = capsys.readouterr().out
    assert "[bold]a" in out
    assert "─" in out


def test_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([Column("name")], [["a\x1b[2Jb"]])
    assert capsys.readouterr().out == "name\na\N{REPLACEMENT CHARACTER}[2Jb\n"


def test_csv_has_the_fields_of_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    row = {
        "by": {"team": "a,b"},
        "value": 0.1,
        "n": None,
        "excluded": {},
        "interval": [1, None],
        "partial": False,
    }
    print_csv([row], ["by.team", "value", "n", "excluded", "interval", "partial", "missing"])
    assert capsys.readouterr().out == (
        'by.team,value,n,excluded,interval,partial,missing\n"a,b",0.1,,,"[1, null]",false,\n'
    )


def test_json_holds_numbers_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": Decimal("7"), "b": Decimal("0.25"), "c": "ä"})
    assert capsys.readouterr().out == '{\n  "a": 7,\n  "b": 0.25,\n  "c": "ä"\n}\n'
